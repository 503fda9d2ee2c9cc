import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumsOf } from '../src/storage/copy.ts';
import type { Place } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { type Server, startPostgres } from './postgres.ts';
import { logLines, newFile } from './support.ts';

let server: Server;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const SERVER = '100000000000000001';

/**
 * Databases as the program wrote them when their schemas had these numbers, with a row or two in each table.
 */
const old: [string, () => Promise<Place>][] = [
  [
    'a file of schema 2',
    async () => {
      const place = newFile();
      writeFileSync(pathOf(place), gunzipSync(fixture('schema-2.db.gz')));
      return place;
    },
  ],
  [
    'a PostgreSQL database of schema 1',
    async () => {
      const place = await server.create();
      await server.run(place, fixture('schema-1.postgres.sql').toString());
      return place;
    },
  ],
];

function pathOf(place: Place): string {
  if (place.kind !== 'sqlite') throw new Error('not a file');
  return place.path;
}

async function opened(place: Place) {
  return openStorage(place, logLines().log);
}

describe.each(old)('%s', (_name, make) => {
  it('goes on with all that stands in it', async () => {
    const place = await make();
    for (let start = 0; start < 2; start++) {
      const storage = await opened(place);
      const there = storage.articles.of(SERVER);
      const [late] = await there.suggest('late again', 1);
      expect(late).toMatchObject({
        headline: 'Late again',
        renamedFrom: 'The ferry is late',
        tags: ['harbour'],
      });
      expect(await there.search('Monday', { offset: 0, limit: 5 })).toMatchObject([{ id: late?.id }]);
      expect(await there.count()).toBe(2);
      expect((await storage.threads.before('9', '11', 5)).map(({ question }) => question)).toEqual(['Why?']);
      expect(await storage.digests.list(SERVER)).toMatchObject([{ name: 'News', createdBy: '5' }]);
      expect(await storage.digests.posts('d', 5)).toMatchObject([{ state: 'posted', messageId: '77' }]);
      expect(await storage.feeds.list(SERVER)).toMatchObject([
        { url: 'https://example.org/feed', addedBy: '5' },
      ]);
      expect(await storage.feeds.seen('f', ['k'])).toMatchObject([{ state: 'taken' }]);
      expect(await storage.pages.get(SERVER, 'https://example.org/page')).toMatchObject({
        articleId: late?.id,
      });
      expect(await storage.settings.get(SERVER)).toMatchObject({ language: 'fr' });
      expect(await storage.ledger.spending('2026-11-01', { serverId: SERVER, memberId: '5' })).toMatchObject({
        dollars: 0.25,
      });
      expect(await storage.feedback.wrong(SERVER, { offset: 0, limit: 5 })).toMatchObject([
        { reason: 'No.' },
      ]);
      expect(await storage.feedback.kept('k')).toBe('{"question":"Why?"}');
      expect(await storage.cache.get('k')).toBe('"kept"');
      expect((await storage.copies.read(sumsOf)).article?.rows).toBe(2);
      await storage.close();
    }
  });
});

it('a database is known by the number of its schema, however the statements were written that made it', async () => {
  const file = await old[0]![1]();
  const database = new DatabaseSync(pathOf(file));
  database.exec("UPDATE schema_form SET form = 'another'");
  database.close();
  const there = await old[1]![1]();
  await server.run(there, "UPDATE schema_version SET form = 'another'");
  await server.run(there, 'CREATE TABLE beside (something TEXT); ALTER TABLE digest ADD COLUMN beside TEXT');
  for (const place of [file, there]) {
    const storage = await opened(place);
    expect(await storage.articles.of(SERVER).count()).toBe(2);
    await storage.close();
  }
});
