import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveStorage } from '../src/storage/bulk-copy.ts';
import type { ColumnValue, Database } from '../src/storage/database.ts';
import { openStorage } from '../src/storage/open.ts';
import { createPoolDatabase, openPool } from '../src/storage/postgres/database.ts';
import { createPostgresSearch } from '../src/storage/search/postgres.ts';
import { createSqliteSearch } from '../src/storage/search/sqlite.ts';
import { createBusyRetry } from '../src/storage/sqlite/busy-timeout.ts';
import { createSqliteDatabase } from '../src/storage/sqlite/database.ts';
import type { Storage } from '../src/storage/storage.ts';
import { createArticleStore } from '../src/storage/stores/article-store.ts';
import type { ArticleStore } from '../src/storage/stores/articles.ts';
import { createArticle } from './articles.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const [north, south] = ['100000000000000001', '100000000000000002'];
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();

/** More articles than are ranked against each other. */
const many = 1100;
const ids = (entries: readonly { id: string }[]) => entries.map(entry => entry.id);
const harbour = (i: number) =>
  createArticle(`Harbour report ${i}`, [`Ships came in, number ${i}.`, 'The council met.']);
const early = {
  exact: createArticle('Harbour', ['nothing more.']),
  council: createArticle('Council sells the quay', ['A quay was sold.']),
  rare: createArticle('Fog', ['A lighthouse keeper and the council disagree over ships.']),
};

/**
 * Fills a library in which most words are in most articles: the special articles are added first, most others
 * after them.
 */
async function fillLibrary(articles: ArticleStore): Promise<void> {
  for (const [name, article] of Object.entries(early))
    await articles.add(article, { source: name, addedAt: at(0) });
  for (let i = 1; i <= many; i++) await articles.add(harbour(i), { source: `${i}`, addedAt: at(i) });
  for (let i = 1; i <= 3; i++)
    await articles.forServer(south).add(createArticle(`Harbour secret ${i}`, ['The council met ships.']), {
      source: `${i}`,
      addedAt: at(many + i),
    });
  await articles.forServer(north).add(harbour(many), { source: 'own', addedAt: at(many + 9) });
}

const server = usePostgres();

describe.each(listDatabases(server))('a large library in %s', (_name, create) => {
  let storage: Storage;
  let articles: ArticleStore;
  beforeAll(async () => {
    const filled = await openStorage(createFileTarget(), createLogRecorder().log);
    await fillLibrary(filled.articles);
    storage = await openStorage(await create(), createLogRecorder().log);
    await moveStorage(filled.bulk, storage.bulk, { source: 'filled' });
    await filled.close();
    articles = storage.articles.forServer(north);
  }, 240_000);
  afterAll(() => storage.close());

  it('gives those with the words in their headline first, the last added before the others, where the words are in most articles', async () => {
    const found = ids(await articles.search('council ships', { offset: 0, limit: 3 }));
    expect(found).toEqual(ids([harbour(many), harbour(many - 1), harbour(many - 2)]));
    expect(ids(await articles.search('council', { offset: 0, limit: 2 }))).toEqual(
      ids([early.council, harbour(many)]),
    );
  });

  it('turns through all that match, each once, and shows nothing of another server', async () => {
    const pages = [0, 400, 800, 1200].map(offset =>
      articles.search('council met ships', { offset, limit: 400 }),
    );
    const found = ids((await Promise.all(pages)).flat());
    expect(found).toEqual(ids(Array.from({ length: many }, (_, i) => harbour(many - i))));
    expect(ids(await articles.search('secret', { offset: 0, limit: 9 }))).toEqual([]);
    expect(
      ids(await storage.articles.forServer(south).search('secret council', { offset: 0, limit: 9 })),
    ).toHaveLength(3);
  });

  it('finds the one with a rare word among many with the other words, whether or not it has all of them', async () => {
    const first = async (query: string) => ids(await articles.search(query, { offset: 0, limit: 1 }));
    expect(await first('lighthouse council')).toEqual([early.rare.id]);
    expect(await first('lighthouse harbour')).toEqual([early.rare.id]);
    expect(ids(await articles.search('lighthouse harbour', { offset: 0, limit: 3 }))).toEqual(
      ids([early.rare, harbour(many), harbour(many - 1)]),
    );
  });

  it('suggests a headline that is what was typed before the many that go on after it, and forgives errors in common words', async () => {
    const suggested = async (typed: string) => ids(await articles.suggest(typed, 5));
    expect((await suggested('harbour'))[0]).toBe(early.exact.id);
    expect((await suggested('harbor reprot 7')).slice(0, 5)).toContain(harbour(7).id);
    expect(await suggested('habrour')).toHaveLength(5);
    expect(await suggested('quay')).toEqual([early.council.id]);
    expect(await suggested('harbour secret')).not.toContain(
      createArticle('Harbour secret 1', ['The council met ships.']).id,
    );
  });

  it('counts what each server sees, whoever else holds it and however it comes and goes', async () => {
    const view = async (of: ArticleStore) => [
      await of.count(),
      await of.count({ ownOnly: true }),
      (await of.list({ offset: 0, limit: 5000 })).length,
      (await of.list({ offset: 0, limit: 5000, ownOnly: true })).length,
    ];
    const agree = async (everybody: number, here: [number, number], there: [number, number]) => {
      expect(await view(storage.articles)).toEqual([everybody, everybody, everybody, everybody]);
      expect(await view(articles)).toEqual([here[0], here[1], here[0], here[1]]);
      expect(await view(storage.articles.forServer(south))).toEqual([there[0], there[1], there[0], there[1]]);
    };
    const all = many + 3;
    await agree(all, [all, 1], [all + 3, 3]);
    // under a second source, then as its next version
    await articles.add(harbour(many), { source: 'again', addedAt: at(0) });
    await agree(all, [all, 1], [all + 3, 3]);
    await articles.add(harbour(0), { source: 'again', addedAt: at(0) });
    await agree(all, [all + 1, 2], [all + 3, 3]);
    await storage.articles.add(harbour(0), { source: '0', addedAt: at(0) });
    await agree(all + 1, [all + 1, 2], [all + 4, 3]);
    await storage.articles.remove(harbour(many).id);
    await agree(all, [all + 1, 2], [all + 3, 3]);
    await articles.remove(harbour(many).id);
    await articles.remove(harbour(0).id);
    await agree(all, [all, 0], [all + 3, 3]);
    await storage.articles.add(harbour(many), { source: `${many}`, addedAt: at(many) });
    await agree(all + 1, [all + 1, 0], [all + 4, 3]);
  });
});

