// @ts-check
import { h, icon, webLink } from './dom.js';
import { safeUrl } from './markdown.js';
import { formatted } from './text.js';
import { formatStamp } from './time.js';
import { t } from './wording.js';

/**
 * @import { APIEmbed, APIEmbedField } from 'discord-api-types/v10'
 * @import { Names } from './text.js'
 */

/** @type {(embed: APIEmbed, names: Names) => HTMLElement} */
export function showEmbed(embed, names) {
  const article = h(
    'article',
    { class: 'embed' },
    embed.author && h('div', { class: 'embed-author' }, linked(embed.author.name, embed.author.url)),
    embed.title && h('div', { class: 'embed-title' }, linked(formatted(embed.title, names), embed.url)),
    embed.description &&
      h('div', { class: 'embed-description formatted' }, formatted(embed.description, names)),
    embed.fields?.length && h('div', { class: 'embed-fields' }, fields(embed.fields, names)),
    embed.thumbnail && h('div', { class: 'embed-thumbnail' }, media(embed.thumbnail, t('Thumbnail'))),
    embed.image && h('div', { class: 'embed-image' }, media(embed.image, t('Image'))),
    footer(embed),
  );
  if (embed.thumbnail) article.classList.add('with-thumbnail');
  article.style.setProperty('--bar', colour(embed.color));
  return article;
}

/**
 * Discord copies the description of the uploaded file to the media; the types do not have this property yet.
 *
 * @param {{ url: string, description?: string }} media
 * @param {string} otherwise
 */
function media({ url, description }, otherwise) {
  return picture(url, description ?? otherwise);
}

/** @type {(text: string | Node[], address: string | undefined) => HTMLSpanElement} */
function linked(text, address) {
  const url = safeUrl(address);
  return url ? webLink(url, {}, text) : h('span', {}, text);
}

/**
 * Discord puts up to three inline fields in a row.
 *
 * @param {APIEmbedField[]} given
 * @param {Names} names
 */
function fields(given, names) {
  return fieldRows(given).flatMap(row => row.map(field => showField(field, row.length, names)));
}

/** @param {APIEmbedField[]} given */
function fieldRows(given) {
  /** @type {APIEmbedField[][]} */
  const rows = [];
  for (const field of given) {
    const last = rows.at(-1);
    if (field.inline && last?.[0]?.inline && last.length < 3) last.push(field);
    else rows.push([field]);
  }
  return rows;
}

/** @type {(field: APIEmbedField, inRow: number, names: Names) => HTMLDivElement} */
function showField(field, inRow, names) {
  return h(
    'div',
    { class: inRow > 1 ? `field inline of-${inRow}` : 'field' },
    h('div', { class: 'field-name formatted' }, formatted(field.name, names)),
    h('div', { class: 'field-value formatted' }, formatted(field.value, names)),
  );
}

/** @param {APIEmbed} embed */
function footer(embed) {
  const stamp = embed.timestamp ? new Date(embed.timestamp) : null;
  const parts = [embed.footer?.text, stamp && Number.isFinite(stamp.getTime()) && formatStamp(stamp)].filter(
    Boolean,
  );
  return parts.length > 0 && h('div', { class: 'embed-footer' }, parts.join(' • '));
}

/** @param {number | null | undefined} value */
export function colour(value) {
  return Number.isInteger(value)
    ? `#${Number(value).toString(16).padStart(6, '0').slice(-6)}`
    : 'var(--embed-bar)';
}

/**
 * An image from this preview, or a card that names an image from elsewhere: the preview makes no requests to
 * other hosts.
 *
 * @param {string} address
 * @param {string | null | undefined} description
 */
export function picture(address, description) {
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  const own = url && (url.origin === location.origin || /^data:image\/(png|jpeg|gif|webp);/.test(url.href));
  if (url && own) return h('img', { src: url.href, alt: description ?? '', loading: 'lazy' });
  const safe = safeUrl(address);
  const why = h('small', {}, t('not loaded: the preview asks no other host'));
  const parts = [icon('file'), h('span', {}, description || t('Image'), why)];
  return safe
    ? webLink(safe, { class: 'picture-card', title: safe }, parts)
    : h('span', { class: 'picture-card' }, parts);
}
