import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { DatabaseTarget } from './database-target.ts';
import { type FaultPolicy, withFaultHandling } from './outage.ts';
import type { CorruptionWatch } from './sqlite/corruption.ts';
import { describeSqliteError } from './sqlite/errors.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/**
 * Throws a `UserError` that says what is wrong with the place. `isMoving`: it may hold a part of what a move
 * has brought.
 */
export async function openStorage(
  target: DatabaseTarget,
  log: Logger,
  { isMoving = false } = {},
): Promise<Storage> {
  const storage = await openTarget(target, log);
  const source = isMoving ? null : await storage.bulk.unfinished();
  if (source === null) return storage;
  await storage.close();
  throw new UserError(
    'The database holds only a part of what was to be moved there from {{source}}. Run the move again, to its end: it goes on where it was interrupted.',
    { source },
  );
}

async function openTarget(target: DatabaseTarget, log: Logger): Promise<Storage> {
  if (target.kind === 'sqlite') return openSqliteFile(target.path, log);
  // The client takes memory that most do not need.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(target, log);
}

/** While the file is damaged, readers are answered from memory and nothing is written. */
function openSqliteFile(path: string, log: Logger): Storage {
  const storage = openSqlite(path);
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
