// @ts-check
import { createCommandForm } from './command-form.js';
import { listEntries, matchEntries, optionType, readEntry } from './commands.js';
import { byId, fill, h, icon, iconButton, nameOf } from './dom.js';
import { dots } from './message.js';
import { channelName, currentChannel, isDirect, isForum, isThread, listUsers } from './state.js';
import { createSuggestions } from './suggestions.js';
import { listNames, phrase, t } from './wording.js';

/**
 * @import { APIApplicationCommandBasicOption, APIMessage, APIUser } from 'discord-api-types/v10'
 * @import { Act, Outcome } from '../src/protocol.ts'
 * @import { Entry, Value } from './commands.js'
 * @import { State } from './state.js'
 * @import { Suggestion } from './suggestions.js'
 *
 * @typedef {object} Options
 * @property {State} state
 * @property {(act: Act) => Promise<Outcome>} act
 * @property {(file: File) => Promise<Outcome>} upload
 * @property {(entry: Entry, outcome: { interaction_id: string }) => void} onCommand
 */

const longest = 2000;

/** How many letters the hint in the box has on a phone. */
const longestHint = 34;

const narrow = matchMedia('(max-width: 600px)');

/** @type {(text: string, most: number) => string} */
const truncate = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/**
 * The message box: text, or a command with its options.
 *
 * @param {Options} options
 */
