import pg from 'pg';
import type { Take } from '../locks.ts';
import { connection, lockNumber } from './database.ts';

/**
 * A server that does not let us in, or does not answer about a lock, for so long (milliseconds) hangs.
 * Members wait for it.
 */
const PATIENCE = 2_000;

/**
 * Locks as PostgreSQL's advisory locks on one connection of this process: when the process or its connection
 * dies, the server gives them up. `close` gives up all.
 */
export function advisoryLocks(url: string): { take: Take; close(): Promise<void> } {
  /** Of this process; PostgreSQL would give one connection the same lock twice. */
  const held = new Set<string>();
  let connected: Promise<pg.Client> | undefined;
  /** Whom `connected` brought. */
  let current: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function client(): Promise<pg.Client> {
    connected ??= connect().catch(error => {
      connected = undefined;
      throw error;
    });
    return connected;
  }

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      ...connection(url),
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
    });
    fresh.on('error', () => forget(fresh));
    fresh.on('end', () => forget(fresh));
    await fresh.connect();
    current = fresh;
    return fresh;
  }

  function forget(holder: pg.Client): void {
    if (holder !== current) return;
    current = undefined;
    connected = undefined;
  }

  async function take(key: string): Promise<(() => Promise<void>) | null> {
    if (held.has(key)) return null;
    held.add(key);
    try {
      const holder = await client();
      if (await ask(holder, 'pg_try_advisory_lock', key)) return () => giveUp(key, holder);
    } catch (error) {
      held.delete(key);
      throw error;
    }
    held.delete(key);
    return null;
  }

  async function giveUp(key: string, holder: pg.Client): Promise<void> {
    // A connection that is gone has given up its locks with it.
    await ask(holder, 'pg_advisory_unlock', key).catch(() => undefined);
    held.delete(key);
  }

  /** One question after the other: a connection answers one at a time. */
  function ask(
    holder: pg.Client,
    what: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
    key: string,
  ): Promise<boolean> {
    const asked = last.then(async () => {
      const { rows } = await holder.query(`SELECT ${what}($1::bigint) AS done`, [lockNumber(key)]);
      return rows[0].done as boolean;
    });
    last = asked.catch(() => drop(holder));
    return asked;
  }

  /**
   * A question that was not answered may be answered yet, with a lock that nobody would give up: its
   * connection ends, and all it held.
   */
  function drop(holder: pg.Client): void {
    forget(holder);
    holder.end().catch(() => undefined);
  }

  async function close(): Promise<void> {
    const open = await connected?.catch(() => undefined);
    await open?.end();
  }

  return { take, close };
}
