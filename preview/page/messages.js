// @ts-check
import { avatar, byId, fill, h, icon, nameOf } from './dom.js';
import { continues, dots, ephemeralNote, isEphemeral, isSameDay, showMessage, showUse } from './message.js';
import { channelName, isDirect, isForum, isThread, messagesOf, threadsOf } from './state.js';
import { formatTime } from './time.js';
import { t } from './wording.js';

/**
 * @import { APIMessage, APIUser } from 'discord-api-types/v10'
 * @import { State } from './state.js'
 * @import { View } from './message.js'
 *
 * @typedef {object} Sent a command sent from this page that the bot has not answered yet, or failed to answer
 * @property {string} id of the interaction
 * @property {string} channelId
 * @property {string} label
 * @property {APIUser} user
 * @property {boolean} failed
 */

/** How close to the end, in pixels, the list must be scrolled for it to follow new messages. */
const nearEnd = 120;
/** For how long (milliseconds) a channel that was just opened is not read aloud. */
const quiet = 1000;

/** @param {Element} row */
const controlsOf = row => [...row.querySelectorAll('button, a[href], input')];

/** @param {Element} control */
const labelOf = control => control.getAttribute('aria-label') ?? control.textContent;

/**
 * The list of messages. `render` redraws the current channel and keeps elements that have not changed.
 *
 * @param {{ state: State, view: View, sent: Map<string, Sent>, forgetSent: (id: string) => void }} options
 */
