import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { z } from 'zod';
import { events } from './gateway-events.ts';
import { Closing, decode, Identify, Members, parse, Resume } from './gateway-payloads.ts';
import { createSession, dispatch, isSilent, replay, type Session, silence, transmit } from './sessions.ts';
import { hears, type Shard } from './shards.ts';
import { applicationFlags, shownServer } from './shown.ts';
import { announce, type Change, isBotIn, type World } from './world.ts';

/** How often a client is told to send a heartbeat: as often as Discord says. */
const HEARTBEAT_MS = 41_250;

export interface GatewayOptions {
  readonly token: string;
  readonly memberIntents: boolean;
  readonly url: () => string;
  /** How often clients are to send a heartbeat, in milliseconds; Discord's interval if absent. */
  readonly heartbeat?: number | undefined;
}

export interface Gateway {
  /** Handles a request to upgrade to a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts every connection; clients may resume and then receive what they missed. */
  drop(): void;
  /**
   * Makes every open connection unresponsive without closing it: nothing is received, heartbeats included,
   * and nothing is sent. New connections work normally.
   */
  fallSilent(): void;
  /** Tells clients that their sessions are invalid (op 9), and forgets the sessions unless `resumable`. */
  invalidate(options?: { resumable?: boolean }): void;
  /** Asks clients to reconnect and resume (op 7). */
  requestReconnect(): void;
  /** Sends an event as it is, whatever it says, to the clients that hear of its server. */
  send(event: string, data: Readonly<Record<string, unknown>>): void;
  /** How many times clients have identified and resumed. */
  readonly counts: { identified: number; resumed: number };
  close(): void;
}

/**
 * Discord's gateway. discord.js asks for `?v=10&encoding=json` and for no compression unless zlib-sync is
 * installed. The older compression of single payloads (`compress` in IDENTIFY) is supported;
 * `compress=zlib-stream` is refused with an explanatory close reason.
 */
