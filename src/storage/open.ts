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
  /** Whether the database may hold a part of what a move has brought. */
  readonly isMoving?: boolean;
  /** The CACHE_URL of the server that answers are cached on; in the database without one. */
  readonly cacheUrl?: string | null;
}

/** Throws a `UserError` that says what is wrong with the place. */
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
  // The client takes memory that most do not need.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(target, log, cached);
}

/** While the file is damaged, readers are answered from memory and nothing is written. */
function openSqliteFile(path: string, log: Logger, cached: { readonly evict?: Evict }): Storage {
  const storage = openSqlite(path, cached);
  return withFaultHandling(storage, faultPolicyOf(storage.corruption), log);
}

/** Who waits for an answer waits no longer than this (milliseconds) for what only helps later. */
const DISPENSABLE_TIMEOUT = 300;

function faultPolicyOf(corruption?: CorruptionWatch): FaultPolicy {
  return {
    isOutage: error => error instanceof Damaged || corruption?.isCorruption(error) === true,
    message: () =>
      createMessage('My database can’t do that at the moment: {{reason}}.', {
        reason: createMessage(corruption?.findProblem() ?? ''),
      }),
    describe: () => corruption?.findProblem() ?? '',
    explain: describeSqliteError,
    dispensableTimeout: DISPENSABLE_TIMEOUT,
    precheck() {
      const reason = corruption?.findProblem() ?? null;
      if (reason !== null) throw new Damaged(reason);
    },
  };
}

/** The file is not to be touched any more. */
class Damaged extends Error {}
