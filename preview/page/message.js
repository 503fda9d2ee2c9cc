// @ts-check
import { appsButton, openApps } from './apps.js';
import { showAll } from './components.js';
import { avatar, h, icon, iconButton, nameOf } from './dom.js';
import { picture, showEmbed } from './embed.js';
import { excerpt } from './excerpt.js';
import { formatted } from './text.js';
import { threadCard } from './thread-card.js';
import { formatStamp, formatTime, startOfDay } from './time.js';
import { phrase, t } from './wording.js';

/**
 * @import { APIChannel, APIMessage, APIUser } from 'discord-api-types/v10'
 * @import { Act } from '../src/protocol.ts'
 * @import { Names } from './text.js'
 *
 * @typedef {object} View what messages need from the page
 * @property {Names} names
 * @property {() => { id: string, name: string }[]} users
 * @property {() => { id: string, name: string, type: number }[]} channels
 * @property {() => { id: string, name: string }[]} roles
 * @property {(message: APIMessage) => APIMessage | null} answered the message that this one replies to, if
 * known
 * @property {(message: APIMessage) => { channel: APIChannel, count: number, last: APIMessage | null } | null}
 * thread
 * @property {(id: string) => HTMLElement | null} card the card of a thread
 * @property {(id: string) => void} openChannel
 * @property {(message: APIMessage, element: HTMLElement, act: Act) => void} press
 * @property {(message: APIMessage) => void} dismiss
 * @property {(message: APIMessage) => void} reply
 * @property {() => { name: string, shown: string }[]} menu what the bot offers to do with a message, with the
 * name in the member's language
 */

const type = { reply: 19, threadCreated: 18, threadStarter: 21 };
const grouped = 7 * 60_000;

/**
 * Whether a message is shown below the previous one without a header of its own: same author, within seven
 * minutes.
 *
 * @param {APIMessage} message
 * @param {APIMessage | undefined} before
 */
export function continues(message, before) {
  if (
    !before ||
    before.author.id !== message.author.id ||
    !isPlain(message) ||
    before.type === type.threadCreated
  )
    return false;
  const times = [Date.parse(before.timestamp), Date.parse(message.timestamp)];
  return (
    (times[1] ?? 0) - (times[0] ?? 0) < grouped &&
    isEphemeral(before) === isEphemeral(message) &&
    isSameDay(message, before)
  );
}

/** @param {APIMessage} message */
function isPlain(message) {
  return message.type === 0 && !message.interaction_metadata && !message.message_reference;
}

/** @type {(message: APIMessage, other: APIMessage) => boolean} */
export function isSameDay(message, other) {
  return startOfDay(new Date(message.timestamp)) === startOfDay(new Date(other.timestamp));
}

/** @param {number} bit */
function hasFlag(bit) {
  return (/** @type {APIMessage} */ { flags }) => ((flags ?? 0) & bit) !== 0;
}

export const isEphemeral = hasFlag(64);
const isLoading = hasFlag(128);
const isLaidOut = hasFlag(1 << 15);

/**
 * @param {APIMessage} message
 * @param {View} view
 * @param {{ compact: boolean, own: boolean }} how
 * @returns {HTMLElement} a list item
 */
export function showMessage(message, view, { compact, own }) {
  if (message.type === type.threadCreated) return showThreadCreated(message, view);
  const starter = message.type === type.threadStarter ? view.answered(message) : null;
  const shown = starter ?? message;
  return h(
    'li',
    {
      class: ['message', compact && 'compact', isEphemeral(message) && 'ephemeral', own && 'own'],
      'data-id': message.id,
      'aria-label': `${nameOf(shown.author)}, ${formatStamp(new Date(shown.timestamp))}`,
      oncontextmenu: openApps,
    },
    !starter && origin(message, view),
    h('div', { class: 'gutter' }, compact ? stamp(message, 't') : avatar(shown.author)),
    h(
      'div',
      { class: 'body' },
      !compact && head(shown),
      content(shown, view),
      threadCard(message, view),
      isEphemeral(message) && ephemeralNote(() => view.dismiss(message)),
    ),
    !isEphemeral(message) && !isLoading(message) && actions(message, view),
  );
}

/** @param {APIMessage} message */
function head(message) {
  return h(
    'h3',
    { class: 'head' },
    h('span', { class: message.author.bot ? 'author bot' : 'author' }, nameOf(message.author)),
    message.author.bot && h('span', { class: 'tag' }, 'APP'),
    stamp(message, ''),
  );
}

/**
 * @param {APIMessage} message
 * @param {string} style empty for a stamp with the day
 */
