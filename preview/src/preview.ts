import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { type APIMessage, ChannelType } from 'discord-api-types/v10';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { UserError } from '../../src/errors.ts';
import { type Clock, systemClock } from '../../src/scheduling/clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { forget } from './interactions.ts';
import { createMember, type Member } from './members.ts';
import { messagesOf, remove } from './messages.ts';
import { mayUpgrade, ownOriginOnly } from './origin.ts';
import { createPage } from './page.ts';
import { createRest, type LoggedRequest, type Violation } from './rest.ts';
import { keepState, restoreState } from './state-file.ts';
import { createUntil, type Until } from './until.ts';
import {
  addChannel,
  addPerson,
  addRole,
  addServer,
  announce,
  createWorld,
  expelBot,
  type GuildChannel,
  giveRole,
  inviteBot,
  isGuildChannel,
  overwrite,
  removeChannel,
  removeServer,
  type Server,
  serverIdOf,
  setOutage,
  type World,
} from './world.ts';

export type { Fault } from './faults.ts';
export type { Asked, Member } from './members.ts';
export type { LoggedRequest, Violation } from './rest.ts';

export interface PreviewOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Ports that are not to be advised where this one is taken. */
  readonly notAdvised?: readonly number[];
  /** 127.0.0.1 if absent: nobody else on the network gets in. */
  readonly host?: string;
  /** What the bot logs in with. */
  readonly token?: string;
  /** Whether the application holds the privileged message-content intent; true if absent. */
  readonly messageContentIntent?: boolean;
  /** Whether it holds the privileged intents for members and presences; false if absent. */
  readonly memberIntents?: boolean;
  /** How many shards it recommends; 1 if absent. */
  readonly shards?: number;
  /** How often clients are to send heartbeats, in milliseconds; as often as Discord says if absent. */
  readonly heartbeat?: number;
  /**
   * Whether requests and answers are held to Discord's document; true if absent. That takes longer than a bot
   * needs, so it is off where times are taken.
   */
  readonly isValidating?: boolean;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Where channels, messages and threads are kept between two starts; nowhere if absent. */
  readonly stateFile?: string;
  readonly botName?: string;
}

/** A Discord of one's own on loopback, with its page. */
export interface Preview {
  /** The page. */
  readonly url: string;
  /** For discord.js: `new Client({ rest: { api: preview.apiUrl } })`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly botId: string;
  readonly serverId: string;
  readonly channels: {
    readonly articles: string;
    readonly general: string;
    readonly news: string;
    readonly forum: string;
  };
  /**
   * A member of the first server by name or id; there are Ada, an editor, and Ben, a reader. Throws if there
   * is none.
   */
  member(nameOrId: string): Member;
  /** Adds a member; the same name gives the one who is there. */
  addMember(name: string, options?: { editor?: boolean; serverId?: string }): Member;
  /** Adds a role without permissions and gives it to members, by name or id; its id. */
  addRole(name: string, options?: { serverId?: string; members?: readonly string[] }): string;
  addServer(name: string): { id: string; channels: { general: string } };
  removeServer(id: string): void;
  /** A server throws the bot out and stays as it is, and invites it again. */
  expelBot(serverId: string): void;
  inviteBot(serverId: string): void;
  /** An outage keeps a server from everybody until it is over. */
  setOutage(serverId: string, how: { unavailable: boolean }): void;
  addChannel(name: string, options?: { serverId?: string; forum?: boolean }): string;
  /** Removes a channel or a thread. */
  removeChannel(id: string): void;
  /** Makes a channel of the first server the one for system messages; null for none. */
  setSystemChannel(id: string | null): void;
  /** Removes a message, as a moderator would. */
  removeMessage(message: Pick<APIMessage, 'id' | 'channel_id'>): void;
  /** Archives or opens a thread, as a moderator or the passing of time would. */
  archive(threadId: string, options?: { locked?: boolean; archived?: boolean }): void;
  /** Takes permissions (of `PermissionFlagsBits`) from the bot in a channel. */
  deny(channelId: string, ...permissions: readonly bigint[]): void;
  /** Gives them back. */
  allow(channelId: string, ...permissions: readonly bigint[]): void;
  /** Every message in a channel, private ones too, the oldest first. */
  messages(channelId: string): APIMessage[];
  /** Threads of a channel, by id with their name and whether they are archived. */
  threads(channelId: string): { id: string; name: string; archived: boolean; ownerId: string }[];
  readonly faults: Faults;
  readonly gateway: Pick<Gateway, 'drop' | 'fallSilent' | 'invalidate' | 'requestReconnect' | 'counts'>;
  /** Every request of the bot, the oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** What did not keep to Discord's document; empty when all is well. */
  readonly violations: readonly Violation[];
  /** Whether a bot is connected. */
  readonly online: boolean;
  /** Waits for anything to become true. */
  readonly until: Until;
  close(): Promise<void>;
}

