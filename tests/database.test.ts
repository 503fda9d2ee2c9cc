import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/storage/database.ts';
import { createPoolDatabase, openPool } from '../src/storage/postgres/database.ts';
import { createBusyRetry } from '../src/storage/sqlite/busy-timeout.ts';
import { createSqliteDatabase } from '../src/storage/sqlite/database.ts';
import { usePostgres } from './databases.ts';
import { createFileTarget } from './support.ts';

const server = usePostgres();

interface Opened {
  readonly database: Database;
  close(): unknown;
}

function openSqliteDatabase(): Opened {
  const target = createFileTarget();
  const connection = new DatabaseSync(target.kind === 'sqlite' ? target.path : '', { timeout: 0 });
  return {
    database: createSqliteDatabase(connection, createBusyRetry()),
    close: () => connection.close(),
  };
}

async function openPostgresDatabase(): Promise<Opened> {
  const target = await server.create();
  const pool = openPool(target.url, () => undefined);
  return { database: createPoolDatabase(pool), close: () => pool.end() };
}

describe.each([
  ['the embedded database', async () => openSqliteDatabase()],
  ['PostgreSQL', openPostgresDatabase],
])('the verbs of %s', (_name, open) => {
  let opened: Opened;
  let database: Database;
  beforeAll(async () => {
    opened = await open();
    ({ database } = opened);
    await database.write('CREATE TABLE word (number INTEGER NOT NULL, word TEXT NOT NULL)');
  });
  afterAll(() => opened.close());

  const insert = (number: number, word: string) =>
    database.write('INSERT INTO word (number, word) VALUES ($1, $2)', [number, word]);
  const listWords = async () =>
    (await database.rows<{ word: string }>('SELECT word FROM word ORDER BY number')).map(({ word }) => word);

  it('write, and read one row or all, by values, lists and casts', async () => {
    for (const [number, word] of ['a', 'b', 'c'].entries()) expect(await insert(number, word)).toBe(1);
    expect(await database.row('SELECT word FROM word WHERE number = $1', [1])).toEqual({ word: 'b' });
    expect(await database.row('SELECT word FROM word WHERE number = $1', [9])).toBeUndefined();
    const some =
      'SELECT number FROM word WHERE word = ANY($1) AND ($2::text IS NULL OR word <> $2) ORDER BY 1';
    expect(await database.rows(some, [['a', 'c', "'"], null])).toEqual([{ number: 0 }, { number: 2 }]);
    expect(await database.rows(some, [['a', 'c'], 'a'])).toEqual([{ number: 2 }]);
    expect(await database.rows('SELECT word FROM word WHERE number = ANY($1::integer[])', [[2]])).toEqual([
      { word: 'c' },
    ]);
    expect(await database.write('DELETE FROM word')).toBe(3);
  });

  it('keep a transaction as a whole or not at all, and nothing of others with it', async () => {
    const begun = Promise.withResolvers<void>();
    const failing = database.transaction(async within => {
      await within.write("INSERT INTO word (number, word) VALUES (1, 'lost')");
      begun.resolve();
      await new Promise(resolve => setTimeout(resolve, 20));
      throw new Error('given up');
    });
    await begun.promise;
    const [read] = await Promise.all([
      listWords(),
      insert(2, 'kept'),
      expect(failing).rejects.toThrow('given up'),
    ]);
    expect(read).not.toContain('lost');
    expect(await listWords()).toEqual(['kept']);
    await database.write('DELETE FROM word');
  });

  it('run transactions under one key in turn', async () => {
    const count = () =>
      database.transaction(
        async within => {
          const found = await within.row<{ count: number }>('SELECT count(*) AS count FROM word');
          await new Promise(resolve => setTimeout(resolve, 5));
          await within.write('INSERT INTO word (number, word) VALUES ($1, $2)', [found?.count ?? 0, 'each']);
        },
        { lock: 'count' },
      );
    await Promise.all([count(), count(), count(), count()]);
    expect(await database.rows('SELECT number FROM word ORDER BY number')).toEqual(
      [0, 1, 2, 3].map(number => ({ number })),
    );
    await database.write('DELETE FROM word');
  });
});
