import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ChannelType } from 'discord-api-types/v10';
import { Hono } from 'hono';
import { type Clock, systemClock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { forget } from './interactions.ts';
import { listen, originOf, shut } from './listen.ts';
import type { Log } from './log.ts';
import { createMember, type Member } from './members.ts';
import { mayUpgrade, ownOriginOnly } from './origin.ts';
import { createPage } from './page.ts';
import { createRest, type Rest } from './rest.ts';
import { addChannel, addPerson, addServer } from './servers.ts';
import { keepState, restoreState } from './state-file.ts';
import { createUntil, type Until } from './until.ts';
import { createWorld, type Server, type World } from './world.ts';

/** The channels of the first server. */
export type ChannelName = 'articles' | 'general' | 'news' | 'questions';

export interface PreviewOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Ports not to suggest if this one is taken. */
  readonly notAdvised?: readonly number[];
  /** 127.0.0.1 if absent, out of reach for the rest of the network. */
  readonly host?: string;
  /** The token that the bot logs in with. */
  readonly token?: string;
  /** Whether the application has the privileged message content intent; true if absent. */
  readonly messageContentIntent?: boolean;
  /** Whether it has the privileged intents for members and presences; false if absent. */
  readonly memberIntents?: boolean;
  /** How many shards the gateway recommends; 1 if absent. */
  readonly shards?: number;
  /** Whether to validate against Discord's document; true if absent. Slow, so measurements turn it off. */
  readonly isValidating?: boolean;
  readonly log?: Log;
  /** The file that keeps channels, messages and threads across restarts; nothing is kept if absent. */
  readonly stateFile?: string;
  /** The bot's name, with which the page's title begins. "Bot" if absent. */
  readonly botName?: string;
  /** The topics of the first server's channels, shown at the top of the page; none if absent. */
  readonly topics?: Readonly<Partial<Record<ChannelName, string>>>;
}

/** Options for tests that control time. */
export interface Timing {
  /** The machine's clock if absent. */
  readonly clock?: Clock;
  /** How often clients are to send heartbeats, in milliseconds; Discord's interval if absent. */
  readonly heartbeat?: number;
}

/** The parts of a running preview. */
export interface Parts {
  readonly world: World;
  /** The first server. */
  readonly server: Server;
  readonly token: string;
  readonly origin: string;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly rest: Pick<Rest, 'requests' | 'violations'>;
  readonly until: Until;
  /** Finds a member of a server by name or id. Throws if there is none. */
  findMember(server: Server, nameOrId: string): Member;
  close(): Promise<void>;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Starts a preview. Throws an AddressError if it cannot listen on the address. */
export async function openParts(options: PreviewOptions & Timing): Promise<Parts> {
  const { host = '127.0.0.1', token = 'local-preview.of.discord', stateFile, log } = options;
  const { botName = 'Bot', clock = systemClock, messageContentIntent = true } = options;
  const world = createWorld({ clock, messageContentIntent, botName });
  const restored = stateFile !== undefined && (await restoreState(world, stateFile, log));
  const server = restored ? [...world.servers.values()][0]! : furnish(world, options.topics ?? {});
  const until = createUntil(world);
  const findMember = createMemberFinder(world, until);
  const faults = createFaults();
  const gatewayUrl = () => `${world.origin.replace(/^http/, 'ws')}/gateway`;
  const { memberIntents = false, heartbeat, shards = 1, isValidating = true } = options;
  const gateway = createGateway(world, { token, memberIntents, url: gatewayUrl, heartbeat });
  const rest = createRest(world, { token, faults, log, gatewayUrl, shards, isValidating });
  const title = `${botName} preview`;
  const member = (nameOrId: string) => findMember(server, nameOrId);
  const page = createPage(world, { serverId: server.id, member, title });

  const allowedHosts = [...LOOPBACK, host];
  const app = new Hono().use(ownOriginOnly(allowedHosts)).route('/', rest.app).route('/', page);
  const http = await listen(app, { port: options.port, host, notAdvised: options.notAdvised ?? [], title });
  passUpgrades(http, gateway, allowedHosts);
  world.origin = originOf(http, host);
  const keeper = stateFile === undefined ? undefined : keepState(world, stateFile, log);
  return {
    ...{ world, server, token, origin: world.origin, faults, gateway, rest, until, findMember },
    async close() {
      gateway.close();
      forget(world);
      await keeper?.close();
      await shut(http);
    },
  };
}

/** Creates the initial server with its channels and members. */
function furnish(world: World, topics: NonNullable<PreviewOptions['topics']>): Server {
  const server = addServer(world, 'Local preview');
  for (const name of ['articles', 'general', 'news'] as const)
    addChannel(world, server, name, { topic: topics[name] ?? null });
  addChannel(world, server, 'questions', { type: ChannelType.GuildForum, topic: topics.questions ?? null });
  addPerson(world, server, 'Ada', { editor: true });
  addPerson(world, server, 'Ben');
  return server;
}

function passUpgrades(http: HttpServer, gateway: Gateway, allowedHosts: readonly string[]): void {
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (mayUpgrade(allowedHosts, request) && request.url?.startsWith('/gateway'))
      gateway.upgrade(request, socket, head);
    else socket.destroy();
  });
}

/** Returns a function that finds members and always returns the same object for a user. */
function createMemberFinder(world: World, until: Until): Parts['findMember'] {
  const made = new Map<string, Member>();
  return (server, nameOrId) => {
    const user = [...server.members.values()].find(
      ({ user }) => user.id === nameOrId || user.global_name === nameOrId,
    )?.user;
    if (!user) throw new Error(`There is no member ${nameOrId}.`);
    const member = made.get(user.id) ?? createMember(world, user, until);
    made.set(user.id, member);
    return member;
  };
}
