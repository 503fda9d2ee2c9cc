import type { Logger } from 'pino';
import { withSentences } from './faults.ts';
import type { Place } from './place.ts';
import { reasonOf } from './sqlite/trouble.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/** Throws a `UserError` that says what is wrong with the place. */
export async function openStorage(place: Place, log: Logger): Promise<Storage> {
  if (place.kind === 'sqlite') return withSentences(openSqlite(place.path), reasonOf, log);
  // The client takes memory that most do not need.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(place.url, log);
}
