import pg from 'pg';
import type { HeldLock, TryLock } from '../locks.ts';
import { connectionConfigOf, lockNumberOf } from './database.ts';

/** A server slower than this (ms) to connect or to answer about a lock counts as hanging. */
const TIMEOUT_MS = 2_000;

/** A connection that holds locks. `lost` is aborted when the connection is lost, and its locks with it. */
interface Session {
  readonly client: pg.Client;
  readonly lost: AbortSignal;
  /** Abandons the session, as far as this process is concerned. */
  leave(): void;
}

/** The one connection on which a process holds its locks, opened when it is first needed. */
interface Sessions {
  open(): Promise<Session>;
  /** Runs one query at a time, because a connection answers only one at a time. */
  ask(session: Session, what: 'pg_try_advisory_lock' | 'pg_advisory_unlock', key: string): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Creates locks from PostgreSQL's advisory locks, all held on one connection of this process: when the
 * process or its connection dies, the server releases them. `close` releases all of them.
 */
export function createAdvisoryLocks(url: string): { take: TryLock; close(): Promise<void> } {
  /** Keys locked by this process; PostgreSQL would grant a connection the same lock twice. */
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
    // the locks of a lost connection are already released
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
      // a query that timed out may still take a lock that nobody would release: ending the connection
      // releases everything it holds
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

/** Opens a session. `onLost` is called if that fails, and when the connection is lost or abandoned. */
async function connect(url: string, onLost: () => void): Promise<Session> {
  const client = new pg.Client({
    ...connectionConfigOf(url),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
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
