import type { Logger } from 'pino';
import type { Place } from './place.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/** Throws a `UserError` that says what is wrong with the place. */
export async function openStorage(place: Place, log: Logger): Promise<Storage> {
  if (place.kind === 'sqlite') return openSqlite(place.path);
  // The client takes memory that most do not need.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(place.url, log);
}
