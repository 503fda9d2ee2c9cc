// @ts-check
import { fill, h, icon } from './dom.js';
import { t } from './wording.js';

/**
 * @typedef {{ label: string, value: string, description: string | undefined, chosen: boolean }} Option
 *
 * @typedef {object} Menu
 * @property {string} placeholder
 * @property {string} [label] what is shown above the menu, if anything
 * @property {Option[]} options
 * @property {number} least the minimum number of choices
 * @property {number} most
 * @property {boolean} disabled
 * @property {(values: string[]) => void} [change] called for every choice, before it is sent
 * @property {(values: string[], element: HTMLElement) => void} send
 */

let isPointerDown = false;
addEventListener('pointerdown', () => (isPointerDown = true), true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => (isPointerDown = false), true);

/**
 * A select menu that looks like Discord's: a button that opens a list with descriptions. A single choice is
 * sent at once, multiple choices when Done is pressed.
 *
 * @param {Menu} menu
 */
export function showSelect(menu) {
  const chosen = new Set(menu.options.filter(option => option.chosen).map(option => option.value));
  const several = menu.most > 1;
  const label = h('span', { class: 'select-label' });
  const button = h(
    'button',
    {
      class: 'select-button',
      disabled: menu.disabled,
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      onclick: toggle,
    },
    label,
    icon('down'),
  );
  const listbox = h('div', {
    class: 'select-list',
    role: 'listbox',
    'aria-label': menu.placeholder,
    'aria-multiselectable': several,
    hidden: true,
  });
  const rows = menu.options.map(row);
  const confirm = h('button', { class: 'button primary', onclick: finish }, t('Done'));
  fill(listbox, rows, several && confirm);
  const element = h('div', { class: 'select', onkeydown: steer, onfocusout: leave }, button, listbox);
  describe();
  return element;

  /** @param {Option} option */
  function row(option) {
    return h(
      'div',
      {
        class: 'select-option',
        role: 'option',
        tabindex: -1,
        'data-value': option.value,
        onclick: () => choose(option),
      },
      h(
        'span',
        { class: 'select-text' },
        option.label,
        option.description && h('small', {}, option.description),
      ),
      h('span', { class: 'select-check' }, icon('check')),
    );
  }

  function describe() {
    const names = menu.options.filter(option => chosen.has(option.value)).map(option => option.label);
    label.textContent = names.join(', ') || menu.placeholder;
    // the choice takes the place of what the menu is for, which the button must not lose for a screen reader
    const purpose = menu.label ?? (names.length > 0 ? menu.placeholder : null);
    if (purpose !== null) button.setAttribute('aria-label', `${purpose}: ${label.textContent}`);
    else button.removeAttribute('aria-label');
    label.classList.toggle('empty', names.length === 0);
    for (const [index, option] of menu.options.entries())
      rows[index]?.setAttribute('aria-selected', String(chosen.has(option.value)));
    confirm.disabled = chosen.size < menu.least;
  }

  function toggle() {
    if (listbox.hidden) open();
    else close();
  }

  function open() {
    listbox.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    (rows.find(other => chosen.has(other.dataset.value ?? '')) ?? rows[0])?.focus();
    listbox.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    listbox.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  }

  /** @param {Option} option */
  function choose({ value }) {
    const isTakenBack = chosen.has(value) && (several || menu.least === 0);
    if (!several) chosen.clear();
    if (isTakenBack) chosen.delete(value);
    else if (chosen.size < menu.most) chosen.add(value);
    menu.change?.([...chosen]);
    describe();
    if (!several) finish();
  }

  function finish() {
    close();
    button.focus();
    menu.send([...chosen], button);
  }

  /** @param {KeyboardEvent} event */
  function steer(event) {
    if (listbox.hidden) return;
    const at = rows.indexOf(/** @type {HTMLDivElement} */ (document.activeElement));
    const option = menu.options[at];
    if (event.key === 'ArrowDown') rows[Math.min(at + 1, rows.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') rows[Math.max(at - 1, 0)]?.focus();
    else if (event.key === 'Home') rows[0]?.focus();
    else if (event.key === 'End') rows.at(-1)?.focus();
    else if ((event.key === 'Enter' || event.key === ' ') && option) choose(option);
    else if (event.key === 'Escape') {
      close();
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {FocusEvent} event */
  function leave(event) {
    if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return;
    // keep the layout until the pointer is released, so that whatever is being pressed below the list does
    // not move
    if (isPointerDown) addEventListener('pointerup', close, { once: true });
    else close();
  }
}
