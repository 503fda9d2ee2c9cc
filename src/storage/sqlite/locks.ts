import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Statements } from '../database.ts';
import type { HeldLock, TryLock } from '../locks.ts';
import { hasEnded, OWN_START, type ProcessId } from './process-id.ts';

/** Each lock is held for as long as its process keeps renewing it. Neither backed up nor moved. */
export const lockSchema = `
  CREATE TABLE lease (
    key TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** When the process was started, to tell it from a later one with the same id. */
export const processStartColumn = 'ALTER TABLE lease ADD COLUMN started INTEGER NOT NULL DEFAULT 0;';

/** How long a lease lasts unless renewed, in milliseconds; it is renewed three times in that time. */
const LEASE_DURATION_MS = 15_000;

interface Lease extends ProcessId {
  readonly owner: string;
  readonly until: number;
}

/**
 * Creates locks from leases in the database file, for several processes on one file. A lock is freed when its
 * lease expires or its process is found to have ended.
 */
export function createLeases({ row, write }: Statements): { take: TryLock; close(): Promise<void> } {
  const owner = randomUUID();
  const remove = (key: string, from: string) =>
    write('DELETE FROM lease WHERE key = $1 AND owner = $2', [key, from]);
  const insert = async (key: string) =>
    (await write(
      `INSERT INTO lease (key, owner, host, process, started, until) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [key, owner, hostname(), process.pid, OWN_START, Date.now() + LEASE_DURATION_MS],
    )) === 1;
  const held = new Set<string>();
  let isClosed = false;
  let renewing: NodeJS.Timeout | undefined;

  async function tryLock(key: string): Promise<HeldLock | null> {
    const lease = await row<Lease>('SELECT owner, host, process, started, until FROM lease WHERE key = $1', [
      key,
    ]);
    if (lease && lease.until >= Date.now() && !hasEnded(lease)) return null;
    if (lease) await remove(key, lease.owner);
    if (!(await insert(key))) return null;
    held.add(key);
    renewing ??= setInterval(() => void renewAll().catch(() => undefined), LEASE_DURATION_MS / 3).unref();
    return { release: () => release(key) };
  }

  async function release(key: string): Promise<void> {
    held.delete(key);
    if (!isClosed) await remove(key, owner);
    if (held.size > 0) return;
    clearInterval(renewing);
    renewing = undefined;
  }

  /** Renews all leases. If the write fails, the next renewal will do. */
  async function renewAll(): Promise<void> {
    const until = Date.now() + LEASE_DURATION_MS;
    const renewed = await write('UPDATE lease SET until = $1 WHERE owner = $2', [until, owner]);
    // a process that was suspended for too long was taken to have ended
    if (renewed < held.size) for (const key of held) await insert(key);
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearInterval(renewing);
    // leases that cannot be deleted expire, or are found to belong to a process that has ended
    await write('DELETE FROM lease WHERE owner = $1', [owner]).catch(() => undefined);
  }

  return { take: tryLock, close };
}
