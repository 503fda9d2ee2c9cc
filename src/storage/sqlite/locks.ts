import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Statements } from '../database.ts';
import type { TryLock } from '../locks.ts';

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
export function createLeases({ row, write }: Statements): { take: TryLock; close(): Promise<void> } {
  const owner = randomUUID();
  const host = hostname();
  const remove = (key: string, from: string) =>
    write('DELETE FROM lease WHERE key = $1 AND owner = $2', [key, from]);
  let held = 0;
  let isClosed = false;
  let renewing: NodeJS.Timeout | undefined;

  async function tryLock(key: string): Promise<(() => Promise<void>) | null> {
    const lease = await row<Lease>('SELECT owner, host, process, until FROM lease WHERE key = $1', [key]);
    if (lease && !isExpired(lease)) return null;
    if (lease) await remove(key, lease.owner);
    const sql =
      'INSERT INTO lease (key, owner, host, process, until) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING';
    if ((await write(sql, [key, owner, host, process.pid, Date.now() + LEASE_DURATION])) === 0) return null;
    held += 1;
    renewing ??= setInterval(renewAll, LEASE_DURATION / 3).unref();
    return async () => {
      if (!isClosed) await remove(key, owner);
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
    write('UPDATE lease SET until = $1 WHERE owner = $2', [Date.now() + LEASE_DURATION, owner]).catch(
      () => undefined,
    );
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearInterval(renewing);
    // What cannot be written any more runs out, or is seen to be of a process that has ended.
    await write('DELETE FROM lease WHERE owner = $1', [owner]).catch(() => undefined);
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
