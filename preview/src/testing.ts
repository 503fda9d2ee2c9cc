import type { APIMessage } from 'discord-api-types/v10';
import { ChannelType } from 'discord-api-types/v10';
// @ts-expect-error a script of the page
import { parse } from '../page/markdown.js';
import type { Faults } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { Member } from './members.ts';
import { messagesOf } from './messages.ts';
import { type ChannelName, openParts, type Parts, type PreviewOptions, type Timing } from './open.ts';
import { describePreview, type Preview as Running } from './preview.ts';
import type { LoggedRequest } from './rest.ts';
import {
  addChannel,
  addPerson,
  addRole,
  addServer,
  expelBot,
  giveRole,
  inviteBot,
  overwrite,
  removeChannel,
  removeServer,
  setOutage,
} from './servers.ts';
import type { Until } from './until.ts';
import {
  announce,
  type GuildChannel,
  isGuildChannel,
  isThread,
  now,
  type Server,
  serverIdOf,
  type World,
} from './world.ts';

export type { Asked } from './asked.ts';
export type { Clock } from './clock.ts';
export type { Fault, Faults } from './faults.ts';
export { messageProblems, textsOf } from './limits.ts';
export type { Member } from './members.ts';
export type { LoggedRequest, Violation } from './rest.ts';
export type { Until } from './until.ts';

