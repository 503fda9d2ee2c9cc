// @ts-check
import { fill, h, icon } from './dom.js';
import { t } from './wording.js';

/**
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { View } from './message.js'
 */

/**
 * The "Apps" button of a message, with the bot's commands for it. Right-clicking the message opens the same
 * list.
 *
 * @param {APIMessage} message
 * @param {Pick<View, 'menu' | 'press'>} view
 */
export function appsButton(message, view) {
  const list = h('div', { class: 'apps-list', role: 'menu', 'aria-label': t('Apps'), hidden: true });
  const button = h(
    'button',
    {
      class: 'icon-button',
      title: t('Apps'),
      'aria-label': t('Apps'),
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => open(Boolean(list.hidden)),
    },
    icon('apps'),
  );
  return h(
    'div',
    { class: 'apps', onkeydown: steer, onfocusout: leave, onopen: () => open(true) },
    button,
    list,
  );

  /** @param {boolean} wanted */
  function open(wanted) {
    list.hidden = !wanted;
    button.setAttribute('aria-expanded', String(wanted));
    if (!wanted) return;
    list.classList.toggle('up', button.getBoundingClientRect().top > innerHeight / 2);
    const entries = view.menu();
    fill(
      list,
      entries.length > 0
        ? entries.map(entry)
        : h('div', { class: 'apps-none' }, t('The bot does nothing with messages.')),
    );
    const first = list.querySelector('button');
    (first ?? button).focus();
  }

  /** @param {{ name: string, shown: string }} command */
  function entry({ name, shown }) {
    const use = () => {
      open(false);
      // so that a form that opens gives the focus back to it
      button.focus();
      view.press(message, button, { do: 'menu', message_id: message.id, name });
    };
    return h('button', { role: 'menuitem', class: 'apps-entry', onclick: use }, shown);
  }

  /** @param {KeyboardEvent} event */
  function steer(event) {
    if (list.hidden) return;
    const entries = [...list.querySelectorAll('button')];
    const at = entries.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (event.key === 'ArrowDown') entries[(at + 1) % entries.length]?.focus();
    else if (event.key === 'ArrowUp') entries.at(at - 1)?.focus();
    else if (event.key === 'Escape') {
      open(false);
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {FocusEvent} event */
  function leave(event) {
    const inside =
      event.currentTarget instanceof Element &&
      event.currentTarget.contains(/** @type {Node} */ (event.relatedTarget));
    if (!inside) open(false);
  }
}

/**
 * Opens the list of the message that was right-clicked. On a link or a field, or with selected text, the
 * browser's own menu opens instead.
 *
 * @param {MouseEvent} event
 */
export function openApps(event) {
  const target = event.target instanceof Element ? event.target : null;
  const apps = event.currentTarget instanceof Element ? event.currentTarget.querySelector('.apps') : null;
  if (!apps || target?.closest('a, input, textarea') || String(getSelection())) return;
  event.preventDefault();
  apps.dispatchEvent(new Event('open'));
}
