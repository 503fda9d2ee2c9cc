// @ts-check
import { h, webLink } from './dom.js';
import { parse } from './markdown.js';
import { formatTime } from './time.js';
import { t } from './wording.js';

/**
 * @import { Span } from './markdown.js'
 *
 * @typedef {object} Names resolves the mentions in a text
 * @property {(id: string) => string | null} user
 * @property {(id: string) => string | null} role
 * @property {(id: string) => { name: string, thread: boolean } | null} channel
 * @property {(id: string) => void} openChannel
 * @property {(channel: string, id: string) => void} openMessage
 * @property {(command: string) => void} useCommand
 */

/**
 * Renders text in Discord's markdown as nodes.
 *
 * @param {string} text
 * @param {Names} names
 * @returns {Node[]}
 */
export function formatted(text, names) {
  return parse(text).map(span => show(span, names));
}

/** @type {Record<string, 'strong' | 'em' | 'u' | 's'>} */
const tags = { strong: 'strong', em: 'em', underline: 'u', strike: 's' };

/** @type {(span: Span, names: Names) => Node} */
function show(span, names) {
  const inside = (/** @type {Span[]} */ children) => children.map(child => show(child, names));
  switch (span.kind) {
    case 'text':
      return document.createTextNode(span.text);
    case 'break':
      return h('br');
    case 'strong':
    case 'em':
    case 'underline':
    case 'strike':
      return h(tags[span.kind] ?? 'span', {}, inside(span.children));
    case 'spoiler':
      return spoiler(inside(span.children));
    case 'quote':
      return h('blockquote', {}, h('span', { class: 'quote-bar' }), h('div', {}, inside(span.children)));
    case 'subtext':
      return h('small', { class: 'subtext' }, inside(span.children));
    case 'heading':
      return h(
        'div',
        { class: `heading level-${span.level}`, role: 'heading', 'aria-level': span.level + 3 },
        inside(span.children),
      );
    case 'list':
      return h(
        span.ordered ? 'ol' : 'ul',
        span.ordered ? { start: span.start } : {},
        span.items.map(item => h('li', {}, inside(item))),
      );
    case 'code':
      return h('code', {}, span.text);
    case 'block':
      return h('pre', { tabindex: 0 }, h('code', {}, span.text));
    case 'link':
      return webLink(span.url, { title: span.url }, inside(span.children));
    case 'user':
      return h('span', { class: 'mention' }, `@${names.user(span.id) ?? t('unknown-user')}`);
    case 'role':
      return h('span', { class: 'mention' }, `@${names.role(span.id) ?? t('deleted-role')}`);
    case 'channel':
      return channelMention(span.id, names);
    case 'message':
      return messageMention(span, names);
    case 'emoji':
      return document.createTextNode(`:${span.name}:`);
    case 'command':
      return h('button', { class: 'mention', onclick: () => names.useCommand(span.name) }, `/${span.name}`);
    case 'time':
      return timeMark(span.seconds, span.style);
  }
}

/** @param {Node[]} children */
function spoiler(children) {
  const hidden = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': t('Spoiler, press to show') },
    h('span', {}, children),
  );
  const reveal = () => {
    hidden.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) hidden.removeAttribute(name);
  };
  hidden.addEventListener('click', event => {
    if (!hidden.classList.contains('shown')) event.preventDefault();
    reveal();
  });
  hidden.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') reveal();
  });
  return hidden;
}

/** @type {(id: string, names: Names) => HTMLSpanElement} */
function channelMention(id, names) {
  const channel = names.channel(id);
  if (!channel) return h('span', { class: 'mention' }, `#${t('unknown')}`);
  return h('button', { class: 'mention', onclick: () => names.openChannel(id) }, placeName(channel));
}

/**
 * A link to a message of this server opens that message; any other remains an ordinary link.
 *
 * @param {{ channel: string, id: string, url: string }} span
 * @param {Names} names
 */
function messageMention({ channel: channelId, id, url }, names) {
  const channel = names.channel(channelId);
  if (!channel) return webLink(url, { title: url }, url);
  const open = () => names.openMessage(channelId, id);
  const label = t('{channel} › message', { channel: placeName(channel) });
  return h('button', { class: 'mention', title: t('Go to the message'), onclick: open }, label);
}

/** @param {{ name: string, thread: boolean }} channel */
function placeName({ name, thread }) {
  return thread ? name : `#${name}`;
}

/** @type {(seconds: number, style: string) => HTMLTimeElement} */
function timeMark(seconds, style) {
  const date = new Date(seconds * 1000);
  return h(
    'time',
    { class: 'time-mark', datetime: date.toISOString(), title: formatTime(date, 'F') },
    formatTime(date, style),
  );
}
