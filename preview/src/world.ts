import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIGuildMember,
  APIInteraction,
  APIMessage,
  APIOverwrite,
  APIRole,
  APIThreadMember,
  APIUser,
  InteractionType,
  RoleFlags,
  ThreadAutoArchiveDuration,
  UserFlags,
} from 'discord-api-types/v10';
import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
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

const EVERYBODY =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.ChangeNickname;

/** The bot is allowed to ping everybody, so that a test notices if a message tries to. */
const BOT = EVERYBODY | PermissionFlagsBits.MentionEveryone;
const EDITORS = EVERYBODY | PermissionFlagsBits.ManageGuild;

/** Adds a server with the bot in it, without channels. */
export function addServer(world: World, name: string): Server {
  const id = world.nextId();
  const owner = createUser(world.nextId(), 'Owner');
  world.users.set(owner.id, owner);
  const server: Server = {
    id,
    name,
    owner_id: owner.id,
    joined_at: now(world),
    roles: [
      role(id, '@everyone', EVERYBODY, 0),
      role(world.nextId(), 'Editors', EDITORS, 1),
      { ...role(world.nextId(), world.bot.username, BOT, 2), managed: true, tags: { bot_id: world.bot.id } },
    ],
    members: new Map(),
  };
  world.servers.set(id, server);
  join(world, server, owner, []);
  join(world, server, world.bot, [server.roles[2]!.id]);
  return server;
}

function role(id: string, name: string, permissions: bigint, position: number): APIRole {
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return {
    id,
    name,
    permissions: permissions.toString(),
    position,
    color: 0,
    colors,
    hoist: false,
    managed: false,
    ...{ mentionable: false, icon: null, unicode_emoji: null, flags: 0 as RoleFlags },
  };
}

/** Adds a person to the server; an editor has Manage Server. */
export function addPerson(world: World, server: Server, name: string, { editor = false } = {}): APIUser {
  const user = createUser(world.nextId(), name);
  world.users.set(user.id, user);
  const member = join(world, server, user, editor ? [server.roles[1]!.id] : []);
  announce(world, { type: 'member', server, member });
  return user;
}

/** Adds a role without permissions of its own. */
export function addRole(world: World, server: Server, name: string): APIRole {
  const added = role(world.nextId(), name, 0n, server.roles.length);
  server.roles.push(added);
  announce(world, { type: 'role', server, role: added });
  return added;
}

/** Gives a member a role. Throws if there is no such member. */
export function giveRole(world: World, server: Server, userId: string, roleId: string): void {
  const member = server.members.get(userId);
  if (!member) throw new Error(`There is no member ${userId} in ${server.name}.`);
  member.roles = [...new Set([...member.roles, roleId])];
  announce(world, { type: 'member update', server, member });
}

/** Makes a user a member of a server. */
export function join(world: World, server: Server, user: APIUser, roles: string[]): APIGuildMember {
  const member: APIGuildMember = {
    user,
    roles,
    nick: null,
    avatar: null,
    banner: null,
    joined_at: now(world),
    deaf: false,
    mute: false,
    flags: 0 as APIGuildMember['flags'],
    pending: false,
    premium_since: null,
    communication_disabled_until: null,
  };
  server.members.set(user.id, member);
  return member;
}

/** Adds a channel at the end of the server's list. */
export function addChannel(
  world: World,
  server: Server,
  name: string,
  { type = ChannelType.GuildText, topic = null }: { type?: GuildChannel['type']; topic?: string | null } = {},
): GuildChannel {
  const position = [...world.channels.values()].filter(
    other => isGuildChannel(other) && other.guild_id === server.id,
  ).length;
  const forum = {
    available_tags: [] as [],
    default_reaction_emoji: null,
    default_sort_order: null,
    default_forum_layout: 0 as const,
  };
  const channel: GuildChannel = {
    id: world.nextId(),
    type,
    guild_id: server.id,
    name,
    topic,
    position,
    parent_id: null,
    permission_overwrites: [],
    ...{ nsfw: false, rate_limit_per_user: 0, last_message_id: null, flags: 0 },
    ...(type === ChannelType.GuildForum ? forum : {}),
  };
  world.channels.set(channel.id, channel);
  announce(world, { type: 'channel', channel });
  return channel;
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

/** Denies a user permissions in a channel, or lifts such denials. */
export function overwrite(
  world: World,
  channel: GuildChannel,
  userId: string,
  change: { deny?: bigint; restore?: bigint },
): void {
  const before = channel.permission_overwrites.find(other => other.id === userId);
  const denied = (BigInt(before?.deny ?? 0) | (change.deny ?? 0n)) & ~(change.restore ?? 0n);
  channel.permission_overwrites = [
    ...channel.permission_overwrites.filter(other => other.id !== userId),
    ...(denied ? [{ id: userId, type: OverwriteType.Member, allow: '0', deny: denied.toString() }] : []),
  ];
  announce(world, { type: 'channel update', channel });
}

/** Removes a channel with its threads and messages. */
export function removeChannel(world: World, channel: Channel): void {
  for (const other of [...world.channels.values()])
    if (isThread(other) && other.parent_id === channel.id) removeChannel(world, other);
  world.channels.delete(channel.id);
  world.messages.delete(channel.id);
  announce(world, { type: 'channel delete', channel });
}

/** Whether the bot is a member of a server. */
export function isBotIn(world: World, serverId: string): boolean {
  return world.servers.get(serverId)?.members.has(world.bot.id) ?? false;
}

/** Removes the bot from a server, which stays otherwise unchanged. */
export function expelBot(world: World, server: Server): void {
  server.members.delete(world.bot.id);
  announce(world, { type: 'server delete', server });
}

/** Adds the bot to a server, again or for the first time. */
export function inviteBot(world: World, server: Server): void {
  const own = server.roles.filter(({ tags }) => tags?.bot_id === world.bot.id);
  join(
    world,
    server,
    world.bot,
    own.map(({ id }) => id),
  );
  server.joined_at = now(world);
  announce(world, { type: 'server', server });
}

/** Starts or ends an outage of a server, as happens on Discord. */
export function setOutage(world: World, server: Server, unavailable: boolean): void {
  server.unavailable = unavailable;
  announce(world, { type: unavailable ? 'server outage' : 'server', server });
}

/** Deletes a server with its channels. */
export function removeServer(world: World, server: Server): void {
  for (const [id, channel] of [...world.channels]) {
    if (serverIdOf(channel) !== server.id) continue;
    world.channels.delete(id);
    world.messages.delete(id);
  }
  world.servers.delete(server.id);
  world.commands.delete(server.id);
  announce(world, { type: 'server delete', server });
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
