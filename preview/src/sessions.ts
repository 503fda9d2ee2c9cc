import { randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { GatewayDispatchEvents, GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import type { Shard } from './shards.ts';

/** How many events a session keeps for a resume. */
const MAX_EVENTS = 10_000;
const OPEN = 1;

/** A client's login, which outlives its connection. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  /** Whether individual payloads are compressed. */
  readonly compress: boolean;
  readonly shard: Shard;
  sequence: number;
  /** The latest events, for a resume. */
  readonly sent: Payload[];
  socket: WebSocket | undefined;
}

export interface Payload {
  readonly op: GatewayOpcodes;
  readonly d: unknown;
  readonly s?: number;
  readonly t?: string;
}

export function createSession(
  socket: WebSocket,
  how: Pick<Session, 'intents' | 'compress' | 'shard'>,
): Session {
  return { id: randomUUID(), ...how, sequence: 0, sent: [], socket };
}

/** Connections that are dead without being closed: nothing gets through in either direction. */
const silent = new WeakSet<WebSocket>();

export const silence = (socket: WebSocket): unknown => silent.add(socket);
export const isSilent = (socket: WebSocket): boolean => silent.has(socket);

/** Sends a payload if the session is connected. */
export function transmit(session: Session, payload: Payload): void {
  if (session.socket?.readyState !== OPEN || silent.has(session.socket)) return;
  const text = JSON.stringify(payload);
  session.socket.send(session.compress ? deflateSync(text) : text);
}

/** Sends a numbered event and keeps a copy of its current state for a resume. */
export function dispatch(session: Session, t: string, d: unknown): void {
  const payload = structuredClone({ op: GatewayOpcodes.Dispatch, d, s: ++session.sequence, t });
  session.sent.push(payload);
  if (session.sent.length > MAX_EVENTS) session.sent.shift();
  transmit(session, payload);
}

/** Attaches a new connection to the session and sends the events after number `seq`. */
export function replay(session: Session, socket: WebSocket, seq: number): void {
  if (session.socket !== socket) session.socket?.terminate();
  session.socket = socket;
  for (const payload of session.sent) if (payload.s! > seq) transmit(session, payload);
  dispatch(session, GatewayDispatchEvents.Resumed, {});
}
