// @ts-check
import { avatar, byId, fill, h, icon, iconButton, nameOf } from './dom.js';
import {
  channelName,
  currentChannel,
  hasUnreadElsewhere,
  isDirect,
  isForum,
  isThread,
  parentOf,
  threadsOf,
  topChannels,
} from './state.js';
import { t, translate } from './wording.js';

/**
 * @import { APIChannel } from 'discord-api-types/v10'
 * @import { State } from './state.js'
 *
 * @typedef {object} Navigation
 * @property {State} state
 * @property {(id: string) => void} openChannel
 * @property {(id: string) => void} become
 * @property {(open: boolean) => void} drawer
 * @property {() => void} help
 * @property {() => void} theme
 */

/** @param {Navigation} navigation */
export function renderSidebar(navigation) {
  const { state } = navigation;
  const focused =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const sidebar = byId('sidebar');
  fill(
    sidebar,
    h(
      'div',
      { class: 'server' },
      h('h1', {}, translate(state.server.name)),
      iconButton('close', t('Close the channel list'), () => navigation.drawer(false), {
        class: 'icon-button phone',
      }),
    ),
    h(
      'nav',
      { class: 'channels', 'aria-label': t('Channels') },
      h(
        'ul',
        {},
        topChannels(state).map(channel => channelItem(channel, navigation)),
      ),
    ),
    state.bot && botLine(state),
    switcher(navigation),
  );
  if (focused)
    /** @type {HTMLElement | null} */ (sidebar.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
}

/** @type {(channel: APIChannel, navigation: Navigation) => HTMLLIElement} */
function channelItem(channel, navigation) {
  const threads = threadsOf(navigation.state, channel.id);
  return h(
    'li',
    {},
    channelButton(channel, navigation),
    threads.length > 0 &&
      h(
        'ul',
        { class: 'threads', 'aria-label': t('Threads of {channel}', { channel: channelName(channel) }) },
        threads.map(thread => h('li', {}, channelButton(thread, navigation))),
      ),
  );
}

/** @type {(channel: APIChannel, navigation: Navigation) => HTMLButtonElement} */
function channelButton(channel, { state, openChannel }) {
  const current = state.current === channel.id;
  const unread = state.unread.has(channel.id) && !current;
  return h(
    'button',
    {
      class: ['channel', current && 'current', unread && 'unread'],
      'data-key': `channel ${channel.id}`,
      'aria-current': current && 'page',
      title: channelName(channel),
      onclick: () => openChannel(channel.id),
    },
    isThread(channel) ? h('span', { class: 'elbow' }) : channelIcon(channel),
    h('span', { class: 'channel-name' }, channelName(channel)),
    unread && h('span', { class: 'hidden-text' }, t(', new messages')),
  );
}

/** @param {APIChannel | undefined} channel */
function channelIcon(channel) {
  return icon(isDirect(channel) ? 'at' : isForum(channel) ? 'thread' : 'hash');
}

/** @param {State} state */
function botLine({ bot, botOnline }) {
  if (!bot) return null;
  const face = h('span', { class: botOnline ? 'face online' : 'face' }, avatar(bot));
  return h(
    'div',
    { class: 'bot-line' },
    face,
    h('span', {}, nameOf(bot), h('small', {}, t(botOnline ? 'Online' : 'Offline'))),
    h('span', { class: 'tag' }, 'APP'),
  );
}

/**
 * The current member, and the other members to switch to.
 *
 * @param {Navigation} navigation
 */
function switcher({ state, become, theme, help }) {
  const buttons = state.members.map(member => {
    const own = member.user.id === state.me?.user.id;
    return h(
      'button',
      {
        class: ['member', own && 'current'],
        'data-key': `member ${member.user.id}`,
        'aria-pressed': String(own),
        onclick: () => become(member.user.id),
      },
      h('span', { class: 'face online' }, avatar(member.user)),
      h(
        'span',
        { class: 'member-text' },
        h('b', {}, nameOf(member.user)),
        h('small', {}, translate(member.note)),
      ),
      own ? h('span', { class: 'you' }, t('You')) : h('span', { class: 'become' }, t('Switch')),
    );
  });
  return h(
    'div',
    { class: 'switcher', role: 'group', 'aria-label': t('Who you are') },
    h(
      'div',
      { class: 'switcher-head' },
      h('h2', {}, t('You are')),
      iconButton('theme', t('Light or dark'), theme, { 'data-key': 'theme', title: t('Light or dark') }),
      iconButton('help', t('What is this?'), help, { 'data-key': 'help', title: t('What is this?') }),
    ),
    buttons,
  );
}

/** @param {Navigation} navigation */
export function renderHeader({ state, openChannel, drawer }) {
  const channel = currentChannel(state);
  const parent = channel && isThread(channel) ? state.channels.get(parentOf(channel) ?? '') : undefined;
  const unread = hasUnreadElsewhere(state);
  const label = t(unread ? 'Channels and members, new messages' : 'Channels and members');
  const menu = iconButton('menu', label, () => drawer(true), {
    class: ['icon-button phone', unread && 'dotted'],
  });
  fill(byId('header'), menu, parent ? threadTitle(channel, parent, openChannel) : channelTitle(channel));
}

/** @param {APIChannel | undefined} channel */
function channelTitle(channel) {
  const topic = channel && 'topic' in channel ? channel.topic : null;
  return h(
    'div',
    { class: 'title' },
    channelIcon(channel),
    h('h2', {}, channelName(channel)),
    topic && h('p', { class: 'topic', title: topic }, topic),
  );
}

/**
 * @param {APIChannel | undefined} channel
 * @param {APIChannel} parent
 * @param {(id: string) => void} openChannel
 */
function threadTitle(channel, parent, openChannel) {
  const name = channelName(parent);
  return h(
    'div',
    { class: 'title' },
    h(
      'button',
      {
        class: 'crumb',
        'aria-label': t('Back to #{channel}', { channel: name }),
        onclick: () => openChannel(parent.id),
      },
      icon('back'),
      h('span', {}, `#${name}`),
    ),
    icon('thread'),
    h('h2', { title: channelName(channel) }, channelName(channel)),
  );
}
