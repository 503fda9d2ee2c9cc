// @ts-check
import { avatar, h, icon, nameOf } from './dom.js';
import { excerpt } from './excerpt.js';
import { t } from './wording.js';

/**
 * @import { APIChannel, APIMessage } from 'discord-api-types/v10'
 * @import { View } from './message.js'
 */

/**
 * The card below a message that started a thread.
 *
 * @param {APIMessage} message
 * @param {View} view
 */
export function threadCard(message, view) {
  const thread = view.thread(message);
  return thread ? showCard(thread, view) : null;
}

/**
 * @param {{ channel: APIChannel, count: number, last: APIMessage | null }} thread
 * @param {Pick<View, 'openChannel'>} view
 */
export function showCard({ channel, count, last }, view) {
  return h(
    'button',
    { class: 'thread-card', onclick: () => view.openChannel(channel.id) },
    h(
      'span',
      { class: 'thread-line' },
      icon('thread'),
      h('b', {}, channel.name ?? t('Thread')),
      h('span', { class: 'thread-count' }, counted(count), ' ›'),
    ),
    h(
      'span',
      { class: 'thread-last' },
      ...(last
        ? [
            avatar(last.author),
            h('b', {}, nameOf(last.author)),
            h('span', { class: 'excerpt' }, excerpt(last)),
          ]
        : [t('There are no recent messages in this thread.')]),
    ),
  );
}

/** @param {number} count */
function counted(count) {
  if (count === 0) return t('See thread');
  return count === 1 ? t('1 message') : t('{count} messages', { count });
}