export function createComposer({ state, act, upload, onCommand }) {
  const suggestions = createSuggestions();
  /** @type {ReturnType<typeof createCommandForm> | null} */
  let command = null;
  /** @type {APIMessage | null} */
  let replyTo = null;
  let busy = false;
  /** Unsent text by channel, for the channels that were left. */
  const drafts = new Map();
  let channelId = '';

  const text = h('textarea', {
    rows: 1,
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    oninput: write,
    onkeydown: steer,
    onblur: () => suggestions.hide(),
  });
  const slash = iconButton('plus', t('Show the commands'), startCommand, { title: t('Commands') });
  const send = h(
    'button',
    { type: 'submit', class: 'icon-button send', title: t('Send'), 'aria-label': t('Send') },
    icon('send'),
  );
  const field = h('div', { class: 'field-slot' }, text);
  const replyBar = h('div', { class: 'reply-bar', hidden: true });
  const complaint = h('p', { class: 'complaint', role: 'alert' });
  const typing = h('div', { class: 'typing', 'aria-live': 'polite' });
  const form = h('form', { class: 'box', onsubmit: submit }, slash, field, send);
  fill(
    byId('composer'),
    suggestions.element,
    replyBar,
    form,
    h('div', { class: 'below' }, typing, complaint),
  );

  /** @param {string} message */
  function complain(message) {
    complaint.textContent = message;
  }

  function entries() {
    const direct = isDirect(currentChannel(state));
    return listEntries(state.commands.filter(({ contexts }) => !direct || !contexts || contexts.includes(1)));
  }

  function write() {
    complain('');
    grow();
    const read = readEntry(entries(), text.value);
    if (read) return enter(read.entry, read.rest);
    if (text.value.startsWith('/') && !text.value.includes('\n')) offerCommands();
    else suggestions.hide();
  }

  function grow() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
    send.classList.toggle('ready', text.value.trim() !== '' || command !== null);
  }

  function offerCommands() {
    const found = matchEntries(entries(), text.value);
    const items = found.map(entry => ({
      label: entry.label,
      detail: entry.description,
      note: optionNames(entry),
      value: entry,
    }));
    suggestions.show(text, {
      title: state.bot ? t('Commands of {bot}', { bot: nameOf(state.bot) }) : t('Commands'),
      hint: t('↑ ↓ to choose, Enter to take'),
      items,
      notice: t(
        entries().length > 0 ? 'No command is called that.' : 'The bot has not registered any commands yet.',
      ),
      pick: item => enter(/** @type {Entry} */ (item.value), ''),
    });
  }

  function startCommand() {
    leave('/');
    write();
  }

  /**
   * @param {Entry} entry
   * @param {string} typed text for the first option
   */
  function enter(entry, typed) {
    suggestions.hide();
    cancelReply();
    command = createCommandForm({
      entry,
      suggestions,
      complete: (focused, options) => complete(entry, focused, options),
      pickables,
      upload,
      complain,
      send: () => form.requestSubmit(),
      leave,
    });
    text.value = '';
    fill(field, command.element);
    form.classList.add('commanding');
    grow();
    command.focus();
    command.type(typed);
  }

  /** @param {string} rest goes back to writing, with this text */
  function leave(rest) {
    reset(rest);
    text.focus();
  }

  /** @param {string} rest what is in the box, instead of a command; the focus stays where it is */
  function reset(rest) {
    suggestions.hide();
    command = null;
    complain('');
    form.classList.remove('commanding');
    fill(field, text);
    text.value = rest;
    grow();
  }

  /**
   * @param {Entry} entry
   * @param {string} focused
   * @param {Record<string, Value>} options
   */
  async function complete(entry, focused, options) {
    const outcome = await act({
      do: 'autocomplete',
      channel_id: channelId,
      name: entry.name,
      ...subcommandOf(entry),
      options,
      focused,
    });
    return 'choices' in outcome ? outcome.choices : null;
  }

  /** @type {(option: APIApplicationCommandBasicOption) => Suggestion[]} */
  function pickables(option) {
    const { type } = option;
    if (type === optionType.channel) {
      const fits = 'channel_types' in option && option.channel_types ? option.channel_types : null;
      const channels = [...state.channels.values()].filter(channel =>
        fits ? fits.some(fit => fit === channel.type) : channel.type !== 4,
      );
      return channels.map(channel => ({
        label: `${isThread(channel) ? '' : '#'}${channelName(channel)}`,
        value: channel.id,
      }));
    }
    if (type === optionType.role)
      return state.roles.map(role => ({ label: `@${role.name}`, value: role.id }));
    if (type !== optionType.user) return [];
    return listUsers(state).map(user => ({ label: `@${nameOf(user)}`, value: user.id }));
  }

  /** @param {KeyboardEvent} event */
  function steer(event) {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && suggestions.open) suggestions.move(1);
    else if (event.key === 'ArrowUp' && suggestions.open) suggestions.move(-1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && suggestions.open)
      suggestions.pick();
    else if (event.key === 'Enter' && !event.shiftKey) form.requestSubmit();
    else if (event.key === 'Escape' && suggestions.visible) suggestions.hide();
    else if (event.key === 'Escape') cancelReply();
    else return;
    event.preventDefault();
  }

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await (command ? sendCommand(command) : say());
    busy = false;
  }

  /** @param {ReturnType<typeof createCommandForm>} sending */
  async function sendCommand(sending) {
    const options = sending.read();
    if (!options) return;
    suggestions.hide();
    const { entry } = sending;
    const outcome = await act({
      do: 'command',
      channel_id: channelId,
      name: entry.name,
      ...subcommandOf(entry),
      options,
    });
    if ('error' in outcome) return complain(outcome.error);
    if (command === sending) leave('');
    if ('interaction_id' in outcome) onCommand(entry, outcome);
  }

  async function say() {
    const content = text.value.trim();
    if (content === '') return;
    if (content.startsWith('/') && entries().some(({ label }) => label === content))
      return enter(/** @type {Entry} */ (entries().find(({ label }) => label === content)), '');
    if (content.length > longest)
      return complain(
        t('Your message has {count} characters; Discord takes {most}.', {
          count: content.length,
          most: longest,
        }),
      );
    const outcome = await act({
      do: 'say',
      channel_id: channelId,
      content,
      ...(replyTo ? { reply_to: replyTo.id } : {}),
    });
    if ('error' in outcome) return complain(outcome.error);
    leave('');
    cancelReply();
  }

  function cancelReply() {
    replyTo = null;
    replyBar.hidden = true;
  }

  /** @param {APIMessage} message */
  function reply(message) {
    if (command) leave('');
    replyTo = message;
    const who = h('b', {}, nameOf(message.author));
    const cancel = iconButton('close', t('Do not reply'), cancelReply);
    fill(replyBar, h('span', {}, phrase('Replying to {who}', { who })), cancel);
    replyBar.hidden = false;
    text.focus();
  }

  /** Updates the box for the current channel; unsent text is kept for each channel. */
  function render() {
    const next = state.current ?? '';
    if (next !== channelId) {
      drafts.set(channelId, text.value);
      const focused = form.contains(document.activeElement);
      channelId = next;
      cancelReply();
      reset(drafts.get(next) ?? '');
      if (focused) text.focus();
    }
    const channel = state.channels.get(channelId);
    form.hidden = isForum(channel);
    const name = channelName(channel);
    const place = (/** @type {string} */ shown) =>
      isThread(channel) ? `“${shown}”` : `${isDirect(channel) ? '@' : '#'}${shown}`;
    const short = narrow.matches;
    // a text area has no ellipsis of its own for a hint that is too long
    const around = t('Message {place}', { place: place('') }).length;
    text.placeholder = short
      ? t('Message {place}', { place: place(truncate(name, longestHint - around)) })
      : t('Message {place}, or type / for commands', { place: place(name) });
    text.setAttribute('aria-label', t('Message {place}', { place: place(name) }));
  }

  /**
   * Puts a command into the box, ready to fill in or send.
   *
   * @param {string} label with or without the slash
   */
  function prefill(label) {
    const wanted = label.startsWith('/') ? label : `/${label}`;
    const entry = entries().find(other => other.label === wanted);
    if (entry) return enter(entry, '');
    leave(wanted);
    write();
  }

  /** @param {APIUser[]} users */
  function showTyping(users) {
    const names = users.map(nameOf);
    const who = h('b', {}, listNames(names));
    const said =
      names.length > 2
        ? [t('Several people are typing…')]
        : phrase(names.length > 1 ? '{who} are typing…' : '{who} is typing…', { who });
    fill(typing, names.length > 0 && [dots(), h('span', {}, said)]);
  }

  // a window that is made narrower, or a phone that is turned
  narrow.addEventListener('change', render);
  return {
    render,
    prefill,
    reply,
    showTyping,
    complain,
    focus: () => (command ? command.focus() : text.focus()),
  };
}

/** @param {Entry} entry */
function subcommandOf({ subcommand }) {
  return subcommand === undefined ? {} : { subcommand };
}

/** @param {Entry} entry */
function optionNames({ options }) {
  return options.map(({ name, required }) => (required ? name : `${name}?`)).join('  ');
}