const NAME = 'Local preview';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Starts the preview. Throws a UserError if the port is taken. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const {
    port,
    host = '127.0.0.1',
    token = 'local-preview.of.discord',
    clock = systemClock,
    log,
    stateFile,
  } = options;
  const world = createWorld({
    clock,
    messageContentIntent: options.messageContentIntent ?? true,
    botName: options.botName ?? 'Standfirst',
  });
  const restored = stateFile !== undefined && (await restoreState(world, stateFile, log));
  const server = restored ? [...world.servers.values()][0]! : furnish(world);

  const origins = { http: '', ws: '' };
  const faults = createFaults();
  const until = createUntil(world);
  const members = new Map<string, Member>();
  const member = (nameOrId: string) => memberOf(world, server, nameOrId, members, until);
  const gateway = createGateway(world, {
    token,
    memberIntents: options.memberIntents ?? false,
    url: () => origins.ws,
    heartbeat: options.heartbeat,
  });
  const rest = createRest(world, {
    token,
    faults,
    log,
    gatewayUrl: () => origins.ws,
    shards: options.shards ?? 1,
    isValidating: options.isValidating ?? true,
  });
  const allowedHosts = [...LOOPBACK, host];
  const page = createPage(world, { serverId: server.id, member });

  const http = await listen(
    new Hono().use(ownOriginOnly(allowedHosts)).route('/', rest.app).route('/', page),
    {
      ...{ port, host, notAdvised: options.notAdvised ?? [] },
    },
  );
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (mayUpgrade(allowedHosts, request) && request.url?.startsWith('/gateway'))
      gateway.upgrade(request, socket, head);
    else socket.destroy();
  });
  const address = `${host.includes(':') ? `[${host}]` : host}:${(http.address() as AddressInfo).port}`;
  Object.assign(origins, { http: `http://${address}`, ws: `ws://${address}/gateway` });
  world.origin = origins.http;
  const keeper = stateFile === undefined ? undefined : keepState(world, stateFile, log);

  return {
    url: `${origins.http}/`,
    apiUrl: `${origins.http}/api`,
    token,
    botId: world.bot.id,
    serverId: server.id,
    channels: namedChannels(world, server),
    member,
    addMember: (name, { editor = false, serverId = server.id } = {}) => {
      const place = serverOf(world, serverId);
      const known = [...place.members.values()].find(({ user }) => user.global_name === name)?.user;
      return memberOf(world, place, (known ?? addPerson(world, place, name, { editor })).id, members, until);
    },
    addRole: (name, { serverId = server.id, members: holders = [] } = {}) => {
      const place = serverOf(world, serverId);
      const { id } = addRole(world, place, name);
      for (const holder of holders)
        giveRole(world, place, memberOf(world, place, holder, members, until).id, id);
      return id;
    },
    addServer: name => {
      const added = addServer(world, name);
      const general = addChannel(world, added, 'general').id;
      announce(world, { type: 'server', server: added });
      return { id: added.id, channels: { general } };
    },
    removeServer: id => removeServer(world, serverOf(world, id)),
    expelBot: id => expelBot(world, serverOf(world, id)),
    inviteBot: id => inviteBot(world, serverOf(world, id)),
    setOutage: (id, { unavailable }) => setOutage(world, serverOf(world, id), unavailable),
    addChannel: (name, { serverId = server.id, forum = false } = {}) =>
      addChannel(world, serverOf(world, serverId), name, forum ? { type: ChannelType.GuildForum } : {}).id,
    removeChannel: id => removeChannel(world, known(world.channels.get(id), 'channel', id)),
    setSystemChannel: id => {
      server.system_channel_id = id;
      announce(world, { type: 'server update', server });
    },
    removeMessage: ({ id, channel_id }) =>
      remove(
        world,
        known(
          messagesOf(world, channel_id).find(other => other.message.id === id),
          'message',
          id,
        ),
      ),
    archive: (id, { locked = false, archived = true } = {}) => {
      const channel = world.channels.get(id);
      if (!channel || !('thread_metadata' in channel)) throw new Error(`There is no thread ${id}.`);
      channel.thread_metadata = {
        ...channel.thread_metadata,
        archived,
        locked,
        archive_timestamp: new Date(clock.now()).toISOString(),
      };
      announce(world, { type: 'channel update', channel });
    },
    deny: (id, ...permissions) =>
      overwrite(world, guildChannel(world, id), world.bot.id, { deny: union(permissions) }),
    allow: (id, ...permissions) =>
      overwrite(world, guildChannel(world, id), world.bot.id, { restore: union(permissions) }),
    messages: id => messagesOf(world, id).map(({ message }) => message),
    threads: id =>
      [...world.channels.values()].flatMap(channel =>
        'thread_metadata' in channel && channel.parent_id === id
          ? [
              {
                id: channel.id,
                name: channel.name,
                archived: channel.thread_metadata.archived,
                ownerId: channel.owner_id,
              },
            ]
          : [],
      ),
    faults,
    gateway,
    requests: rest.requests,
    violations: rest.violations,
    get online() {
      return world.online;
    },
    until,
    async close() {
      gateway.close();
      forget(world);
      await keeper?.close();
      await shut(http);
    },
  };
}

