import { afterAll, beforeAll } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { createFileTarget } from './support.ts';

/** A real PostgreSQL server for the tests of a file: started before the first, removed after the last. */
export function usePostgres(): PostgresServer {
  let started: PostgresServer | undefined;
  beforeAll(async () => {
    started = await startPostgres();
  });
  afterAll(() => started?.stop());
  // tests are listed before the server is there
  return new Proxy({} as PostgresServer, { get: (_, name) => started?.[name as keyof PostgresServer] });
}

/** Both kinds of database by name, each with what makes an empty one, for `describe.each`. */
export const listDatabases = (
  server: PostgresServer,
  createServerTarget: () => Promise<DatabaseTarget> = () => server.create(),
): [string, () => Promise<DatabaseTarget>][] => [
  ['the embedded database', async () => createFileTarget()],
  ['PostgreSQL', createServerTarget],
];
