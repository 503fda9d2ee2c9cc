import pg from 'pg';
import type { TryLock } from '../locks.ts';
import { connectionConfigOf, lockNumberOf } from './database.ts';

/**
 * A server that does not let us in, or does not answer about a lock, for so long (milliseconds) hangs.
 * Members wait for it.
 */
const TIMEOUT = 2_000;

/**
 * Locks as PostgreSQL's advisory locks on one connection of this process: when the process or its connection
 * dies, the server gives them up. `close` gives up all.
 */
export function createAdvisoryLocks(url: string): { take: TryLock; close(): Promise<void> } {
  /** Of this process; PostgreSQL would give one connection the same lock twice. */
  const held = new Set<string>();
  let connected: Promise<pg.Client> | undefined;
  /** Whom `connected` brought. */
  let current: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function getClient(): Promise<pg.Client> {
    connected ??= connect().catch(error => {
      connected = undefined;
      throw error;
    });
    return connected;
  }

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      ...connectionConfigOf(url),
      connectionTimeoutMillis: TIMEOUT,
      query_timeout: TIMEOUT,
    });
    fresh.on('error', () => removeClient(fresh));
    fresh.on('end', () => removeClient(fresh));
    await fresh.connect();
    current = fresh;
    return fresh;
  }

  function removeClient(session: pg.Client): void {
    if (session !== current) return;
    current = undefined;
    connected = undefined;
  }

  async function tryLock(key: string): Promise<(() => Promise<void>) | null> {
    if (held.has(key)) return null;
    held.add(key);
    try {
      const session = await getClient();
      if (await queryLock(session, 'pg_try_advisory_lock', key)) return () => unlock(key, session);
    } catch (error) {
      held.delete(key);
      throw error;
    }
    held.delete(key);
    return null;
  }

  async function unlock(key: string, session: pg.Client): Promise<void> {
    // A connection that is gone has given up its locks with it.
    await queryLock(session, 'pg_advisory_unlock', key).catch(() => undefined);
    held.delete(key);
  }

  /** One question after the other: a connection answers one at a time. */
  function queryLock(
    session: pg.Client,
    what: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
    key: string,
  ): Promise<boolean> {
    const asked = last.then(async () => {
      const { rows } = await session.query(`SELECT ${what}($1::bigint) AS done`, [lockNumberOf(key)]);
      return rows[0].done as boolean;
    });
    last = asked.catch(() => disconnect(session));
    return asked;
  }

  /**
   * A question that was not answered may be answered yet, with a lock that nobody would give up: its
   * connection ends, and all it held.
   */
  function disconnect(session: pg.Client): void {
    removeClient(session);
    session.end().catch(() => undefined);
  }

  async function close(): Promise<void> {
    const open = await connected?.catch(() => undefined);
    await open?.end();
  }

  return { take: tryLock, close };
}
