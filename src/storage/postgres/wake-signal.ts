import pg from 'pg';
import type { Logger } from 'pino';
import type { WakeSignal } from '../../scheduling/leases.ts';
import type { Statements } from '../database.ts';
import { connectionConfigOf } from './database.ts';

/** The channel that all processes on a database listen on. */
const CHANNEL = 'standfirst_due';

/** How long to wait before reconnecting, in milliseconds. */
const RECONNECT_MS = 5_000;

/** A wake signal over NOTIFY. `close` ends the connection it listens on. */
interface NotifySignal extends WakeSignal {
  close(): Promise<void>;
}

/**
 * Creates a signal between all processes on a PostgreSQL database. It is sent over the pool and received on a
 * connection of its own, which is opened for the first listener and, once lost, reopened while there are
 * listeners.
 */
export function createNotifySignal(url: string, database: Statements, log: Logger): NotifySignal {
  const listeners = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of listeners) wake();
  };
  let connection: Promise<pg.Client | undefined> | undefined;
  let isClosed = false;

  async function connect(): Promise<pg.Client | undefined> {
    const client = new pg.Client(connectionConfigOf(url));
    let isLost = false;
    const reconnect = () => {
      if (isLost || isClosed) return;
      isLost = true;
      setTimeout(() => {
        connection = isClosed || listeners.size === 0 ? undefined : connect();
      }, RECONNECT_MS).unref();
    };
    client.on('error', reconnect);
    client.on('end', reconnect);
    client.on('notification', wakeAll);
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // earlier signals were missed
      wakeAll();
      return client;
    } catch (error) {
      log.debug({ err: error }, 'the signals of other processes cannot be heard, trying again');
      await client.end().catch(() => undefined);
      reconnect();
      return undefined;
    }
  }

  return {
    async notify() {
      await database
        .rows('SELECT pg_notify($1, $2)', [CHANNEL, ''])
        .catch((error: unknown) => log.debug({ err: error }, 'other processes could not be told'));
    },
    listen(wake) {
      listeners.add(wake);
      connection ??= connect();
      return () => void listeners.delete(wake);
    },
    async close() {
      isClosed = true;
      await (await connection)?.end().catch(() => undefined);
    },
  };
}