export function createGateway(world: World, options: GatewayOptions): Gateway {
  const server = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const counts = { identified: 0, resumed: 0 };

  const listener = (change: Change) => {
    for (const session of sessions.values()) {
      for (const [t, d] of events(world, change, session.intents))
        if (hears(session.shard, serverOf(t, d))) dispatch(session, t, d);
    }
  };
  world.listeners.add(listener);
  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    if (new URL(request.url ?? '/', 'http://localhost').searchParams.has('compress')) {
      socket.close(GatewayCloseCodes.DecodeError, 'The local preview does not compress the stream.');
      return;
    }
    serve(world, { ...options, sessions, counts }, socket);
  });

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, connection =>
        server.emit('connection', connection, request),
      ),
    drop() {
      for (const client of server.clients) client.terminate();
    },
    fallSilent() {
      for (const client of server.clients) silence(client);
    },
    invalidate({ resumable = false } = {}) {
      for (const session of sessions.values()) {
        transmit(session, { op: GatewayOpcodes.InvalidSession, d: resumable });
        // nothing more is sent until it is resumed
        session.socket = undefined;
      }
      if (!resumable) sessions.clear();
    },
    requestReconnect() {
      for (const session of sessions.values()) transmit(session, { op: GatewayOpcodes.Reconnect, d: null });
    },
    send(event, data) {
      for (const session of sessions.values())
        if (hears(session.shard, serverOf(event, data))) dispatch(session, event, data);
    },
    counts,
    close() {
      world.listeners.delete(listener);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** The server that an event is about; null if it is about none. */
function serverOf(t: string, d: unknown): string | null {
  const { id, guild_id } = d as { id?: string; guild_id?: string };
  const isServer = t === GatewayDispatchEvents.GuildCreate || t === GatewayDispatchEvents.GuildDelete;
  return (isServer ? id : guild_id) ?? null;
}

interface Hall extends GatewayOptions {
  readonly sessions: Map<string, Session>;
  readonly counts: { identified: number; resumed: number };
}

/** Serves one connection until it ends. */
function serve(world: World, hall: Hall, socket: WebSocket): void {
  let session: Session | undefined;
  socket.on('message', raw => {
    if (isSilent(socket)) return;
    try {
      session = receive(world, hall, socket, session, raw);
    } catch (error) {
      if (!(error instanceof Closing)) throw error;
      socket.close(error.code, error.message);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', code => {
    if (session?.socket !== socket) return;
    session.socket = undefined;
    // A client that closes with 1000 or 1001 ends its session.
    if (code === 1000 || code === 1001) hall.sessions.delete(session.id);
    tellOnline(world, hall);
  });
  socket.send(
    JSON.stringify({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: hall.heartbeat ?? HEARTBEAT_MS } }),
  );
}

/** Handles a payload and returns the connection's session from then on. */
function receive(
  world: World,
  hall: Hall,
  socket: WebSocket,
  session: Session | undefined,
  raw: RawData,
): Session | undefined {
  const { op, d } = parse(raw);
  switch (op) {
    case GatewayOpcodes.Heartbeat:
      transmit(session ?? createSession(socket, { intents: 0, compress: false, shard: [0, 1] }), {
        op: GatewayOpcodes.HeartbeatAck,
        d: null,
      });
      return session;
    case GatewayOpcodes.Identify:
      if (session) throw new Closing(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
      return identify(world, hall, socket, decode(Identify, d));
    case GatewayOpcodes.Resume:
      return resume(world, hall, socket, decode(Resume, d));
    case GatewayOpcodes.RequestGuildMembers:
      dispatch(
        demandSession(session),
        GatewayDispatchEvents.GuildMembersChunk,
        membersChunk(world, decode(Members, d)),
      );
      return session;
    case GatewayOpcodes.PresenceUpdate:
    case GatewayOpcodes.VoiceStateUpdate:
      return demandSession(session);
    default:
      throw new Closing(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
  }
}

function demandSession(session: Session | undefined): Session {
  if (!session) throw new Closing(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
  return session;
}

function demandToken(hall: Hall, token: string): void {
  if (token !== hall.token)
    throw new Closing(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
}

function identify(world: World, hall: Hall, socket: WebSocket, given: z.infer<typeof Identify>): Session {
  demandToken(hall, given.token);
  demandIntents(world, given.intents, hall.memberIntents);
  const shard: Shard = given.shard ?? [0, 1];
  if (shard[0] >= shard[1]) throw new Closing(GatewayCloseCodes.InvalidShard, 'Invalid shard.');
  const session = createSession(socket, { intents: given.intents, compress: given.compress ?? false, shard });
  hall.sessions.set(session.id, session);
  hall.counts.identified++;
  dispatch(session, GatewayDispatchEvents.Ready, ready(world, session, hall.url()));
  for (const server of world.servers.values())
    if (hears(shard, server.id) && isBotIn(world, server.id) && !server.unavailable)
      dispatch(session, GatewayDispatchEvents.GuildCreate, shownServer(world, server));
  tellOnline(world, hall);
  return session;
}

function resume(
  world: World,
  hall: Hall,
  socket: WebSocket,
  given: z.infer<typeof Resume>,
): Session | undefined {
  demandToken(hall, given.token);
  const session = hall.sessions.get(given.session_id);
  if (!session) {
    socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
    return undefined;
  }
  hall.counts.resumed++;
  replay(session, socket, given.seq);
  tellOnline(world, hall);
  return session;
}

/** Announces that the bot has come online or gone offline. */
function tellOnline(world: World, hall: Hall): void {
  const online = [...hall.sessions.values()].some(session => session.socket);
  if (world.online === online) return;
  world.online = online;
  announce(world, { type: 'bot', online });
}

/** Closes the connection on intents that do not exist (4013) or that the application may not use (4014). */
function demandIntents(world: World, intents: number, memberIntents: boolean): void {
  const known = Object.values(GatewayIntentBits).reduce<number>(
    (all, bit) => (typeof bit === 'number' ? all | bit : all),
    0,
  );
  if (intents & ~known) throw new Closing(GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).');
  const content = intents & GatewayIntentBits.MessageContent && !world.messageContentIntent;
  const members =
    intents & (GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences) && !memberIntents;
  if (content || members) throw new Closing(GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
}

function ready(world: World, session: Session, url: string) {
  return {
    v: 10,
    user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
    guilds: [...world.servers.keys()]
      .filter(id => hears(session.shard, id) && isBotIn(world, id))
      .map(id => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: url,
    shard: session.shard,
    application: { id: world.bot.id, flags: applicationFlags(world) },
  };
}

function membersChunk(world: World, { guild_id, query, limit, user_ids, nonce }: z.infer<typeof Members>) {
  const everybody = [...(world.servers.get(guild_id)?.members.values() ?? [])];
  const wanted = user_ids === undefined ? undefined : [user_ids].flat();
  const members = wanted
    ? everybody.filter(({ user }) => wanted.includes(user.id))
    : everybody
        .filter(({ user }) => user.username.startsWith((query ?? '').toLowerCase()))
        .slice(0, limit || undefined);
  const missing = (wanted ?? []).filter(id => !members.some(({ user }) => user.id === id));
  return {
    guild_id,
    members,
    chunk_index: 0,
    chunk_count: 1,
    not_found: missing,
    ...(nonce ? { nonce } : {}),
  };
}
