import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { say } from '../i18n/template-values.ts';
import type { Place } from './database-target.ts';
import { withSentences } from './error-messages.ts';
import { type Absence, withMemory } from './outage.ts';
import type { Damage } from './sqlite/corruption.ts';
import { reasonOf } from './sqlite/errors.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/**
 * Throws a `UserError` that says what is wrong with the place. `isMoving`: it may hold a part of what a move
 * has brought.
 */
export async function openStorage(place: Place, log: Logger, { isMoving = false } = {}): Promise<Storage> {
  const storage = await opened(place, log);
  const source = isMoving ? null : await storage.copies.unfinished();
  if (source === null) return storage;
  await storage.close();
  throw new UserError(
    'The database holds only a part of what was to be moved there from {{source}}. Run the move again, to its end: it goes on where it was interrupted.',
    { source },
  );
}

async function opened(place: Place, log: Logger): Promise<Storage> {
  if (place.kind === 'sqlite') return openFile(place.path, log);
  // The client takes memory that most do not need.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(place.url, log);
}

/** While the file is damaged, readers are answered from memory and nothing is written. */
function openFile(path: string, log: Logger): Storage {
  const storage = openSqlite(path);
  const { damage } = storage;
  const lasting = damage ? withMemory(storage, absenceBy(damage), log) : storage;
  return withSentences(lasting, reasonOf, log);
}

function absenceBy(damage: Damage): Absence {
  return {
    isOutage: error => error instanceof Damaged || damage.isDamage(error),
    sentence: () =>
      say('My database cannot do that at the moment: {{reason}}.', { reason: say(damage.found() ?? '') }),
    logged: () => damage.found() ?? '',
    lookFirst() {
      const reason = damage.found();
      if (reason !== null) throw new Damaged(reason);
    },
  };
}

/** The file is not to be touched any more. */
class Damaged extends Error {}
