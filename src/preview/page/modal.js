// @ts-check
import { h, icon } from './dom.js';
import { formatted } from './text.js';

/**
 * @import { Event } from '../protocol.ts'
 * @import { Names } from './text.js'
 *
 * @typedef {Extract<Event, { type: 'modal' }>} Modal
 */

/**
 * Shows a modal of the bot as a dialogue.
 *
 * @param {Modal} modal
 * @param {{ names: Names, submit: (fields: Record<string, string>) => Promise<string | null> }} options
 * `submit` returns what is wrong, or null
 */
export function showModal(modal, { names, submit }) {
  const complaint = h('p', { class: 'complaint', role: 'alert' });
  const form = h(
    'form',
    { class: 'modal-form', onsubmit: send },
    h(
      'div',
      { class: 'modal-body' },
      list(modal.components).flatMap(component => rowOf(component, names)),
      complaint,
    ),
    h(
      'div',
      { class: 'modal-foot' },
      h('button', { type: 'button', class: 'button secondary', onclick: close }, 'Cancel'),
      h('button', { class: 'button primary' }, 'Submit'),
    ),
  );
  const head = h(
    'div',
    { class: 'modal-head' },
    h('h2', {}, modal.title),
    h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: close },
      icon('close'),
    ),
  );
  const dialog = h(
    'dialog',
    { class: 'modal', 'aria-label': modal.title, onclose: () => dialog.remove() },
    head,
    form,
  );
  document.body.append(dialog);
  dialog.showModal();

  function close() {
    dialog.close();
  }

  /** @param {SubmitEvent} event */
  async function send(event) {
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const wrong = await submit(fields);
    if (wrong === null) close();
    else complaint.textContent = wrong;
  }
}

/**
 * A row of the dialogue: an old action row, a label with its component, or a text.
 *
 * @param {any} component
 * @param {Names} names
 * @returns {HTMLElement[]}
 */
function rowOf(component, names) {
  if (component?.type === 1)
    return list(component.components).map(inner => field(inner, inner.label ?? '', undefined));
  if (component?.type === 18)
    return [field(component.component, component.label ?? '', component.description)];
  if (component?.type === 10)
    return [h('div', { class: 'formatted' }, formatted(String(component.content ?? ''), names))];
  return [
    h('p', { class: 'unknown' }, `A component of type ${component?.type} that this preview cannot show.`),
  ];
}

/**
 * @param {any} input
 * @param {string} label
 * @param {string | undefined} description
 */
function field(input, label, description) {
  const required = input?.required !== false;
  const mark = required && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *');
  return h(
    'label',
    { class: 'modal-field' },
    h('b', {}, label, mark),
    description && h('small', {}, description),
    control(input, required),
  );
}

/**
 * @param {any} input
 * @param {boolean} required
 */
function control(input, required) {
  const shared = { name: String(input?.custom_id ?? ''), required };
  if (input?.type === 3) {
    const options = list(input.options).map(option =>
      h('option', { value: option.value, selected: Boolean(option.default) }, option.label),
    );
    return h('select', shared, h('option', { value: '' }, input.placeholder ?? 'Make a selection'), options);
  }
  const typed = {
    ...shared,
    placeholder: input?.placeholder,
    minlength: input?.min_length,
    maxlength: input?.max_length ?? 4000,
  };
  if (input?.style === 2) return h('textarea', { ...typed, rows: 4 }, input?.value ?? '');
  return h('input', { ...typed, type: 'text', value: input?.value, autocomplete: 'off' });
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function list(value) {
  return Array.isArray(value) ? value : [];
}
