import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import type { TryLock } from '../locks.ts';
import type { BusyRetry } from './busy-timeout.ts';

/** Held by a process for as long as it says so again; not part of what is kept. */
export const lockSchema = `
  CREATE TABLE lease (
    key TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** A lease holds this long (milliseconds) unless it is renewed, which is done three times meanwhile. */
const LEASE_DURATION = 15_000;

/**
 * Locks as leases in the database's file, for several processes on one file. A lease runs out, or its process
 * is seen to have ended.
 */
export function createLeases(
  database: DatabaseSync,
  { attempt }: BusyRetry,
): { take: TryLock; close(): Promise<void> } {
  const owner = randomUUID();
  const host = hostname();
  const find = database.prepare('SELECT owner, host, process, until FROM lease WHERE key = ?');
  const remove = database.prepare('DELETE FROM lease WHERE key = ? AND owner = ?');
  const insert = database.prepare(
    'INSERT INTO lease (key, owner, host, process, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const renew = database.prepare('UPDATE lease SET until = ? WHERE owner = ?');
  const removeAll = database.prepare('DELETE FROM lease WHERE owner = ?');
  let held = 0;
  let renewing: NodeJS.Timeout | undefined;

  async function tryLock(key: string): Promise<(() => Promise<void>) | null> {
    const lease = find.get(key) as Lease | undefined;
    if (lease && !isExpired(lease)) return null;
    if (lease) remove.run(key, lease.owner);
    if (insert.run(key, owner, host, process.pid, Date.now() + LEASE_DURATION).changes === 0) return null;
    held += 1;
    renewing ??= setInterval(renewAll, LEASE_DURATION / 3).unref();
    return async () => {
      await attempt(() => database.isOpen && remove.run(key, owner));
      held -= 1;
      if (held > 0) return;
      clearInterval(renewing);
      renewing = undefined;
    };
  }

  function isExpired(lease: Lease): boolean {
    return (
      lease.until < Date.now() ||
      (lease.host === host && lease.process !== process.pid && hasEnded(lease.process))
    );
  }

  function renewAll(): void {
    // Where it cannot be written, the next time will do.
    attempt(() => database.isOpen && renew.run(Date.now() + LEASE_DURATION, owner)).catch(() => undefined);
  }

  async function close(): Promise<void> {
    clearInterval(renewing);
    // What cannot be written any more runs out, or is seen to be of a process that has ended.
    await attempt(() => removeAll.run(owner)).catch(() => undefined);
  }

  return { take: tryLock, close };
}

interface Lease {
  readonly owner: string;
  readonly host: string;
  readonly process: number;
  readonly until: number;
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
