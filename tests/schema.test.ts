import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { restoreBackup } from '../src/storage/backup.ts';
import { computeChecksums } from '../src/storage/bulk-copy.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createPoolDatabase, openPool } from '../src/storage/postgres/database.ts';
import { applyMigrations as migrateServer, NEWEST_SCHEMA } from '../src/storage/postgres/schema.ts';
import { applyMigrations as migrateFile } from '../src/storage/sqlite/schema.ts';
import { usePostgres } from './databases.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const SERVER = '100000000000000001';

/**
 * The schemas between the fixtures' and the one before the newest, as a migration step of the program leaves
 * them.
 */
const between = Array.from({ length: NEWEST_SCHEMA - 2 }, (_, i) => i + 2);

/**
 * Databases and backups as the program wrote them with these schema numbers (a file's is one higher), with a
 * row or two in each table.
 */
const old: [string, () => Promise<DatabaseTarget>][] = [
  ['a file of schema 2', async () => unpackFile('schema-2.db.gz')],
  ['a file of schema 8', async () => unpackFile('schema-8.db.gz')],
  ['a PostgreSQL database of schema 1', () => fillServer()],
  ...between.flatMap((upTo): [string, () => Promise<DatabaseTarget>][] => [
    [`a file that was brought to schema ${upTo + 1}`, async () => bringFileTo(upTo)],
    [`a PostgreSQL database that was brought to schema ${upTo}`, () => bringServerTo(upTo)],
  ]),
  ...['backup-of-schema-2.jsonl.gz', 'backup-of-schema-7.jsonl.gz'].flatMap(
    (file): [string, () => Promise<DatabaseTarget>][] => [
      [`a file from ${file}`, () => restoreOldBackup(createFileTarget(), file)],
      [`a PostgreSQL database from ${file}`, async () => restoreOldBackup(await server.create(), file)],
    ],
  ),
];

function unpackFile(name: string): DatabaseTarget {
  const target = createFileTarget();
  writeFileSync(pathOf(target), gunzipSync(fixture(name)));
  return target;
}

async function fillServer() {
  const target = await server.create();
  await server.run(target, fixture('schema-1.postgres.sql').toString());
  return target;
}

function bringFileTo(upTo: number): DatabaseTarget {
  const target = unpackFile('schema-2.db.gz');
  const connection = new DatabaseSync(pathOf(target));
  migrateFile(connection, { after: 1, upTo });
  connection.close();
  return target;
}

async function bringServerTo(upTo: number): Promise<DatabaseTarget> {
  const target = await fillServer();
  const pool = openPool(target.url, () => undefined);
  await migrateServer(createPoolDatabase(pool), { after: 1, upTo });
  await pool.end();
  return target;
}

async function restoreOldBackup(target: DatabaseTarget, file: string): Promise<DatabaseTarget> {
  const { bulk, close } = await openTarget(target);
  await restoreBackup(bulk, fileURLToPath(new URL(`fixtures/${file}`, import.meta.url)));
  await close();
  return target;
}

function pathOf(target: DatabaseTarget): string {
  if (target.kind !== 'sqlite') throw new Error('not a file');
  return target.path;
}

async function openTarget(target: DatabaseTarget) {
  return openStorage(target, createLogRecorder().log);
}

