// @ts-check

/**
 * @import { APIApplicationCommand, APIChannel, APIMessage, APIUser } from 'discord-api-types/v10'
 * @import { Event, Member } from '../src/protocol.ts'
 *
 * @typedef {object} State
 * @property {{ id: string, name: string }} server
 * @property {APIUser | null} bot
 * @property {boolean} botOnline
 * @property {Member | null} me
 * @property {Member[]} members
 * @property {{ id: string, name: string }[]} roles
 * @property {Map<string, APIChannel>} channels
 * @property {Map<string, Map<string, APIMessage>>} messages by channel, then by id
 * @property {APIApplicationCommand[]} commands
 * @property {Set<string>} unread channels with unread messages
 * @property {string | null} current the channel on screen
 */

/** @returns {State} */
export function createState() {
  return {
    server: { id: '0', name: 'Preview' },
    bot: null,
    botOnline: false,
    me: null,
    members: [],
    roles: [],
    channels: new Map(),
    messages: new Map(),
    commands: [],
    unread: new Set(),
    current: null,
  };
}

/**
 * Updates the state with an event. Rendering is done elsewhere.
 *
 * @param {State} state
 * @param {Event} event
 */
export function apply(state, event) {
  switch (event.type) {
    case 'snapshot': {
      const { server, bot, botOnline, me, members, roles, commands } = event;
      Object.assign(state, { server, bot, botOnline, me, members, roles, commands, messages: new Map() });
      state.channels = new Map(event.channels.map(channel => [channel.id, channel]));
      for (const message of event.messages) keep(state, message);
      state.unread = new Set([...state.unread].filter(id => state.channels.has(id)));
      if (!state.current || !state.channels.has(state.current))
        state.current = topChannels(state)[0]?.id ?? null;
      return;
    }
    case 'message':
      if (isNew(state, event.message)) state.unread.add(event.message.channel_id);
      keep(state, event.message);
      return;
    case 'message delete':
      state.messages.get(event.channel_id)?.delete(event.id);
      return;
    case 'channel':
      state.channels.set(event.channel.id, event.channel);
      return;
    case 'channel delete':
      state.channels.delete(event.id);
      state.unread.delete(event.id);
      if (state.current === event.id) state.current = topChannels(state)[0]?.id ?? null;
      return;
    case 'commands':
      state.commands = event.commands;
      return;
    case 'bot':
      state.botOnline = event.online;
      return;
  }
}

/** @type {(state: State, message: APIMessage) => void} */
function keep(state, message) {
  const known = state.messages.get(message.channel_id);
  if (known) known.set(message.id, message);
  else state.messages.set(message.channel_id, new Map([[message.id, message]]));
}

/** @type {(state: State, message: APIMessage) => boolean} */
function isNew(state, message) {
  const known = state.messages.get(message.channel_id)?.has(message.id);
  return !known && message.channel_id !== state.current && message.author.id !== state.me?.user.id;
}

/**
 * The messages of a channel, oldest first.
 *
 * @param {State} state
 * @param {string} channelId
 */
export function messagesOf(state, channelId) {
  return [...(state.messages.get(channelId)?.values() ?? [])].sort((one, other) =>
    compareIds(one.id, other.id),
  );
}

/**
 * Compares ids numerically: they contain a timestamp and are too large for a JavaScript number.
 *
 * @param {string} one
 * @param {string} other
 */
function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}

/** @param {APIChannel | undefined} channel */
export function isThread(channel) {
  return channel !== undefined && channel.type >= 10 && channel.type <= 12;
}

/**
 * The channels that are not threads or categories, in the server's order, direct messages last.
 *
 * @param {State} state
 */
export function topChannels(state) {
  const channels = [...state.channels.values()].filter(channel => !isThread(channel) && channel.type !== 4);
  const place = (/** @type {APIChannel} */ channel) =>
    isDirect(channel) ? Number.MAX_SAFE_INTEGER : 'position' in channel ? (channel.position ?? 0) : 0;
  return channels.sort((one, other) => place(one) - place(other) || compareIds(one.id, other.id));
}

/**
 * The threads of a channel that are not archived, and the one on screen; newest first.
 *
 * @param {State} state
 * @param {string} channelId
 */
export function threadsOf(state, channelId) {
  return [...state.channels.values()]
    .filter(
      channel =>
        isThread(channel) &&
        parentOf(channel) === channelId &&
        (!isArchived(channel) || channel.id === state.current),
    )
    .sort((one, other) => compareIds(other.id, one.id));
}

/** @param {APIChannel} channel */
export function parentOf(channel) {
  return 'parent_id' in channel ? (channel.parent_id ?? null) : null;
}

/** @param {APIChannel} channel */
function isArchived(channel) {
  return 'thread_metadata' in channel && Boolean(channel.thread_metadata?.archived);
}

/** @param {APIChannel | undefined} channel */
export function isDirect(channel) {
  return channel?.type === 1;
}

/** @param {APIChannel | undefined} channel */
export function isForum(channel) {
  return channel?.type === 15 || channel?.type === 16;
}

/**
 * A channel's name; for direct messages, the other person's name.
 *
 * @param {APIChannel | undefined} channel
 */
export function channelName(channel) {
  if (channel?.name) return channel.name;
  const other = channel && 'recipients' in channel ? channel.recipients?.[0] : undefined;
  return other ? other.global_name || other.username : 'direct messages';
}

/**
 * A channel's name with the sign of a text channel, if it is one.
 *
 * @param {APIChannel | undefined} channel
 */
export function signedName(channel) {
  return `${isThread(channel) || isDirect(channel) ? '' : '#'}${channelName(channel)}`;
}

/**
 * The channel on screen.
 *
 * @param {State} state
 */
export function currentChannel({ current, channels }) {
  return current ? channels.get(current) : undefined;
}

/**
 * Whether there are unread messages in another channel than the one on screen.
 *
 * @param {State} state
 */
export function hasUnreadElsewhere({ current, unread }) {
  return [...unread].some(id => id !== current);
}

/**
 * The members and the bot.
 *
 * @param {State} state
 */
export function listUsers({ members, bot }) {
  return [...members.map(({ user }) => user), ...(bot ? [bot] : [])];
}

/** @type {(state: State, id: string) => APIUser | null} */
export function findUser(state, id) {
  return listUsers(state).find(user => user.id === id) ?? null;
}
