import {
  type APIGuildMember,
  type APIRole,
  type APIUser,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  type RoleFlags,
} from 'discord-api-types/v10';
import {
  announce,
  type Channel,
  createUser,
  type GuildChannel,
  isGuildChannel,
  isThread,
  now,
  type Server,
  serverIdOf,
  type World,
} from './world.ts';

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

export function role(id: string, name: string, permissions: bigint, position: number): APIRole {
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
