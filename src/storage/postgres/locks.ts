import pg from 'pg';
import type { HeldLock, TryLock } from '../locks.ts';
import { connectionConfigOf, lockNumberOf } from './database.ts';

/**
 * A server that does not let us in, or does not answer about a lock, for so long (milliseconds) hangs.
 * Members wait for it.
 */
const TIMEOUT = 2_000;

/** A connection that holds locks; `lost` when it is gone, and they with it. */
interface Session {
  readonly client: pg.Client;
  readonly lost: AbortSignal;
  /** Ends it, as far as this process is concerned. */
  leave(): void;
}

/** The one connection of a process for its locks, made when it is needed. */
interface Sessions {
  open(): Promise<Session>;
  /** One question after the other: a connection answers one at a time. */
  ask(session: Session, what: 'pg_try_advisory_lock' | 'pg_advisory_unlock', key: string): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Locks as PostgreSQL's advisory locks on one connection of this process: when the process or its connection
 * dies, the server gives them up. `close` gives up all.
 */
export function createAdvisoryLocks(url: string): { take: TryLock; close(): Promise<void> } {
  /** Of this process; PostgreSQL would give one connection the same lock twice. */
  const held = new Set<string>();
  const sessions = createSessions(url);

  async function tryLock(key: string): Promise<HeldLock | null> {
    if (held.has(key)) return null;
    held.add(key);
    try {
      const session = await sessions.open();
      if (await sessions.ask(session, 'pg_try_advisory_lock', key))
        return { release: () => unlock(key, session), lost: session.lost };
    } catch (error) {
      held.delete(key);
      throw error;
    }
    held.delete(key);
    return null;
  }

  async function unlock(key: string, session: Session): Promise<void> {
    // A connection that is gone has given up its locks with it.
    await sessions.ask(session, 'pg_advisory_unlock', key).catch(() => undefined);
    held.delete(key);
  }

  return { take: tryLock, close: sessions.close };
}

function createSessions(url: string): Sessions {
  let opened: Promise<Session> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function open(): Promise<Session> {
    if (opened) return opened;
    const opening = connect(url, () => {
      if (opened === opening) opened = undefined;
    });
    opened = opening;
    return opening;
  }

  function ask(session: Session, what: string, key: string): Promise<boolean> {
    const asked = last.then(async () => {
      const { rows } = await session.client.query(`SELECT ${what}($1::bigint) AS done`, [lockNumberOf(key)]);
      return rows[0].done as boolean;
    });
    last = asked.catch(() => {
      // A question that was not answered may be answered yet, with a lock that nobody would give up: its
      // connection ends, and all it held.
      session.leave();
      session.client.end().catch(() => undefined);
    });
    return asked;
  }

  return {
    open,
    ask,
    async close() {
      const session = await opened?.catch(() => undefined);
      await session?.client.end();
    },
  };
}

/** Connects; `onLost` is called when that fails or the connection is gone, at the latest. */
async function connect(url: string, onLost: () => void): Promise<Session> {
  const client = new pg.Client({
    ...connectionConfigOf(url),
    connectionTimeoutMillis: TIMEOUT,
    query_timeout: TIMEOUT,
  });
  const lost = new AbortController();
  const leave = () => {
    lost.abort();
    onLost();
  };
  client.on('error', leave);
  client.on('end', leave);
  try {
    await client.connect();
  } catch (error) {
    leave();
    throw error;
  }
  return { client, lost: lost.signal, leave };
}
