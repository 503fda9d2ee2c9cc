import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { DatabaseTarget } from './database-target.ts';
import { type FaultPolicy, withFaultHandling } from './outage.ts';
import type { CorruptionWatch } from './sqlite/corruption.ts';
import { describeSqliteError } from './sqlite/errors.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';
import type { Evict } from './stores/provenance.ts';

interface OpenOptions {
  /** Whether the database may hold part of an unfinished move. */
  readonly isMoving?: boolean;
  /** The CACHE_URL of the server that caches answers; null to cache them in the database. */
  readonly cacheUrl?: string | null;
}

/** Opens a storage. Throws a `UserError` that says what is wrong with the target. */
export async function openStorage(
  target: DatabaseTarget,
  log: Logger,
  { isMoving = false, cacheUrl = null }: OpenOptions = {},
): Promise<Storage> {
  const storage =
    cacheUrl === null ? await openTarget(target, log) : await openWithCacheServer(target, cacheUrl, log);
  const source = isMoving ? null : await storage.bulk.unfinished();
  if (source === null) return storage;
  await storage.close();
  throw new UserError(
    'The database holds only a part of what was to be moved there from {{source}}. Run the move again, to its end: it goes on where it was interrupted.',
    { source },
  );
}

async function openWithCacheServer(target: DatabaseTarget, url: string, log: Logger): Promise<Storage> {
  const { openCacheServer } = await import('./cache-server.ts');
  const { store, evict, close } = await openCacheServer(url, log);
  const storage = await openTarget(target, log, { evict });
  return {
    ...storage,
    cache: store,
    async close() {
      await close();
      await storage.close();
    },
  };
}

async function openTarget(
  target: DatabaseTarget,
  log: Logger,
  cached: { readonly evict?: Evict } = {},
): Promise<Storage> {
  if (target.kind === 'sqlite') return openSqliteFile(target.path, log, cached);
  // imported only when needed: most installations can do without the client and its memory
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(target, log, cached);
}

/** Opens a SQLite file. While it is damaged, readers are answered from memory and nothing is written. */
function openSqliteFile(path: string, log: Logger, cached: { readonly evict?: Evict }): Storage {
  const storage = openSqlite(path, cached);
  return withFaultHandling(storage, faultPolicyOf(storage.corruption), log);
}

/** The longest that a reader's answer is held up by a dispensable write, in milliseconds. */
const DISPENSABLE_TIMEOUT_MS = 300;

function faultPolicyOf(corruption?: CorruptionWatch): FaultPolicy {
  return {
    isOutage: error => error instanceof Damaged || corruption?.isCorruption(error) === true,
    message: () =>
      createMessage('My database can’t do that at the moment: {{reason}}.', {
        reason: createMessage(corruption?.findProblem() ?? ''),
      }),
    describe: () => corruption?.findProblem() ?? '',
    explain: describeSqliteError,
    dispensableTimeout: DISPENSABLE_TIMEOUT_MS,
    precheck() {
      const reason = corruption?.findProblem() ?? null;
      if (reason !== null) throw new Damaged(reason);
    },
  };
}

/** The file is damaged and must not be touched any more. */
class Damaged extends Error {}
