import pg from 'pg';
import type { Logger } from 'pino';
import type { WakeSignal } from '../../scheduling/leases.ts';
import type { Statements } from '../database.ts';
import { connectionConfigOf } from './database.ts';

/** What processes on one database listen to. */
const CHANNEL = 'standfirst_due';

/** Until it is tried again to listen, in milliseconds. */
const RECONNECT_MS = 5_000;

/** The signal between processes by NOTIFY; `close` ends the connection on which this one listens. */
export interface NotifySignal extends WakeSignal {
  close(): Promise<void>;
}

/**
 * A signal between all processes on a database of PostgreSQL: sent by a pool's connections, heard on one of its
 * own, which is there as long as somebody listens and comes back when the server does.
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
      // what was said before was not heard
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