export function createMessages({ state, view, sent, forgetSent }) {
  const list = byId('messages');
  const scroller = byId('scroller');
  const jump = byId('jump');
  /** @type {Map<string, { key: unknown[], element: HTMLElement }>} */
  let drawn = new Map();
  let drawnFor = '';
  let following = true;
  // The list's height after it last scrolled itself, whose scroll events say nothing about the reader.
  let lastHeight = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hushed;

  scroller.addEventListener('scroll', () => {
    if (scroller.scrollHeight !== lastHeight) return;
    following = distance() < nearEnd;
    if (following) jump.hidden = true;
  });
  jump.addEventListener('click', () => {
    following = true;
    follow();
  });
  const observer = new ResizeObserver(follow);
  observer.observe(list);
  observer.observe(scroller);

  function distance() {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  }

  function follow() {
    if (following) scroller.scrollTop = scroller.scrollHeight;
    lastHeight = scroller.scrollHeight;
    if (following) jump.hidden = true;
  }

  function render() {
    const channelId = state.current;
    const shownFor = `${state.me?.user.id} ${channelId}`;
    if (shownFor !== drawnFor) {
      drawn = new Map();
      following = true;
      drawnFor = shownFor;
    }
    if (!channelId) return fill(list);
    const messages = messagesOf(state, channelId);
    if (!messages.some(message => drawn.get(message.id)?.key[0] === message)) hush();
    const fresh = messages.some(message => !drawn.has(message.id)) && drawn.size > 0;
    const rows = messages.flatMap((message, index) => row(message, messages[index - 1]));
    const focused = findFocused();
    place([beginning(channelId), ...posts(channelId), ...rows, ...unanswered(channelId)]);
    if (focused) refocus(focused);
    for (const id of [...drawn.keys()]) if (!messages.some(message => message.id === id)) drawn.delete(id);
    if (fresh && isForMe(messages.at(-1))) following = true;
    if (fresh && !following) jump.hidden = false;
    follow();
  }

  /**
   * Keeps screen readers from reading a whole channel aloud when it is opened or shown again: only what comes
   * afterwards is news.
   */
  function hush() {
    list.setAttribute('aria-live', 'off');
    clearTimeout(hushed);
    hushed = setTimeout(() => list.setAttribute('aria-live', 'polite'), quiet);
  }

  /**
   * The button or field of a message that has the focus: a message that changes is drawn anew.
   *
   * @returns {{ element: Element, message: string | undefined, at: number } | null}
   */
  function findFocused() {
    const element = document.activeElement;
    const message = element?.closest('li.message');
    if (!element || !(message instanceof HTMLElement) || !list.contains(message)) return null;
    return { element, message: message.dataset.id, at: controlsOf(message).indexOf(element) };
  }

  /**
   * Gives the focus back to the same control of a message that was drawn anew, else to what took its place;
   * where the message is gone, to the list.
   *
   * @param {{ element: Element, message: string | undefined, at: number }} focused
   */
  function refocus({ element, message, at }) {
    if (list.contains(element)) return;
    const row = message && list.querySelector(`[data-id="${CSS.escape(message)}"]`);
    const controls = row ? controlsOf(row) : [];
    const same = controls.filter(control => labelOf(control) === labelOf(element));
    const near = [
      ...controls.slice(at, at + 1),
      ...controls.slice(0, Math.max(at, 0)).reverse(),
      ...controls,
    ];
    const next = [...same, ...near].find(control => !control.matches(':disabled')) ?? scroller;
    /** @type {HTMLElement} */ (next).focus({ preventScroll: true });
  }

  /**
   * Whether the member is waiting for this message: their own, or the answer to their interaction.
   *
   * @param {APIMessage | undefined} message
   */
  function isForMe(message) {
    const me = state.me?.user.id;
    return (
      message !== undefined &&
      (isEphemeral(message) || [message.author.id, message.interaction_metadata?.user.id].includes(me))
    );
  }

  /**
   * Puts the rows in order without moving any that are already in place, which keeps the focus and open
   * menus.
   *
   * @param {HTMLElement[]} rows
   */
  function place(rows) {
    const wanted = new Set(rows);
    for (const child of [...list.children])
      if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
    for (const [index, element] of rows.entries())
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  }

  /** @type {(message: APIMessage, before: APIMessage | undefined) => HTMLElement[]} */
  function row(message, before) {
    const compact = continues(message, before);
    const thread = view.thread(message);
    const key = [message, compact, thread?.channel, thread?.count, thread?.last, view.answered(message)];
    const known = drawn.get(message.id);
    const same = known?.key.length === key.length && known.key.every((part, index) => part === key[index]);
    const element =
      known && same
        ? known.element
        : showMessage(message, view, { compact, own: message.author.id === state.me?.user.id });
    drawn.set(message.id, { key, element });
    return before && isSameDay(message, before) ? [element] : [dayLine(message), element];
  }

  /** @param {APIMessage} message */
  function dayLine(message) {
    return h(
      'li',
      { class: 'day-line', role: 'separator' },
      h('span', {}, formatTime(new Date(message.timestamp), 'D')),
    );
  }

  /** @param {string} channelId */
  function beginning(channelId) {
    const channel = state.channels.get(channelId);
    const thread = isThread(channel);
    const name = channelName(channel);
    const says = explain(channelId);
    return h(
      'li',
      { class: 'beginning' },
      h('span', { class: 'badge' }, icon(isDirect(channel) ? 'at' : thread ? 'thread' : 'hash')),
      h('h2', {}, thread || isDirect(channel) ? name : t('Welcome to #{channel}', { channel: name })),
      h('p', {}, says),
    );
  }

  /** @param {string} channelId */
  function explain(channelId) {
    const channel = state.channels.get(channelId);
    const bot = state.bot ? nameOf(state.bot) : t('the bot');
    if (isDirect(channel))
      return t('These are your direct messages with {bot}. What you write here is a question to it.', {
        bot,
      });
    if (isForum(channel))
      return t(
        'This is a forum: every post is a thread of its own. To open one, use /discuss in a channel and choose this forum.',
      );
    if (isThread(channel)) return t('This is a thread. What you write here, {bot} can answer.', { bot });
    return t('This is the start of the #{channel} channel. Type / below to see what {bot} can do.', {
      channel: channelName(channel),
      bot,
    });
  }

  /**
   * The posts of a forum.
   *
   * @param {string} channelId
   */
  function posts(channelId) {
    if (!isForum(state.channels.get(channelId))) return [];
    return threadsOf(state, channelId).map(thread =>
      h(
        'li',
        { class: 'message system' },
        h('div', { class: 'gutter' }, icon('thread')),
        h('div', { class: 'body' }, view.card(thread.id)),
      ),
    );
  }

  /** @param {string} channelId */
  function unanswered(channelId) {
    return [...sent.values()].filter(other => other.channelId === channelId).map(showSent);
  }

  /** @param {Sent} command */
  function showSent({ id, label, user, failed }) {
    const bot = state.bot;
    return h(
      'li',
      { class: ['message sent', failed && 'failed'] },
      showUse(user, label),
      h('div', { class: 'gutter' }, bot && avatar(bot)),
      h(
        'div',
        { class: 'body' },
        h(
          'div',
          { class: 'head' },
          h('span', { class: 'author bot' }, bot ? nameOf(bot) : 'Bot'),
          h('span', { class: 'tag' }, 'APP'),
        ),
        ...(failed
          ? [
              h(
                'div',
                { class: 'failure', role: 'alert' },
                icon('warning'),
                t('The application did not respond'),
              ),
              ephemeralNote(() => forgetSent(id)),
            ]
          : [h('div', { class: 'thinking' }, dots(), t('Sending command…'))]),
      ),
    );
  }

  return { render };
}