describe.each(old)('%s', (_name, make) => {
  it('goes on with all that stands in it', async () => {
    const target = await make();
    for (let start = 0; start < 2; start++) {
      const storage = await openTarget(target);
      const there = storage.articles.forServer(SERVER);
      const [late] = await there.suggest('late again', 1);
      expect(late).toMatchObject({
        headline: 'Late again',
        renamedFrom: 'The ferry is late',
        tags: ['harbour'],
      });
      expect(await there.search('Monday', { offset: 0, limit: 5 })).toMatchObject([{ id: late?.id }]);
      expect(await there.suggest('mond', 5)).toMatchObject([{ id: late?.id }]);
      expect(await there.suggest('nobodx', 5)).toMatchObject([{ id: late?.id }]);
      expect(await there.count()).toBe(2);
      expect(
        (await storage.threads.listQuestionsBefore('9', '11', 5)).map(({ question }) => question),
      ).toEqual(['Why?']);
      expect(await storage.digests.list(SERVER)).toMatchObject([{ name: 'News', createdBy: '5' }]);
      expect(await storage.digests.listPosts('d', 5)).toMatchObject([{ state: 'posted', messageId: '77' }]);
      expect(await storage.feeds.list(SERVER)).toMatchObject([
        { url: 'https://example.org/feed', addedBy: '5' },
      ]);
      expect(await storage.feeds.listSeen('f', ['k'])).toMatchObject([{ state: 'taken' }]);
      expect(await storage.pages.get(SERVER, 'https://example.org/page')).toMatchObject({
        articleId: late?.id,
      });
      expect(await storage.settings.get(SERVER)).toMatchObject({ language: 'fr', provenOnly: false });
      await storage.settings.update(SERVER, { provenOnly: true });
      expect(await storage.settings.get(SERVER)).toMatchObject({ language: 'fr', provenOnly: true });
      await storage.settings.update(SERVER, { provenOnly: false });
      expect(
        await storage.ledger.getSpending('2026-11-01', { serverId: SERVER, memberId: '5' }),
      ).toMatchObject({
        dollars: 0.25,
      });
      expect(await storage.feedback.listWrong(SERVER, { offset: 0, limit: 5 })).toMatchObject([
        { reason: 'No.' },
      ]);
      expect(await storage.feedback.findQuestion('k')).toBe('{"question":"Why?"}');
      expect(await storage.cache.get('k')).toBe('"kept"');
      expect((await storage.bulk.read(computeChecksums)).article?.rows).toBe(2);
      await storage.close();
    }
  });
});

it.each([
  ['a file of schema 8', async () => unpackFile('schema-8.db.gz')],
  [
    'a file from a backup of schema 7',
    () => restoreOldBackup(createFileTarget(), 'backup-of-schema-7.jsonl.gz'),
  ],
  [
    'a PostgreSQL database from a backup of schema 7',
    async () => restoreOldBackup(await server.create(), 'backup-of-schema-7.jsonl.gz'),
  ],
])('%s keeps who asked what, and what the cached answers are about', async (_name, make) => {
  const storage = await openTarget(await make());
  const rowsOf = (table: string) =>
    storage.bulk.read(async snapshot => (await Array.fromAsync(snapshot.rows(table))).flat());
  const at = '2026-11-20T12:00:00.000Z';
  const asked = { server_id: SERVER, key: 'k', at };
  expect(await rowsOf('asker')).toEqual([
    { ...asked, member_id: '5', as_context: 0 },
    { ...asked, member_id: '6', as_context: 1 },
  ]);
  expect(await storage.provenance.listAskers('k', 9)).toEqual(['5']);
  const answers = await rowsOf('cached_answer');
  expect(answers.find(({ key }) => key === 'k')).toMatchObject({
    article_id: '15be7ac704ea8c43',
    asked: 'a',
    at,
  });
  expect(JSON.parse((await storage.cache.get('l')) as string)).toMatchObject({
    value: { content: expect.stringMatching(/^é{99,}$/) },
  });
  await storage.close();
});

it('a database is known by the number of its schema, however the statements were written that made it', async () => {
  const file = unpackFile('schema-2.db.gz');
  const database = new DatabaseSync(pathOf(file));
  database.exec("UPDATE schema_form SET form = 'another'");
  database.close();
  const there = await fillServer();
  await server.run(there, "UPDATE schema_version SET form = 'another'");
  await server.run(there, 'CREATE TABLE beside (something TEXT); ALTER TABLE digest ADD COLUMN beside TEXT');
  for (const target of [file, there]) {
    const storage = await openTarget(target);
    expect(await storage.articles.forServer(SERVER).count()).toBe(2);
    await storage.close();
  }
});

it.each([
  ['a table', 'ALTER TABLE feed RENAME TO elsewhere', 'it lacks the table “feed”'],
  ['a column', 'ALTER TABLE feed RENAME COLUMN url TO address', 'its table “feed” lacks “url”'],
])('a database that lacks %s is refused with its name, and left as it is', async (_what, change, reason) => {
  const file = unpackFile('schema-2.db.gz');
  const database = new DatabaseSync(pathOf(file));
  database.exec(change);
  database.close();
  const there = await fillServer();
  await server.run(there, change);
  for (const target of [file, there])
    await expect(openTarget(target).then(storage => storage.close())).rejects.toThrow(reason);
});
