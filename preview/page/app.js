// @ts-check
import { createComposer } from './composer.js';
import { connect } from './connection.js';
import { byId, h, nameOf } from './dom.js';
import { showOriginal } from './message.js';
import { createMessages } from './messages.js';
import { showModal } from './modal.js';
import { renderHeader, renderSidebar } from './sidebar.js';
import {
  apply,
  channelName,
  createState,
  currentChannel,
  findUser,
  hasUnreadElsewhere,
  isThread,
  listUsers,
  messagesOf,
  signedName,
} from './state.js';
import { toggleTheme } from './theme.js';
import { showCard } from './thread-card.js';
import { createTyping } from './typing.js';
import { createWaiting } from './waiting.js';
import { createWelcome } from './welcome.js';
import { language, t, translate } from './wording.js';

/**
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { Act, Event } from '../src/protocol.ts'
 * @import { Entry } from './commands.js'
 * @import { View } from './message.js'
 * @import { Sent } from './messages.js'
 */

const state = createState();
/** @type {Map<string, Sent>} */
const sent = new Map();
const { wait, settle, settleAll, isWaiting } = createWaiting();
const typing = createTyping(renderTyping);
let connected = false;
/** @type {string | null} */
let memberId = place().member;
state.current = place().channel;

const connection = connect({
  member: () => memberId,
  onEvent: receive,
  onState: next => {
    connected = next === 'open';
    renderBanner();
  },
  forget: () => {
    memberId = null;
  },
});
const composer = createComposer({
  state,
  act: connection.act,
  upload: connection.upload,
  onCommand: awaitCommand,
});
const welcome = createWelcome({ state, prefill: composer.prefill });

/** @type {View} */
const view = {
  names: {
    user: id => {
      const user = findUser(state, id);
      return user && nameOf(user);
    },
    role: id => state.roles.find(role => role.id === id)?.name ?? null,
    channel: id => {
      const channel = state.channels.get(id);
      return channel ? { name: channelName(channel), thread: isThread(channel) } : null;
    },
    openChannel,
    openMessage,
    useCommand: composer.prefill,
  },
  users: () => listUsers(state).map(user => ({ id: user.id, name: nameOf(user) })),
  channels: () =>
    [...state.channels.values()]
      .filter(channel => !isThread(channel))
      .map(channel => ({ id: channel.id, name: channelName(channel), type: channel.type })),
  roles: () => state.roles,
  answered: message => {
    const { message_id: id = '', channel_id: channel = message.channel_id } = message.message_reference ?? {};
    return state.messages.get(channel)?.get(id) ?? message.referenced_message ?? null;
  },
  thread: findThread,
  card: id => {
    const thread = describeThread(id);
    return thread && showCard(thread, view);
  },
  openChannel,
  press,
  dismiss,
  reply: composer.reply,
  menu: () =>
    state.commands
      .filter(command => command.type === 3)
      .map(({ name, name_localized: shown = name }) => ({ name, shown })),
};
const messages = createMessages({ state, view, sent, forgetSent });
const navigation = { state, openChannel, become, drawer, help: welcome.toggle, theme: toggleTheme };

/** @param {Event} event */
function receive(event) {
  apply(state, event);
  if (event.type === 'snapshot') {
    memberId = event.me.user.id;
    // Anything answered while the connection was lost is in the snapshot; no event will follow for it.
    settleAll();
    rememberPlace();
    renderAll();
  } else if (event.type === 'message' || event.type === 'message delete') {
    if (event.type === 'message') typing.stop(event.message.author.id, event.message.channel_id);
    messages.render();
    renderNavigation();
  } else if (event.type === 'channel' || event.type === 'channel delete') renderAll();
  else if (event.type === 'commands') welcome.render();
  else if (event.type === 'bot') {
    renderBanner();
    renderNavigation();
  } else if (event.type === 'typing') typing.start(event.user, event.channel_id);
  else if (event.type === 'modal') openModal(event);
  else if (event.type === 'interaction') settle(event.id, event.state);
}

function renderAll() {
  renderBanner();
  renderNavigation();
  composer.render();
  welcome.render();
  messages.render();
  renderTyping();
}

function renderNavigation() {
  renderSidebar(navigation);
  renderHeader(navigation);
  const unread = hasUnreadElsewhere(state) ? '• ' : '';
  document.title = `${unread}${signedName(currentChannel(state))} | ${translate(state.server.name)}`;
}

function renderBanner() {
  const banner = byId('banner');
  const bot = state.bot ? nameOf(state.bot) : t('The bot');
  banner.hidden = connected && state.botOnline;
  banner.classList.toggle('lost', !connected);
  banner.textContent = connected
    ? t('{bot} is offline. What you write is kept, but nobody answers until it is back.', { bot })
    : t('No connection to the preview. Is it still running? This page connects again by itself.');
}

/** @param {string} id */
function openChannel(id) {
  if (!state.channels.has(id)) return;
  state.current = id;
  state.unread.delete(id);
  drawer(false);
  rememberPlace();
  renderAll();
  if (matchMedia('(hover: hover)').matches) composer.focus();
}

/** @type {(channelId: string, id: string) => void} */
function openMessage(channelId, id) {
  openChannel(channelId);
  showOriginal(id);
}

/** @param {string} id */
function become(id) {
  drawer(false);
  if (id === memberId) return;
  memberId = id;
  sent.clear();
  connection.open();
}

