// @ts-check
import { h, icon, webLink } from './dom.js';
import { colour, picture } from './embed.js';
import { safeUrl } from './markdown.js';
import { showSelect } from './select.js';
import { formatted } from './text.js';
import { locale, t } from './wording.js';

/**
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { View } from './message.js'
 *
 * @typedef {any} Component a component as Discord sends it; each is shown by its `type`; unknown types are
 * named, not dropped
 */

/** @type {Record<number, (component: Component, message: APIMessage, view: View) => Node>} */
const shows = {
  1: (row, message, view) => h('div', { class: 'action-row' }, showAll(row.components, message, view)),
  2: showButton,
  3: menu,
  5: menu,
  6: menu,
  7: menu,
  8: menu,
  9: (section, message, view) =>
    h(
      'div',
      { class: 'section' },
      h('div', { class: 'section-text' }, showAll(section.components, message, view)),
      section.accessory &&
        h('div', { class: 'section-accessory' }, showComponent(section.accessory, message, view)),
    ),
  10: (text, _message, view) =>
    h('div', { class: 'text-display formatted' }, formatted(String(text.content ?? ''), view.names)),
  11: thumbnail =>
    h(
      'div',
      { class: 'thumbnail' },
      hidden(picture(thumbnail.media?.url ?? '', thumbnail.description), thumbnail.spoiler),
    ),
  12: gallery =>
    h(
      'div',
      { class: 'gallery' },
      list(gallery.items).map(item => hidden(picture(item.media?.url ?? '', item.description), item.spoiler)),
    ),
  13: showFile,
  14: separator =>
    h('hr', {
      class: `separator ${separator.spacing === 2 ? 'wide' : ''} ${separator.divider === false ? 'blank' : ''}`,
    }),
  17: showContainer,
};

/** @type {(components: Component[] | undefined, message: APIMessage, view: View) => Node[]} */
export function showAll(components, message, view) {
  return list(components).map(component => showComponent(component, message, view));
}

/** @type {(component: Component, message: APIMessage, view: View) => Node} */
function showComponent(component, message, view) {
  const show = shows[component?.type];
  return show ? show(component, message, view) : showUnknown(component);
}

/** @param {Component | undefined} component */
export function showUnknown(component) {
  const said = t('A component of type {type} that this preview cannot show.', { type: component?.type });
  return h('p', { class: 'unknown' }, said);
}

/** @type {Record<number, string>} */
const styles = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link', 6: 'secondary' };

/** @type {(button: Component, message: APIMessage, view: View) => HTMLAnchorElement | HTMLButtonElement} */
function showButton(button, message, view) {
  const style = styles[button.style] ?? 'secondary';
  const label = [button.emoji?.name && h('span', { class: 'emoji' }, emojiOf(button.emoji)), button.label];
  const url = button.style === 5 ? safeUrl(button.url) : null;
  if (url && !button.disabled) {
    return webLink(url, { class: `button ${style}` }, label, icon('open'));
  }
  const press = () =>
    view.press(message, element, {
      do: 'button',
      message_id: message.id,
      custom_id: String(button.custom_id),
    });
  const element = h('button', { class: `button ${style}`, disabled: button.disabled, onclick: press }, label);
  return element;
}

/** @type {(select: Component, message: APIMessage, view: View) => HTMLDivElement} */
function menu(select, message, view) {
  return showSelect({
    placeholder: select.placeholder || t('Make a selection'),
    options: optionsOf(select, view),
    least: select.min_values ?? 1,
    most: select.max_values ?? 1,
    disabled: Boolean(select.disabled),
    send: (values, element) =>
      view.press(message, element, {
        do: 'select',
        message_id: message.id,
        custom_id: String(select.custom_id),
        values,
      }),
  });
}

/**
 * The options of a menu: its own, or the existing members, roles and channels.
 *
 * @param {Component} select
 * @param {Pick<View, 'users' | 'roles' | 'channels'>} view
 */
export function optionsOf(select, view) {
  if (select.type === 3) {
    return list(select.options).map(option => ({
      label: [option.emoji && emojiOf(option.emoji), option.label].filter(Boolean).join(' '),
      value: String(option.value),
      description: option.description,
      chosen: Boolean(option.default),
    }));
  }
  const kinds = list(select.channel_types);
  const channels = view.channels().filter(({ type }) => kinds.length === 0 || kinds.includes(type));
  const known = [
    ...([5, 7].includes(select.type) ? view.users().map(user => ({ label: user.name, value: user.id })) : []),
    ...([6, 7].includes(select.type)
      ? view.roles().map(role => ({ label: `@${role.name}`, value: role.id }))
      : []),
    ...(select.type === 8 ? channels.map(channel => ({ label: `#${channel.name}`, value: channel.id })) : []),
  ];
  const chosen = new Set(list(select.default_values).map(({ id }) => id));
  return known.map(option => ({ ...option, description: undefined, chosen: chosen.has(option.value) }));
}

/** @param {{ id?: string | null, name?: string | null }} emoji */
function emojiOf(emoji) {
  return emoji.id ? `:${emoji.name}:` : (emoji.name ?? '');
}

/**
 * A file to download, with its name and size.
 *
 * @param {Component} component
 */
function showFile({ file, name, size }) {
  const url = safeUrl(file?.url ?? '');
  const sized = Number.isInteger(size) && h('small', {}, formatSize(size));
  const caption = h('span', {}, name ?? t('File'), sized);
  if (!url) return h('span', { class: 'picture-card' }, icon('file'), caption);
  return h('a', { class: 'picture-card', href: url, download: name ?? '' }, icon('file'), caption);
}

const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** @param {number} bytes */
function formatSize(bytes) {
  return bytes < 1024
    ? t('{count} bytes', { count: bytes })
    : t('{count} KB', { count: new Intl.NumberFormat(locale, oneDecimal).format(bytes / 1024) });
}

/** @type {(container: Component, message: APIMessage, view: View) => HTMLElement} */
function showContainer(container, message, view) {
  const element = h('article', { class: 'container' }, showAll(container.components, message, view));
  if (Number.isInteger(container.accent_color)) {
    element.classList.add('accented');
    element.style.setProperty('--bar', colour(container.accent_color));
  }
  return hidden(element, container.spoiler);
}

/** @type {(element: HTMLElement, spoiler: boolean | undefined) => HTMLElement} */
function hidden(element, spoiler) {
  if (!spoiler) return element;
  return h('details', { class: 'covered' }, h('summary', {}, t('Spoiler')), element);
}

/** @type {(value: unknown) => any[]} */
export function list(value) {
  return Array.isArray(value) ? value : [];
}
