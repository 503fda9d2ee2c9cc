// @ts-check
import { t } from './wording.js';

/**
 * @import { APIApplicationCommand, APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 *
 * @typedef {object} Entry a command as a member picks it: a whole command or a subcommand
 * @property {string} name
 * @property {string | undefined} subcommand
 * @property {string} label what a member types: `/digest create`
 * @property {string} description
 * @property {APIApplicationCommandBasicOption[]} options
 *
 * @typedef {string | number | boolean} Value
 */

/** Discord's numbers for option types. */
export const optionType = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
  file: 11,
};

/**
 * The entries a member can pick, in alphabetical order. The server has already left out commands that the
 * member may not use.
 *
 * @param {APIApplicationCommand[]} commands
 * @returns {Entry[]}
 */
export function listEntries(commands) {
  return commands
    .filter(command => command.type === 1)
    .flatMap(entriesOf)
    .sort((one, other) => one.label.localeCompare(other.label));
}

/** @type {(command: APIApplicationCommand) => Entry[]} */
function entriesOf({ name, description, options = [] }) {
  const subcommands = options.filter(option => option.type === optionType.subcommand);
  if (subcommands.length === 0)
    return [{ name, subcommand: undefined, label: `/${name}`, description, options: basic(options) }];
  return subcommands.map(subcommand => ({
    name,
    subcommand: subcommand.name,
    label: `/${name} ${subcommand.name}`,
    description: subcommand.description,
    options: basic('options' in subcommand ? (subcommand.options ?? []) : []),
  }));
}

/** @param {readonly { type: number }[]} options */
function basic(options) {
  return /** @type {APIApplicationCommandBasicOption[]} */ (options);
}

/**
 * The entries that match the typed text: first those that start with it, then those that contain it.
 *
 * @param {Entry[]} entries
 * @param {string} typed with or without the slash
 */
export function matchEntries(entries, typed) {
  const wanted = typed.replace(/^\//, '').replace(/\s+/g, ' ').toLowerCase();
  const begins = entries.filter(entry => entry.label.slice(1).startsWith(wanted));
  const contains = entries.filter(entry => !begins.includes(entry) && entry.label.includes(wanted.trim()));
  return [...begins, ...contains];
}

/**
 * The entry whose full name was typed, with the text after it; null until a space follows the name.
 *
 * @param {Entry[]} entries
 * @param {string} typed
 */
export function readEntry(entries, typed) {
  const entry = entries.find(({ label }) => typed.toLowerCase().startsWith(`${label} `));
  return entry ? { entry, rest: typed.slice(entry.label.length + 1) } : null;
}

/**
 * The text before and after the first name of an option, such as `article:`, as Discord understands it where it
 * is typed; null if there is none.
 *
 * @param {readonly APIApplicationCommandBasicOption[]} options
 * @param {string} text
 */
export function splitAtOption(options, text) {
  const names = options.map(({ name }) => name).join('|');
  const found = names === '' ? null : new RegExp(`(?:^|\\s)(${names}):`, 'iu').exec(text);
  const option = found && options.find(({ name }) => name === found[1]?.toLowerCase());
  if (!found || !option) return null;
  const end = found.index + found[0].length;
  return { before: text.slice(0, found.index).trim(), option, after: text.slice(end).trimStart() };
}

/**
 * The value to send for an option's field, or an error message. `undefined` for a field left empty.
 *
 * @param {APIApplicationCommandBasicOption} option
 * @param {{ text: string, picked: Value | undefined }} field
 * @returns {{ value: Value | undefined } | { error: string }}
 */
export function checkOption(option, { text, picked }) {
  const typed = text.trim();
  if (picked === undefined && typed === '')
    return option.required ? { error: t('This option is required.') } : { value: undefined };
  const given = picked ?? typed;
  if ('choices' in option && option.choices?.length && picked === undefined) {
    const named = option.choices.find(({ name }) => name.toLowerCase() === typed.toLowerCase());
    return named ? { value: named.value } : { error: t('Pick one of the choices.') };
  }
  if (isNumber(option)) return checkNumber(option, Number(given));
  if (option.type === optionType.string) return checkString(option, String(given));
  if (picked === undefined) return { error: t('Pick one of the choices.') };
  return { value: picked };
}

/** @param {APIApplicationCommandBasicOption} option */
function isNumber(option) {
  return option.type === optionType.integer || option.type === optionType.number;
}

/**
 * @param {APIApplicationCommandBasicOption} option
 * @param {number} value
 * @returns {{ value: number } | { error: string }}
 */
function checkNumber(option, value) {
  if (!Number.isFinite(value)) return { error: t('Enter a number.') };
  if (option.type === optionType.integer && !Number.isSafeInteger(value))
    return { error: t('Enter a whole number.') };
  if ('min_value' in option && option.min_value !== undefined && value < option.min_value)
    return { error: t('At least {count}.', { count: option.min_value }) };
  if ('max_value' in option && option.max_value !== undefined && value > option.max_value)
    return { error: t('At most {count}.', { count: option.max_value }) };
  return { value };
}

/**
 * @param {APIApplicationCommandBasicOption} option
 * @param {string} value
 * @returns {{ value: string } | { error: string }}
 */
function checkString(option, value) {
  const { min_length: least, max_length: most } =
    /** @type {{ min_length?: number, max_length?: number }} */ (option);
  if (least !== undefined && value.length < least)
    return { error: t('At least {count} characters.', { count: least }) };
  if (value.length > (most ?? 6000))
    return { error: t('At most {count} characters.', { count: most ?? 6000 }) };
  return { value };
}