it('lists, searches and suggestions in the embedded database never go through a table, and sort none', async () => {
  const target = createFileTarget();
  if (target.kind !== 'sqlite') throw new Error('not a file');
  const storage = await openStorage(target, createLogRecorder().log);
  await storage.articles.forServer(north).add(early.rare, { source: 'a', addedAt: at(0) });
  for (let i = 1; i <= 30; i++) await storage.articles.add(harbour(i), { source: `${i}`, addedAt: at(i) });
  await storage.close();
  const database = new DatabaseSync(target.path);
  const used = new Set<string>();
  const recording = new Proxy(database, {
    get: (target, name) => (name === 'prepare' ? prepare : Reflect.get(target, name)),
  });
  function prepare(sql: string) {
    return new Proxy(database.prepare(sql), {
      get(statement, name) {
        if (name === 'all' || name === 'get') used.add(sql);
        const value: unknown = Reflect.get(statement, name);
        return typeof value === 'function' ? value.bind(statement) : value;
      },
    });
  }
  const recorded = createSqliteDatabase(recording, createBusyRetry());
  const articles = createArticleStore(recorded, createSqliteSearch(recorded)).forServer(north);
  await queryLibrary(articles);
  const plans = [...used].map(sql => ({
    sql,
    plan: (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(
      ({ detail }) => detail,
    ),
  }));
  database.close();
  expect(plans.length).toBeGreaterThan(8);
  for (const { sql, plan } of plans) {
    // a full-text index is read by search term (M), and JSON is our own
    const through = plan.filter(
      line =>
        line.startsWith('SCAN') &&
        !/VIRTUAL TABLE INDEX \d+:.*M|wanted VIRTUAL TABLE|CONSTANT ROW|\(subquery/.test(line),
    );
    expect(through, sql).toEqual([]);
    // only ranked results are sorted
    if (!/ORDER BY (rank|wanted)/.test(sql))
      expect(
        plan.filter(line => line.includes('TEMP B-TREE FOR ORDER BY')),
        sql,
      ).toEqual([]);
  }
}, 240_000);

it('lists, searches and suggestions in PostgreSQL can do without going through a table', async () => {
  const target = await server.create();
  const storage = await openStorage(target, createLogRecorder().log);
  await storage.articles.forServer(north).add(early.rare, { source: 'a', addedAt: at(0) });
  for (let i = 1; i <= 30; i++) await storage.articles.add(harbour(i), { source: `${i}`, addedAt: at(i) });
  await storage.close();
  if (target.kind !== 'postgres') throw new Error('not a server');
  const pool = openPool(target.url, () => undefined);
  const database = createPoolDatabase(pool);
  const used = new Map<string, readonly ColumnValue[]>();
  const noted = (sql: string, values: readonly ColumnValue[] = []) => {
    used.set(sql, values);
    return [sql, values] as const;
  };
  const recorded: Database = {
    ...database,
    rows: (...asked) => database.rows(...noted(...asked)),
    row: (...asked) => database.row(...noted(...asked)),
  };
  const articles = createArticleStore(recorded, createPostgresSearch(recorded)).forServer(north);
  await queryLibrary(articles);
  try {
    expect(used.size).toBeGreaterThan(6);
    await database.transaction(async transaction => {
      await transaction.write('SET LOCAL enable_seqscan = off');
      for (const [sql, values] of used) {
        const plan = await transaction.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, values);
        expect(
          plan.map(line => line['QUERY PLAN']).filter(line => line.includes('Seq Scan')),
          sql,
        ).toEqual([]);
      }
    });
  } finally {
    await pool.end();
  }
}, 240_000);

/** Queries the library as readers do by typing and browsing. */
async function queryLibrary(articles: ArticleStore): Promise<void> {
  const page = { offset: 0, limit: 10 };
  await articles.list(page);
  await articles.count();
  for (const query of ['council', 'lighthouse harbour', 'fog']) await articles.search(query, page);
  for (const typed of ['', 'habrour', 'harbour']) await articles.suggest(typed, 25);
}
