// @ts-check
import { checkOption, optionType, splitAtOption } from './commands.js';
import { acceptOf, h, icon, iconButton } from './dom.js';
import { t } from './wording.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { APIApplicationCommandOptionChoice } from 'discord-api-types/v10'
 * @import { Entry, Value } from './commands.js'
 * @import { Suggestion } from './suggestions.js'
 * @import { createSuggestions } from './suggestions.js'
 *
 * @typedef {{ option: APIApplicationCommandBasicOption, input: HTMLInputElement, chip: HTMLElement, picked:
 * Value | undefined }} Field
 *
 * @typedef {object} Form
 * @property {Entry} entry
 * @property {ReturnType<typeof createSuggestions>} suggestions
 * @property {(focused: string, options: Record<string, Value>) => Promise<APIApplicationCommandOptionChoice[]
 * | null>} complete null if it failed
 * @property {(option: APIApplicationCommandBasicOption) => Suggestion[]} pickables members or channels, for
 * options that take one
 * @property {(file: File) => Promise<import('../src/protocol.ts').Outcome>} upload
 * @property {(complaint: string) => void} complain
 * @property {() => void} send
 * @property {(text: string) => void} leave goes back to writing, with this text
 */

/** How long after the last keystroke the bot is asked for choices, in milliseconds. */
const pause = 180;

/**
 * A command with its options as fields to fill in. Required options are shown from the start, the others can
 * be added with buttons.
 *
 * @param {Form} form
 */
