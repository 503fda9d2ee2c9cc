// @ts-check
import { list, optionsOf } from './components.js';
import { h } from './dom.js';
import { boundsOf, findProblem, REQUIRED } from './field-bounds.js';
import { showSelect } from './select.js';
import { createUpload } from './upload-field.js';
import { t } from './wording.js';

/**
 * @import { Outcome } from '../src/protocol.ts'
 * @import { View } from './message.js'
 *
 * @typedef {Record<string, any>} Component a component of a form as Discord sends it
 * @typedef {string | boolean | string[]} Value
 *
 * @typedef {object} Control
 * @property {HTMLElement[]} elements
 * @property {() => void} focus
 * @property {() => string | null} problem what is wrong with the value, if anything
 * @property {() => Promise<Value>} read the value; rejects with a message for the member if a file is not
 * accepted
 * @property {boolean} [isLabelled] whether the control shows the label itself
 *
 * @typedef {object} Field
 * @property {string} name its custom id
 * @property {HTMLElement} element
 * @property {() => boolean} check whether it can be sent; if not, shows why below the field
 * @property {() => Promise<Value>} read
 * @property {() => void} focus
 *
 * @typedef {object} Surroundings
 * @property {Pick<View, 'users' | 'roles' | 'channels'>} view
 * @property {(file: File) => Promise<Outcome>} upload
 */

/** @type {Record<number, (component: Component, label: string, surroundings: Surroundings) => Control>} */
const controls = {
  3: createMenu,
  4: createInput,
  5: createMenu,
  6: createMenu,
  7: createMenu,
  8: createMenu,
  19: createUpload,
  21: createRadioGroup,
  22: createCheckboxGroup,
  23: createCheckbox,
};

/**
 * A form field with its label above it and any error below.
 *
 * @param {Component} component
 * @param {{ label: string, description?: string | undefined }} said
 * @param {Surroundings} surroundings
 * @returns {Field | null} null for an unknown component
 */
export function createField(component, { label, description }, surroundings) {
  const create = controls[component?.type];
  if (!create) return null;
  const name = String(component.custom_id ?? '');
  const id = `field-${name}`;
  const control = create(component, label, surroundings);
  const wrong = h('p', { class: 'field-problem', role: 'alert', id: `${id}-problem` });
  const isRequired = component.required !== false && component.type !== 23;
  const mark = isRequired && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *');
  const element = h(
    component.type === 4 ? 'label' : 'div',
    {
      class: 'modal-field',
      ...(component.type !== 4 &&
        !control.isLabelled && {
          role: component.type === 21 ? 'radiogroup' : 'group',
          'aria-labelledby': id,
          'aria-required': component.type === 21 && isRequired ? 'true' : null,
        }),
    },
    !control.isLabelled && h('b', { id }, label, mark),
    !control.isLabelled && description && h('small', {}, description),
    control.elements,
    wrong,
  );
  // what was complained about is looked at again as soon as it is changed
  const recheck = () => element.classList.contains('wrong') && check();
  element.addEventListener('input', recheck);
  element.addEventListener('change', recheck);
  return { name, element, read: control.read, focus: control.focus, check };

  function check() {
    const problem = control.problem();
    wrong.textContent = problem ?? '';
    element.classList.toggle('wrong', problem !== null);
    for (const input of element.querySelectorAll('input, textarea'))
      input.setAttribute('aria-invalid', String(problem !== null));
    return problem === null;
  }
}

/** @type {(input: Component) => Control} */
function createInput(input) {
  const isRequired = input.required !== false;
  const typed = {
    name: String(input.custom_id ?? ''),
    placeholder: input.placeholder,
    maxlength: input.max_length ?? 4000,
    'aria-required': String(isRequired),
  };
  const element =
    input.style === 2
      ? h('textarea', { ...typed, rows: 4 }, input.value ?? '')
      : h('input', { ...typed, type: 'text', value: input.value, autocomplete: 'off' });
  return {
    elements: [element],
    focus: () => element.focus(),
    read: async () => element.value,
    problem() {
      const { length } = element.value;
      if (length === 0) return isRequired ? REQUIRED : null;
      const least = Number(input.min_length ?? 0);
      return length < least ? t('Must have at least {count} characters.', { count: least }) : null;
    },
  };
}

/** @type {(menu: Component, label: string, surroundings: Surroundings) => Control} */
function createMenu(menu, label, { view }) {
  const options = optionsOf(menu, view);
  let values = options.filter(({ chosen }) => chosen).map(({ value }) => value);
  const bounds = boundsOf(menu, 1);
  const element = showSelect({
    placeholder: menu.placeholder || t('Make a selection'),
    label,
    options,
    ...bounds,
    disabled: false,
    change: chosen => {
      values = chosen;
      element.dispatchEvent(new Event('change', { bubbles: true }));
    },
    send: () => undefined,
  });
  return {
    elements: [element],
    focus: () => element.querySelector('button')?.focus(),
    read: async () => values,
    problem: () => findProblem(values.length, menu, bounds),
  };
}

/**
 * @param {'radio' | 'checkbox'} type
 * @param {Component} group
 */
function createChoices(type, group) {
  return list(group.options).map(option => {
    const box = h('input', {
      type,
      name: String(group.custom_id),
      value: option.value,
      checked: Boolean(option.default),
    });
    return { box, element: createChoice(box, option.label, option.description) };
  });
}

/** @type {(box: HTMLInputElement, label: string, description: string | undefined) => HTMLLabelElement} */
function createChoice(box, label, description) {
  return h(
    'label',
    { class: 'choice' },
    box,
    h('span', {}, label, description && h('small', {}, description)),
  );
}

/** @type {(group: Component) => Control} */
function createRadioGroup(group) {
  const choices = createChoices('radio', group);
  const picked = () => choices.find(({ box }) => box.checked)?.box;
  return {
    elements: choices.map(({ element }) => element),
    focus: () => (picked() ?? choices[0]?.box)?.focus(),
    read: async () => picked()?.value ?? '',
    problem: () => (picked() || group.required === false ? null : REQUIRED),
  };
}

/** @type {(group: Component) => Control} */
function createCheckboxGroup(group) {
  const choices = createChoices('checkbox', group);
  const bounds = boundsOf(group, choices.length);
  const ticked = () => choices.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return {
    elements: [h('div', { class: 'choices' }, ...choices.map(({ element }) => element))],
    focus: () => choices[0]?.box.focus(),
    read: async () => ticked(),
    problem: () => findProblem(ticked().length, group, bounds),
  };
}

/**
 * A single checkbox, with the label beside it.
 *
 * @param {Component} checkbox
 * @param {string} label
 * @returns {Control}
 */
function createCheckbox(checkbox, label) {
  const box = h('input', {
    type: 'checkbox',
    name: String(checkbox.custom_id),
    checked: checkbox.default === true,
  });
  return {
    elements: [createChoice(box, label, undefined)],
    focus: () => box.focus(),
    read: async () => box.checked,
    problem: () => null,
    isLabelled: true,
  };
}