function stamp({ timestamp }, style) {
  const date = new Date(timestamp);
  const text = style ? formatTime(date, style) : formatStamp(date);
  return h('time', { class: 'stamp', datetime: date.toISOString(), title: formatTime(date, 'F') }, text);
}

/**
 * The line above a message: who used which command, or what it replies to.
 *
 * @param {APIMessage} message
 * @param {View} view
 */
function origin(message, view) {
  const name = commandName(message);
  const user = message.interaction_metadata?.user ?? message.interaction?.user;
  if (user && name) return showUse(user, isFromMenu(message) ? name : `/${name}`);
  if (message.type !== type.reply) return null;
  const answered = view.answered(message);
  if (!answered) return h('div', { class: 'origin' }, h('i', {}, t('Original message was deleted')));
  return h(
    'button',
    {
      class: 'origin',
      'aria-label': t('Replies to {who}', { who: nameOf(answered.author) }),
      onclick: () => showOriginal(answered.id),
    },
    avatar(answered.author),
    h('b', {}, nameOf(answered.author)),
    h('span', { class: 'excerpt' }, excerpt(answered)),
  );
}

/**
 * The line that says who used which command.
 *
 * @param {APIUser} user
 * @param {string} command
 */
export function showUse(user, command) {
  const parts = { who: h('b', {}, nameOf(user)), command: h('span', { class: 'mention' }, command) };
  return h('div', { class: 'origin' }, avatar(user), phrase('{who} used {command}', parts));
}

/**
 * Discord still sends the deprecated `interaction` beside `interaction_metadata`, and only it has the
 * command's name.
 *
 * @param {APIMessage} message
 */
function commandName(message) {
  const metadata = /** @type {{ name?: string } | undefined} */ (message.interaction_metadata);
  return message.interaction?.name ?? metadata?.name ?? '';
}

/** @param {APIMessage} message */
function isFromMenu({ interaction_metadata: metadata }) {
  return metadata !== undefined && 'target_message_id' in metadata;
}

/** @param {string} id */
export function showOriginal(id) {
  const element = document.querySelector(`[data-id="${CSS.escape(id)}"]`);
  element?.scrollIntoView({ block: 'center' });
  element?.animate([{ background: 'var(--flash)' }, { background: 'transparent' }], 1200);
}

/** @type {(message: APIMessage, view: View) => (false | Node)[] | HTMLDivElement} */
function content(message, view) {
  if (isLoading(message)) {
    return h('div', { class: 'thinking' }, dots(), t('{who} is thinking…', { who: nameOf(message.author) }));
  }
  return [
    message.content !== '' &&
      h(
        'div',
        { class: 'content formatted' },
        formatted(message.content, view.names),
        message.edited_timestamp &&
          h(
            'span',
            { class: 'edited', title: formatStamp(new Date(message.edited_timestamp)) },
            ` ${t('(edited)')}`,
          ),
      ),
    // a message made of components shows only the attachments that they refer to
    ...(isLaidOut(message) ? [] : (message.attachments ?? [])).map(attachment =>
      h(
        'div',
        { class: 'attachment' },
        picture(attachment.url, attachment.description || attachment.filename),
      ),
    ),
    ...(message.embeds ?? []).map(embed => showEmbed(embed, view.names)),
    ...showAll(message.components, message, view),
  ];
}

/** Three moving dots that show that somebody is typing. */
export function dots() {
  return h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
}

/**
 * The line below what only this member sees.
 *
 * @param {() => void} dismiss
 */
export function ephemeralNote(dismiss) {
  return h(
    'div',
    { class: 'only-you' },
    icon('eye'),
    h('span', {}, t('Only you can see this')),
    ' • ',
    h('button', { class: 'text-link', onclick: dismiss }, t('Dismiss message')),
  );
}

/** @type {(message: APIMessage, view: View) => HTMLDivElement} */
function actions(message, view) {
  const label = t('Reply to {who}', { who: nameOf(message.author) });
  const reply = iconButton('reply', label, () => view.reply(message), { title: t('Reply') });
  return h('div', { class: 'actions' }, reply, appsButton(message, view));
}

/** @type {(message: APIMessage, view: View) => HTMLLIElement} */
function showThreadCreated(message, view) {
  return h(
    'li',
    { class: 'message system', 'data-id': message.id },
    h('div', { class: 'gutter' }, icon('thread')),
    h(
      'div',
      { class: 'body' },
      h(
        'div',
        { class: 'head' },
        phrase('{who} started a thread', { who: h('span', { class: 'author' }, nameOf(message.author)) }),
        ' ',
        stamp(message, ''),
      ),
      threadCard(message, view) ?? h('div', { class: 'content' }, message.content),
    ),
  );
}
