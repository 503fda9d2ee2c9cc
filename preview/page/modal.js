// @ts-check
import { list, showUnknown } from './components.js';
import { h, iconButton } from './dom.js';
import { createField } from './modal-fields.js';
import { formatted } from './text.js';
import { t } from './wording.js';

/**
 * @import { Event } from '../src/protocol.ts'
 * @import { View } from './message.js'
 * @import { Field, Surroundings, Value } from './modal-fields.js'
 *
 * @typedef {Extract<Event, { type: 'modal' }>} Modal
 */

/**
 * Shows one of the bot's modals as a dialog.
 *
 * @param {Modal} modal
 * @param {{ view: View, upload: Surroundings['upload'], submit: (fields: Record<string, Value>) =>
 * Promise<string | null> }} options `submit` returns an error message, or null
 */
export function showModal(modal, { view, upload, submit }) {
  const complaint = h('p', { class: 'complaint', role: 'alert' });
  const rows = list(modal.components).flatMap(component => rowsOf(component, { view, upload }));
  const fields = rows.flatMap(row => ('field' in row ? [row.field] : []));
  const send = h('button', { type: 'submit', class: 'button primary' }, t('Submit'));
  const form = h(
    'form',
    { class: 'modal-form', novalidate: true, onsubmit },
    h('div', { class: 'modal-body' }, ...rows.map(row => ('field' in row ? row.field.element : row.element))),
    complaint,
    h(
      'div',
      { class: 'modal-foot' },
      h('button', { class: 'button secondary', onclick: close }, t('Cancel')),
      send,
    ),
  );
  const head = h(
    'div',
    { class: 'modal-head' },
    h('h2', {}, modal.title),
    iconButton('close', t('Close'), close),
  );
  const dialog = h(
    'dialog',
    { class: 'modal', 'aria-label': modal.title, onclose: () => dialog.remove() },
    head,
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();

  function close() {
    dialog.close();
  }

  /** @param {SubmitEvent} event */
  async function onsubmit(event) {
    event.preventDefault();
    const wrong = fields.filter(field => !field.check());
    if (wrong[0]) return wrong[0].focus();
    send.disabled = true;
    const refused = await readAll(fields).then(submit, error => String(error.message));
    send.disabled = false;
    if (refused === null) close();
    else complaint.textContent = refused;
  }
}

/** @param {Field[]} fields */
async function readAll(fields) {
  return Object.fromEntries(
    await Promise.all(fields.map(async field => /** @type {const} */ ([field.name, await field.read()]))),
  );
}

/**
 * The dialog rows for a component: a legacy action row, a label with its component, or text.
 *
 * @param {any} component
 * @param {{ view: View, upload: Surroundings['upload'] }} surroundings
 * @returns {({ field: Field } | { element: HTMLElement })[]}
 */
function rowsOf(component, surroundings) {
  if (component?.type === 1)
    return list(component.components).map(inner =>
      fieldOr(inner, { label: inner.label ?? '' }, surroundings),
    );
  if (component?.type === 18) {
    const { label = '', description, component: inner } = component;
    return [fieldOr(inner, { label, description }, surroundings)];
  }
  if (component?.type === 10) {
    const text = formatted(String(component.content ?? ''), surroundings.view.names);
    return [{ element: h('div', { class: 'formatted' }, text) }];
  }
  return [{ element: showUnknown(component) }];
}

/**
 * @param {any} component
 * @param {{ label: string, description?: string }} said
 * @param {{ view: View, upload: Surroundings['upload'] }} surroundings
 */
function fieldOr(component, said, surroundings) {
  const field = createField(component, said, surroundings);
  return field ? { field } : { element: showUnknown(component) };
}
