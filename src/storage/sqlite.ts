import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../errors.ts';
import { createFolder } from '../folders.ts';
import { createLocks } from './locks.ts';
import { createSqliteSearch } from './search/sqlite.ts';
import { createBulkAccess } from './sqlite/bulk-access.ts';
import { createBusyRetry } from './sqlite/busy-timeout.ts';
import { watchFile } from './sqlite/corruption.ts';
import { createSqliteDatabase } from './sqlite/database.ts';
import { describeSqliteError } from './sqlite/errors.ts';
import { createLeases } from './sqlite/locks.ts';
import { migrate } from './sqlite/schema.ts';
import type { Storage } from './storage.ts';
import type { Evict } from './stores/provenance.ts';
import { createStores } from './stores.ts';

/**
 * Opens the embedded database in one file (created with its directory if missing), or `:memory:`. Throws a
 * `UserError` that names the file if it cannot be used; nothing is overwritten. `evict` is for answers cached
 * elsewhere.
 */
export function openSqlite(path: string, { evict }: { readonly evict?: Evict } = {}): Storage {
  const connection = openConnection(path);
  const database = createSqliteDatabase(connection, createBusyRetry());
  const { take, close } = createLeases(database);
  const corruption = path === ':memory:' ? undefined : watchFile(path);
  const search = createSqliteSearch(database);
  return {
    ...createStores(database, { search, evict }),
    locks: createLocks(async key => {
      const damaged = corruption?.findProblem();
      if (damaged) throw new Error(damaged);
      return take(key);
    }),
    bulk: createBulkAccess(connection, { path, database, search }),
    outageNotice: () => null,
    ...(corruption && { corruption }),
    async close() {
      if (!connection.isOpen) return;
      await database.settle();
      if (!corruption?.findProblem()) await close();
      // SQLite itself leaves the file alone if it is no longer the one it opened
      connection.close();
    },
  };
}

/** How long to wait for another process to finish writing when opening the file, in milliseconds. */
const OPEN_TIMEOUT_MS = 5_000;

function openConnection(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') createFolder(dirname(resolve(path)));
    refuseOrphanedLog(path);
    // nobody is being served yet, so blocking the thread is fine; after this, see busy-timeout.ts
    const database = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    migrate(database);
    database.exec('PRAGMA busy_timeout = 0');
    return database;
  } catch (error) {
    const reason = describeSqliteError(error) ?? (error instanceof Error ? error.message : String(error));
    throw new UserError(
      'The database {{place}} cannot be used: {{reason}}. DATA_DIR and DATABASE_URL say where it lies.',
      { place: resolve(path), reason },
      { cause: error },
    );
  }
}

/** Refuses a write-ahead log whose file is gone: SQLite would delete it on creating a new file. */
function refuseOrphanedLog(path: string): void {
  const log = `${path}-wal`;
  if (!existsSync(path) && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new Error(
      `the file is gone, while its log (${log}) is there: put the file back, or move the log away`,
    );
}