/** A part of a formatted text: its kind, and what it contains or links to depending on that. */
export interface FormattedSpan {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** Parses Discord's markdown as the page does. */
export const parseMarkdown = parse as (text: string) => FormattedSpan[];

/** Preview options with a clock and heartbeat interval for tests. */
export type TestPreviewOptions = PreviewOptions & Timing;

/** Control over servers and their members. */
interface People {
  /** A member of the first server by name or id (Ada, an editor; Ben, a reader). Throws if unknown. */
  member(nameOrId: string): Member;
  /** Adds a member; returns the existing one for a name that is taken. */
  addMember(name: string, options?: { editor?: boolean; serverId?: string }): Member;
  /** Adds a role without permissions and gives it to members, by name or id; returns its id. */
  addRole(name: string, options?: { serverId?: string; members?: readonly string[] }): string;
  addServer(name: string): { id: string; channels: { general: string } };
  removeServer(id: string): void;
  /** Removes the bot from a server, which stays as it is, and `inviteBot` invites it again. */
  expelBot(serverId: string): void;
  inviteBot(serverId: string): void;
  /** Makes a server unavailable to everybody, or available again. */
  setOutage(serverId: string, how: { unavailable: boolean }): void;
}

/** Control over channels, and a moderator's actions in them. */
interface Places {
  addChannel(name: string, options?: { serverId?: string; forum?: boolean }): string;
  /** Removes a channel or a thread. */
  removeChannel(id: string): void;
  /** Sets the first server's channel for system messages; null for none. */
  setSystemChannel(id: string | null): void;
  /** Archives or reopens a thread, as a moderator or inactivity would. */
  archive(threadId: string, options?: { locked?: boolean; archived?: boolean }): void;
  /** Denies the bot permissions (of `PermissionFlagsBits`) in a channel. */
  deny(channelId: string, ...permissions: readonly bigint[]): void;
  /** Removes such denials. */
  allow(channelId: string, ...permissions: readonly bigint[]): void;
  /** Every message in a channel, private ones included, oldest first. */
  messages(channelId: string): APIMessage[];
  /** The messages that reply to a message, oldest first. */
  repliesTo(message: Pick<APIMessage, 'id' | 'channel_id'>): APIMessage[];
  /** The threads of a channel. */
  threads(channelId: string): { id: string; name: string; archived: boolean; ownerId: string }[];
}

/** A preview whose members, channels and faults a test controls. */
export interface Preview extends Running, People, Places {
  readonly botId: string;
  readonly serverId: string;
  /** The channels of the first server. */
  readonly channels: Readonly<Record<'articles' | 'general' | 'news' | 'forum', string>>;
  readonly faults: Faults;
  readonly gateway: Pick<
    Gateway,
    'drop' | 'fallSilent' | 'invalidate' | 'requestReconnect' | 'send' | 'counts'
  >;
  /** The bot's requests, oldest first; only the latest 10,000. */
  readonly requests: readonly LoggedRequest[];
  /** Waits for a condition. */
  readonly until: Until;
}

/** Starts a preview for a test. Throws an AddressError if it cannot listen there. */
export async function startPreview(options: TestPreviewOptions): Promise<Preview> {
  const parts = await openParts(options);
  const { world, server, faults, gateway, rest, until } = parts;
  const channels = channelsOf(world, server);
  return Object.assign(describePreview(parts), managePeople(parts), managePlaces(parts), {
    botId: world.bot.id,
    serverId: server.id,
    channels,
    faults,
    gateway,
    requests: rest.requests,
    until,
  });
}

function managePeople({ world, server, findMember }: Parts): People {
  return {
    member: nameOrId => findMember(server, nameOrId),
    addMember(name, { editor = false, serverId = server.id } = {}) {
      const place = serverOf(world, serverId);
      const there = [...place.members.values()].find(({ user }) => user.global_name === name)?.user;
      return findMember(place, (there ?? addPerson(world, place, name, { editor })).id);
    },
    addRole(name, { serverId = server.id, members = [] } = {}) {
      const place = serverOf(world, serverId);
      const { id } = addRole(world, place, name);
      for (const holder of members) giveRole(world, place, findMember(place, holder).id, id);
      return id;
    },
    addServer(name) {
      const added = addServer(world, name);
      const general = addChannel(world, added, 'general').id;
      announce(world, { type: 'server', server: added });
      return { id: added.id, channels: { general } };
    },
    removeServer: id => removeServer(world, serverOf(world, id)),
    expelBot: id => expelBot(world, serverOf(world, id)),
    inviteBot: id => inviteBot(world, serverOf(world, id)),
    setOutage: (id, { unavailable }) => setOutage(world, serverOf(world, id), unavailable),
  };
}

function managePlaces({ world, server }: Parts): Places {
  return {
    addChannel: (name, { serverId = server.id, forum = false } = {}) =>
      addChannel(world, serverOf(world, serverId), name, forum ? { type: ChannelType.GuildForum } : {}).id,
    removeChannel: id => removeChannel(world, demand(world.channels.get(id), 'channel', id)),
    setSystemChannel(id) {
      server.system_channel_id = id;
      announce(world, { type: 'server update', server });
    },
    archive: (id, { locked = false, archived = true } = {}) => archive(world, id, { locked, archived }),
    deny: (id, ...permissions) =>
      overwrite(world, guildChannel(world, id), world.bot.id, { deny: union(permissions) }),
    allow: (id, ...permissions) =>
      overwrite(world, guildChannel(world, id), world.bot.id, { restore: union(permissions) }),
    messages: id => messagesOf(world, id).map(({ message }) => message),
    repliesTo: ({ id, channel_id }) =>
      messagesOf(world, channel_id)
        .map(({ message }) => message)
        .filter(({ message_reference }) => message_reference?.message_id === id),
    threads: id =>
      [...world.channels.values()]
        .filter(isThread)
        .filter(({ parent_id }) => parent_id === id)
        .map(thread => ({
          ...{ id: thread.id, name: thread.name, ownerId: thread.owner_id },
          archived: thread.thread_metadata.archived,
        })),
  };
}

function archive(world: World, id: string, how: { locked: boolean; archived: boolean }): void {
  const channel = world.channels.get(id);
  if (!channel || !isThread(channel)) throw new Error(`There is no thread ${id}.`);
  channel.thread_metadata = { ...channel.thread_metadata, ...how, archive_timestamp: now(world) };
  announce(world, { type: 'channel update', channel });
}

function channelsOf(world: World, server: Server): Preview['channels'] {
  const own = [...world.channels.values()]
    .filter(isGuildChannel)
    .filter(channel => serverIdOf(channel) === server.id);
  const id = (name: ChannelName) => own.find(channel => channel.name === name)?.id ?? own[0]!.id;
  return { articles: id('articles'), general: id('general'), news: id('news'), forum: id('questions') };
}

const serverOf = (world: World, id: string): Server => demand(world.servers.get(id), 'server', id);

function guildChannel(world: World, id: string): GuildChannel {
  const channel = demand(world.channels.get(id), 'channel', id);
  if (!isGuildChannel(channel))
    throw new Error('Permissions belong to a channel of a server, not to a thread.');
  return channel;
}

function demand<Value>(value: Value | undefined, what: string, id: string): Value {
  if (value === undefined) throw new Error(`There is no ${what} ${id}.`);
  return value;
}

const union = (bits: readonly bigint[]): bigint => bits.reduce((all, bit) => all | bit, 0n);