/** The server as a newcomer finds it. */
function furnish(world: World): Server {
  const server = addServer(world, NAME);
  addChannel(world, server, 'articles', { topic: 'Type / to pick an article and ask about it' });
  addChannel(world, server, 'general', { topic: 'Anything else' });
  addChannel(world, server, 'news', { topic: 'For digests' });
  addChannel(world, server, 'questions', { type: ChannelType.GuildForum });
  addPerson(world, server, 'Ada', { editor: true });
  addPerson(world, server, 'Ben');
  return server;
}

function namedChannels(world: World, server: Server): Preview['channels'] {
  const own = [...world.channels.values()]
    .filter(isGuildChannel)
    .filter(channel => serverIdOf(channel) === server.id);
  const id = (name: string) => own.find(channel => channel.name === name)?.id ?? own[0]!.id;
  return { articles: id('articles'), general: id('general'), news: id('news'), forum: id('questions') };
}

function memberOf(
  world: World,
  server: Server,
  nameOrId: string,
  made: Map<string, Member>,
  until: Until,
): Member {
  const found = [...server.members.values()].find(
    ({ user }) => user.id === nameOrId || user.global_name === nameOrId,
  );
  const user = known(found?.user, 'member', nameOrId);
  const member = made.get(user.id) ?? createMember(world, user, until);
  made.set(user.id, member);
  return member;
}

const serverOf = (world: World, id: string): Server => known(world.servers.get(id), 'server', id);

function guildChannel(world: World, id: string): GuildChannel {
  const channel = known(world.channels.get(id), 'channel', id);
  if (!isGuildChannel(channel))
    throw new Error('Permissions belong to a channel of a server, not to a thread.');
  return channel;
}

function known<Value>(value: Value | undefined, what: string, id: string): Value {
  if (value === undefined) throw new Error(`There is no ${what} ${id}.`);
  return value;
}

const union = (bits: readonly bigint[]): bigint => bits.reduce((all, bit) => all | bit, 0n);

interface Address {
  readonly port: number;
  readonly host: string;
  readonly notAdvised: readonly number[];
}

async function listen(app: Hono, { port, host, notAdvised }: Address): Promise<HttpServer> {
  const http = createAdaptorServer({ fetch: app.fetch }) as HttpServer;
  try {
    await bind(http, port, host);
    return http;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw await taken({ port, host, notAdvised });
    throw explain(error as NodeJS.ErrnoException, port, host);
  }
}

function bind(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

/** What to do where the port is taken: by a preview like this one, or by something else. */
async function taken({ port, host, notAdvised }: Address): Promise<UserError> {
  const next = `${await freePort(port, host, notAdvised)}`;
  if (await isPreview(port, host))
    return new UserError(
      'Standfirst runs already: http://127.0.0.1:{{port}}/. Stop it first; or start another one beside it, on a port and with data of its own: PORT={{next}} DATA_DIR=./other npm start',
      { port: `${port}`, next },
    );
  return new UserError(
    'Port {{port}} is taken by another program. Stop that one or choose another port: PORT={{next}} npm start',
    { port: `${port}`, next },
  );
}

/** A free port, one of the next ones if there is one. */
async function freePort(from: number, host: string, notAdvised: readonly number[]): Promise<number> {
  for (const port of [...Array(20).keys()].map(step => from + 1 + step).filter(port => port <= 65_535))
    if (!notAdvised.includes(port) && (await boundPort(port, host)) !== undefined) return port;
  return (await boundPort(0, host)) ?? 8080;
}

/** The port that could be had, or undefined where this one could not; it is free again afterwards. */
async function boundPort(port: number, host: string): Promise<number | undefined> {
  const server = createNetServer();
  try {
    await bind(server, port, host);
  } catch {
    // whatever the reason, it is not one to advise
    return undefined;
  }
  const { port: bound } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return bound;
}

/** Whether what has the port is a preview of ours. */
async function isPreview(port: number, host: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/`, {
      signal: AbortSignal.timeout(1000),
    });
    return (await answer.text()).includes(`<title>${TITLE}</title>`);
  } catch {
    // whatever it is, it does not answer as a preview does
    return false;
  }
}

/** Of the page; it tells a preview from other programs. */
const TITLE = 'Standfirst preview';

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EACCES')
    return new UserError(
      'Port {{port}} may not be used by this user. Choose one above 1023: PORT=8080 npm start',
      {
        port: `${port}`,
      },
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new UserError('This machine has no address {{host}}. Leave the host out for 127.0.0.1.', { host });
  return error;
}

function shut(http: HttpServer): Promise<void> {
  return new Promise(resolve => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}
