// @ts-check
import { plain } from './markdown.js';
import { t } from './wording.js';

/** @import { APIMessage } from 'discord-api-types/v10' */

/**
 * @param {APIMessage} message
 * @returns {string} one line
 */
export function excerpt(message) {
  const embed = message.embeds?.[0];
  const text = message.content || embed?.title || embed?.description || firstText(message.components ?? []);
  if (text) return plain(text);
  return message.attachments?.length ? t('Click to see attachment') : t('A message without text');
}

/**
 * The first text in the components, without heading markup.
 *
 * @param {readonly any[]} components
 * @returns {string}
 */
function firstText(components) {
  for (const { type, content, components: inner = [] } of components) {
    const text =
      type === 10
        ? String(content)
            .split('\n', 1)[0]
            ?.replace(/^(?:#{1,3}|-#) /, '')
        : firstText(inner);
    if (text) return text;
  }
  return '';
}