/** @param {boolean} open */
function drawer(open) {
  const app = byId('app');
  if (app.classList.contains('drawer-open') === open) return;
  app.classList.toggle('drawer-open', open);
  const to = open ? app.querySelector('.sidebar button') : app.querySelector('.header button');
  if (to instanceof HTMLElement) to.focus();
}

/**
 * The thread started from a message: it has the message's id, or the message refers to it.
 *
 * @param {APIMessage} message
 */
function findThread(message) {
  const id = message.type === 18 ? message.message_reference?.channel_id : (message.thread?.id ?? message.id);
  return id === undefined || id === message.channel_id ? null : describeThread(id);
}

/** @param {string} id */
function describeThread(id) {
  const channel = state.channels.get(id);
  if (!channel || !isThread(channel)) return null;
  const said = messagesOf(state, channel.id).filter(({ type }) => type !== 21);
  return { channel, count: said.length, last: said.at(-1) ?? null };
}

/**
 * @param {Entry} entry
 * @param {{ interaction_id: string }} outcome
 */
function awaitCommand(entry, { interaction_id: id }) {
  if (!state.me || !state.current) return;
  // Somebody who has used a command knows how; leave the space to the answer.
  welcome.close();
  const command = { id, channelId: state.current, label: entry.label, user: state.me.user, failed: false };
  wait(id, result => {
    if (result === 'failed') sent.set(id, { ...command, failed: true });
    else sent.delete(id);
    messages.render();
  });
  if (isWaiting(id)) sent.set(id, command);
  messages.render();
}

/** @param {string} id */
function forgetSent(id) {
  sent.delete(id);
  messages.render();
}

/**
 * @param {APIMessage} message
 * @param {HTMLElement} element the button or menu that was used
 * @param {Act} act
 */
async function press(message, element, act) {
  if (element.classList.contains('waiting')) return;
  element.classList.add('waiting');
  element.setAttribute('aria-busy', 'true');
  const outcome = await connection.act(act);
  const done = (/** @type {string} */ failure) => {
    element.classList.remove('waiting');
    element.removeAttribute('aria-busy');
    showFailure(message, failure);
  };
  if ('error' in outcome) done(outcome.error);
  else if ('interaction_id' in outcome)
    wait(outcome.interaction_id, result => done(result === 'failed' ? t('This interaction failed') : ''));
  else done('');
}

/**
 * @param {APIMessage} message
 * @param {string} failure empty if nothing failed
 */
function showFailure(message, failure) {
  const body = document.querySelector(`[data-id="${CSS.escape(message.id)}"] .body`);
  body?.querySelector('.failure')?.remove();
  if (!failure || !body) return;
  body.append(h('div', { class: 'failure', role: 'alert' }, failure));
}

/** @param {APIMessage} message */
async function dismiss(message) {
  const outcome = await connection.act({ do: 'dismiss', message_id: message.id });
  if ('error' in outcome) return composer.complain(outcome.error);
  receive({ type: 'message delete', channel_id: message.channel_id, id: message.id });
}

/** @param {Extract<Event, { type: 'modal' }>} modal */
function openModal(modal) {
  settle(modal.interaction_id, 'answered');
  showModal(modal, {
    view,
    upload: connection.upload,
    submit: async fields => {
      const outcome = await connection.act({
        do: 'modal',
        interaction_id: modal.interaction_id,
        custom_id: modal.custom_id,
        fields,
      });
      if ('error' in outcome) return outcome.error;
      if ('interaction_id' in outcome) {
        wait(
          outcome.interaction_id,
          result => result === 'failed' && composer.complain(t('The application did not respond')),
        );
      }
      return null;
    },
  });
}

function renderTyping() {
  composer.showTyping(typing.listIn(state.current).filter(({ id }) => id !== memberId));
}

/** Member and channel are in the address, for reloads, bookmarks and a second window. */
function place() {
  const values = new URLSearchParams(location.hash.slice(1));
  return { member: values.get('member'), channel: values.get('channel') };
}

function rememberPlace() {
  const hash = `#${new URLSearchParams({ member: memberId ?? '', channel: state.current ?? '' })}`;
  if (location.hash === hash) return;
  if (place().channel === null) history.replaceState(null, '', hash);
  else history.pushState(null, '', hash);
}

addEventListener('popstate', () => {
  const { member, channel } = place();
  if (channel && state.channels.has(channel)) {
    state.current = channel;
    state.unread.delete(channel);
    renderAll();
  }
  if (member) become(member);
});

addEventListener('keydown', event => {
  if (event.key === 'Escape') drawer(false);
  // as in Discord, what is typed outside of a field is a message
  else if (isTyping(event) && isOutsideFields(document.activeElement)) composer.focus();
});

/** @param {KeyboardEvent} event */
const isTyping = ({ key, ctrlKey, metaKey, altKey }) =>
  key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;

/** @param {Element | null} element */
const isOutsideFields = element =>
  element === document.body || (element?.matches('button:not([role], [aria-haspopup])') ?? false);

/** Translates what index.html says. */
function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.body.querySelectorAll('[aria-label]'))
    element.setAttribute('aria-label', translate(element.getAttribute('aria-label') ?? ''));
  for (const id of ['skip', 'jump']) byId(id).textContent = translate(byId(id).textContent ?? '');
}

// the address keeps the member and the channel, so the link must not change it
byId('skip').addEventListener('click', event => {
  event.preventDefault();
  composer.focus();
});
byId('scrim').addEventListener('click', () => drawer(false));
translatePage();
connection.open();