export function createCommandForm({
  entry,
  suggestions,
  complete,
  pickables,
  upload,
  complain,
  send,
  leave,
}) {
  /** @type {Field[]} */
  let fields = [];
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const chips = h('span', { class: 'chips' });
  const more = h('span', { class: 'more' });
  const element = h(
    'div',
    { class: 'command', role: 'group', 'aria-label': t('Command {command}', { command: entry.label }) },
    h('b', { class: 'command-name' }, entry.label),
    chips,
    more,
  );
  const end = h('input', {
    class: 'command-end',
    // for browsers that do not know field-sizing
    size: t('Enter to send').length,
    'aria-label': t('{command}: press Enter to send', { command: entry.label }),
    autocomplete: 'off',
    placeholder: t('Enter to send'),
    oninput: () => type(end.value),
    onkeydown: steerEnd,
  });
  for (const option of entry.options.filter(({ required }) => required)) add(option);
  offerMore();

  /** @param {APIApplicationCommandBasicOption} option */
  function add(option) {
    const input = h('input', {
      type: 'text',
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-controls': 'suggestions',
      'aria-autocomplete': 'list',
      'aria-label': t('{option}: {description}', { option: option.name, description: option.description }),
      'aria-required': String(Boolean(option.required)),
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      inputmode: option.type === optionType.integer ? 'numeric' : null,
      'data-option': option.name,
    });
    const mark =
      option.required && h('span', { class: 'required', title: t('Required'), 'aria-hidden': 'true' }, '*');
    const chip = h('label', { class: 'chip' }, h('span', { class: 'chip-name' }, option.name, mark), input);
    /** @type {Field} */
    const field = { option, input, chip, picked: undefined };
    if (!option.required) chip.append(removeButton(field));
    if (option.type === optionType.file) chip.append(filePicker(field));
    input.addEventListener('focus', () => suggest(field));
    input.addEventListener('click', () =>
      option.type === optionType.file ? browse(field) : !suggestions.visible && suggest(field),
    );
    input.addEventListener('blur', () => settle(field));
    input.addEventListener('input', () => change(field));
    input.addEventListener('keydown', event => steer(event, field));
    fields.push(field);
    chips.append(chip);
    size(field);
    return field;
  }

  /**
   * The field shows the name; the file itself is chosen in the browser's own dialog.
   *
   * @param {Field} field
   */
  function filePicker(field) {
    field.input.readOnly = true;
    field.input.placeholder = t('Choose a file');
    const picker = h('input', {
      type: 'file',
      class: 'file-picker',
      tabindex: -1,
      accept: 'file_types' in field.option ? acceptOf(field.option.file_types) : null,
      'aria-label': t('{field}: choose a file', { field: field.option.name }),
      onchange: () => takeFile(field, picker.files?.[0]),
    });
    return picker;
  }

  /** @type {(field: Field, file: File | undefined) => Promise<void>} */
  async function takeFile(field, file) {
    if (!file) return;
    field.picked = undefined;
    const outcome = await upload(file);
    if (!('file_id' in outcome))
      return complain('error' in outcome ? outcome.error : t('The file could not be taken.'));
    take(field, { label: file.name, value: outcome.file_id });
  }

  /** @param {Field} field */
  function browse({ chip }) {
    /** @type {HTMLInputElement | null} */ (chip.querySelector('input[type=file]'))?.click();
  }

  /** @param {Field} field */
  function removeButton(field) {
    const drop = () => {
      remove(field);
      focus();
    };
    const label = t('Leave out {option}', { option: field.option.name });
    return iconButton('close', label, drop, { class: 'chip-remove' });
  }

  /** @param {Field} field */
  function remove(field) {
    fields = fields.filter(other => other !== field);
    field.chip.remove();
    suggestions.hide();
    offerMore();
  }

  function offerMore() {
    const used = new Set(fields.map(({ option }) => option.name));
    const left = entry.options.filter(option => !used.has(option.name));
    more.replaceChildren(...left.map(offerOption));
    // Without a field, something else must hold the focus so that Enter sends the command as it is.
    if (fields.length === 0) chips.replaceChildren(end);
    else end.remove();
  }

  /** @param {APIApplicationCommandBasicOption} option */
  function offerOption(option) {
    const { name, description } = option;
    const use = () => {
      const field = add(option);
      offerMore();
      field.input.focus();
    };
    return h(
      'button',
      {
        class: 'add-option',
        title: description,
        'aria-label': t('Add {option}: {description}', { option: name, description }),
        onclick: use,
      },
      icon('plus'),
      name,
    );
  }

  /** @param {Field} field */
  function size({ input }) {
    input.size = Math.max(4, Math.min(input.value.length + 1, 48));
  }

  /** @param {Field} field */
  function change(field) {
    if (divide(field)) return;
    field.picked = undefined;
    size(field);
    clear(field);
    suggest(field);
  }

  /**
   * Moves on to the field of another option whose name was typed: `They sleep. article: Bees`. Returns whether
   * there was one.
   *
   * @param {Field} field
   */
  function divide(field) {
    const filled = fields.filter(({ input }) => input !== field.input && input.value !== '');
    const open = entry.options.filter(
      option => option.type !== optionType.file && !filled.some(other => other.option === option),
    );
    const split = splitAtOption(open, field.input.value);
    if (!split || (split.option === field.option && split.before !== '')) return false;
    const { before, option, after } = split;
    const named = fields.find(other => other.option === option) ?? add(option);
    field.input.value = before;
    field.picked = undefined;
    size(field);
    clear(field);
    if (before === '' && named !== field && !field.option.required) remove(field);
    offerMore();
    named.input.value = after;
    named.input.focus();
    change(named);
    return true;
  }

  /** @param {Field} field */
  function clear(field) {
    field.chip.classList.remove('wrong');
    field.input.removeAttribute('aria-invalid');
    complain('');
  }

  /** @param {Field} field */
  function settle(field) {
    clearTimeout(timer);
    asked += 1;
    suggestions.hide();
    field.input.scrollLeft = 0;
  }

  /** @param {Field} field */
  function suggest(field) {
    clearTimeout(timer);
    const { option } = field;
    if ('autocomplete' in option && option.autocomplete) return ask(field);
    offer(field, matching(fixedChoices(option), field), undefined);
  }

  /** @param {APIApplicationCommandBasicOption} option */
  function fixedChoices(option) {
    if ('choices' in option && option.choices) return option.choices.map(asSuggestion);
    if (option.type === optionType.boolean)
      return [
        { label: t('True'), value: true },
        { label: t('False'), value: false },
      ];
    return pickables(option);
  }

  /** @type {(all: Suggestion[], field: Field) => Suggestion[]} */
  function matching(all, { input, picked }) {
    const typed = picked === undefined ? input.value.trim().toLowerCase() : '';
    return all.filter(({ label }) => label.toLowerCase().includes(typed));
  }

  /** @param {Field} field */
  function ask(field) {
    asked += 1;
    const ticket = asked;
    if (!suggestions.visible) offer(field, [], t('Loading options…'));
    timer = setTimeout(async () => {
      const choices = await complete(field.option.name, {
        ...values(),
        [field.option.name]: field.input.value,
      });
      if (ticket !== asked) return;
      const notice = choices ? t('No options match your search.') : t('Loading options failed.');
      offer(field, (choices ?? []).map(asSuggestion), notice);
    }, pause);
  }

  /** @type {(field: Field, items: Suggestion[], notice: string | undefined) => void} */
  function offer(field, items, notice) {
    const { option, input } = field;
    const hint = option.required
      ? option.description
      : t('{description} (optional)', { description: option.description });
    suggestions.show(input, { title: option.name, hint, items, notice, pick: item => take(field, item) });
  }

  /** @type {(field: Field, item: Suggestion) => void} */
  function take(field, item) {
    field.input.value = item.label;
    field.picked = /** @type {Value} */ (item.value);
    size(field);
    clear(field);
    const next = fields.find(other => other.option.required && other.input.value === '');
    if (next) next.input.focus();
    else field.input.scrollLeft = 0;
  }

  /** @type {(event: KeyboardEvent, field: Field) => void} */
  function steer(event, field) {
    if (event.isComposing) return;
    const key = event.key;
    if (key === 'ArrowDown' && suggestions.open) suggestions.move(1);
    else if (key === 'ArrowDown') suggest(field);
    else if (key === 'ArrowUp' && suggestions.open) suggestions.move(-1);
    else if (key === 'Enter' && suggestions.open && picks(field)) suggestions.pick();
    else if (key === 'Enter' && field.option.type === optionType.file && field.picked === undefined)
      browse(field);
    else if (key === 'Enter') send();
    else if (key === 'Tab' && !event.shiftKey && suggestions.open && picks(field)) suggestions.pick();
    else if (key === 'Escape' && suggestions.visible) suggestions.hide();
    else if (key === 'Escape') leave('');
    else if (key === 'Backspace' && field.input.value === '') back(field);
    else return;
    event.preventDefault();
  }

  /**
   * Whether Enter and Tab pick the highlighted line. Once a value is picked, Enter sends the command and Tab
   * moves on instead.
   *
   * @param {Field} field
   */
  function picks({ picked }) {
    return suggestions.moved || picked === undefined;
  }

  /** @param {Field} field */
  function back(field) {
    const before = fields[fields.indexOf(field) - 1];
    if (!field.option.required) remove(field);
    if (before) before.input.focus();
    else if (field.option.required) leave(entry.label);
    else focus();
  }

  /** @param {KeyboardEvent} event */
  function steerEnd(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter') send();
    else if (event.key === 'Backspace') leave(entry.label);
    else if (event.key === 'Escape') leave('');
    else return;
    event.preventDefault();
  }

  /** The values filled in so far, without invalid ones. */
  function values() {
    /** @type {Record<string, Value>} */
    const found = {};
    for (const field of fields) {
      const checked = checkOption(field.option, { text: field.input.value, picked: field.picked });
      if ('value' in checked && checked.value !== undefined) found[field.option.name] = checked.value;
    }
    return found;
  }

  /** Returns the values to send, or null after marking, reporting and focusing the first invalid field. */
  function read() {
    for (const field of fields) {
      const checked = checkOption(field.option, { text: field.input.value, picked: field.picked });
      if ('error' in checked) {
        field.input.focus();
        field.chip.classList.add('wrong');
        field.input.setAttribute('aria-invalid', 'true');
        complain(`${field.option.name}: ${checked.error}`);
        return null;
      }
    }
    return values();
  }

  /** Focuses the first empty field, or the last one. */
  function focus() {
    const field = fields.find(({ input }) => input.value === '') ?? fields.at(-1);
    (field?.input ?? end).focus();
  }

  /**
   * What is typed behind the command, where no option is meant, goes into its first one; a command without options takes
   * no text.
   *
   * @param {string} text
   */
  function type(text) {
    end.value = '';
    const [option] = entry.options;
    if (!option || text === '') return;
    const field = fields[0] ?? add(option);
    offerMore();
    field.input.value = text;
    field.input.focus();
    change(field);
  }

  return { element, entry, read, focus, type };
}

/** @param {APIApplicationCommandOptionChoice} choice */
function asSuggestion({ name, value }) {
  return { label: name, value };
}
