import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIGuildMember,
  type APIInteraction,
  type APIMessage,
  type APIOverwrite,
  type APIRole,
  type APIThreadMember,
  type APIUser,
  ChannelType,
  type InteractionType,
  type ThreadAutoArchiveDuration,
  type UserFlags,
} from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import { createSnowflakes } from './snowflakes.ts';

/** The complete state of the preview. Plain data; code that changes it announces the change. */
export interface World {
  readonly clock: Clock;
  /** A new id, greater than every earlier one. */
  readonly nextId: () => string;
  /** The bot's user; the application has the same id. */
  readonly bot: APIUser;
  readonly users: Map<string, APIUser>;
  readonly servers: Map<string, Server>;
  readonly channels: Map<string, Channel>;
  /** By channel, oldest first. */
  readonly messages: Map<string, Stored[]>;
  /** By server id, or `global`. */
  readonly commands: Map<string, APIApplicationCommand[]>;
  readonly interactions: Map<string, Interaction>;
  readonly files: Map<string, UploadedFile>;
  readonly listeners: Set<(change: Change) => void>;
  /** Whether the application has the privileged message content intent. */
  readonly messageContentIntent: boolean;
  /** The server's origin, from which files are served; set once it listens. */
  origin: string;
  online: boolean;
}

export interface Server {
  readonly id: string;
  name: string;
  owner_id: string;
  joined_at: string;
  /** The channel in which Discord announces new members, and bots inform editors. */
  system_channel_id?: string | null;
  /** Whether an outage makes it unavailable to everybody. */
  unavailable?: boolean;
  readonly roles: APIRole[];
  readonly members: Map<string, APIGuildMember>;
}

export interface GuildChannel {
  id: string;
  type: ChannelType.GuildText | ChannelType.GuildAnnouncement | ChannelType.GuildForum;
  guild_id: string;
  name: string;
  topic: string | null;
  position: number;
  parent_id: null;
  permission_overwrites: APIOverwrite[];
  nsfw: boolean;
  rate_limit_per_user: number;
  last_message_id: string | null;
  flags: number;
  available_tags?: [];
  default_reaction_emoji?: null;
  default_sort_order?: null;
  default_forum_layout?: 0;
}

export interface Thread {
  id: string;
  type: ChannelType.PublicThread | ChannelType.PrivateThread;
  guild_id: string;
  parent_id: string;
  owner_id: string;
  name: string;
  last_message_id: string | null;
  flags: number;
  rate_limit_per_user: number;
  message_count: number;
  member_count: number;
  total_message_sent: number;
  applied_tags: string[];
  thread_metadata: {
    archived: boolean;
    archive_timestamp: string;
    auto_archive_duration: ThreadAutoArchiveDuration;
    locked: boolean;
    create_timestamp: string;
    invitable?: boolean;
  };
  /** The members of the thread. */
  participants: APIThreadMember[];
}

export interface DirectChannel {
  id: string;
  type: ChannelType.DM;
  last_message_id: string | null;
  flags: number;
  /** The other person: the one member in this channel with the bot. */
  recipients: APIUser[];
}

export type Channel = GuildChannel | Thread | DirectChannel;

export interface Stored {
  message: APIMessage;
  /** The id of the only member who sees it, or null if everybody does. */
  readonly onlyFor: string | null;
}

export interface UploadedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export type Change =
  | { type: 'message' | 'message update' | 'message delete'; stored: Stored }
  | { type: 'channel' | 'channel update' | 'channel delete'; channel: Channel }
  | { type: 'thread members'; channel: Thread; added: APIThreadMember[] }
  | { type: 'server' | 'server update' | 'server delete' | 'server outage'; server: Server }
  | { type: 'member' | 'member update'; server: Server; member: APIGuildMember }
  | { type: 'role'; server: Server; role: APIRole }
  | { type: 'commands' }
  | { type: 'typing'; channelId: string; userId: string }
  | { type: 'bot'; online: boolean }
  | { type: 'interaction'; interaction: Interaction; state: 'asked' | 'answered' | 'failed' }
  | { type: 'modal'; interaction: Interaction }
  | { type: 'request' };

export const isThread = (channel: Channel): channel is Thread =>
  channel.type === ChannelType.PublicThread || channel.type === ChannelType.PrivateThread;
export const isDirect = (channel: Channel): channel is DirectChannel => channel.type === ChannelType.DM;
export const isGuildChannel = (channel: Channel): channel is GuildChannel =>
  !isThread(channel) && !isDirect(channel);

/** The id of a channel's server, or null for direct messages. */
export function serverIdOf(channel: Channel): string | null {
  return isDirect(channel) ? null : channel.guild_id;
}

/** Creates a world that contains only the bot. */
export function createWorld(options: {
  clock: Clock;
  messageContentIntent: boolean;
  botName: string;
}): World {
  const nextId = createSnowflakes(() => options.clock.now());
  const bot = createUser(nextId(), options.botName, { bot: true });
  return {
    clock: options.clock,
    nextId,
    bot,
    users: new Map([[bot.id, bot]]),
    servers: new Map(),
    channels: new Map(),
    messages: new Map(),
    commands: new Map(),
    interactions: new Map(),
    files: new Map(),
    listeners: new Set(),
    messageContentIntent: options.messageContentIntent,
    origin: 'http://127.0.0.1',
    online: false,
  };
}

/** Notifies all listeners: the gateway, the page, the tests. */
export function announce(world: World, change: Change): void {
  for (const listener of [...world.listeners]) listener(change);
}

/** The current time in ISO 8601, UTC. */
export function now(world: World): string {
  return new Date(world.clock.now()).toISOString();
}

export function createUser(id: string, name: string, { bot = false } = {}): APIUser {
  const username = name.toLowerCase().replace(/[^a-z0-9_.]+/g, '_');
  const shown = bot ? { username: name, global_name: null, bot } : { username, global_name: name };
  const none = 0 as UserFlags;
  return {
    id,
    ...shown,
    discriminator: bot ? '0001' : '0',
    avatar: null,
    public_flags: none,
    flags: none,
    primary_guild: null,
  };
}

/** The direct message channel between the bot and a user, created on first use. */
export function directChannel(world: World, user: APIUser): DirectChannel {
  const found = [...world.channels.values()]
    .filter(isDirect)
    .find(channel => channel.recipients[0]?.id === user.id);
  if (found) return found;
  const channel: DirectChannel = {
    id: world.nextId(),
    type: ChannelType.DM,
    last_message_id: null,
    flags: 0,
    recipients: [user],
  };
  world.channels.set(channel.id, channel);
  announce(world, { type: 'channel', channel });
  return channel;
}

/** Whether the bot is a member of a server. */
export function isBotIn(world: World, serverId: string): boolean {
  return world.servers.get(serverId)?.members.has(world.bot.id) ?? false;
}

/** Something that a member asked the bot, and its outcome. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly askedAt: number;
  readonly member: APIUser;
  readonly channelId: string;
  /** The payload that the gateway sends. */
  readonly payload: APIInteraction;
  /** The message whose button or menu was used. */
  readonly source: Stored | undefined;
  /** The command's name, if it is a command. */
  readonly command: string | undefined;
  state: 'asked' | 'answered' | 'failed';
  deferred: boolean;
  /** The id of the first answer's message. */
  originalId: string | undefined;
  modal: Modal | undefined;
  choices: readonly APIApplicationCommandOptionChoice[] | undefined;
  readonly settled: AbortController;
}

export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Record<string, unknown>[];
}
