import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { storageKeyOf } from '../src/answers/cache.ts';
import { contentHashOf, hashOf } from '../src/memo.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { questionKeyOf, requestKeyOf } from '../src/storage/request-hash.ts';
import type { Storage } from '../src/storage/storage.ts';
import { usePostgres } from './databases.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

const ANSWERS = 1000;
const SERVER = '1576895637918580737';
const DAY = 86_400_000;

/** Stores a question and its answer as the bot does. */
async function storeAnswer({ feedback, provenance, cache }: Storage, number: number): Promise<string> {
  const at = '2026-11-25T12:00:00.000Z';
  const options = { question: `How late was the ferry on day ${number}?`, context: [], language: null };
  const by = { memberId: `${1576895645749346304n + BigInt(number)}`, serverId: SERVER, before: [] };
  const key = storageKeyOf(hashOf(`answer ${number}`).slice(0, 22));
  const text = `On day ${number} the ferry was ${number + 7} minutes late, said Captain Marsh.`;
  const statement = { text, paragraphs: [3], level: 'verbatim', ground: [{ paragraph: 3, quote: text }] };
  const answer = { value: { content: { found: true, outcome: 'answered', statements: [statement] } } };
  const articleId = contentHashOf({ number: number % 50 }).slice(0, 16);
  const asked = questionKeyOf(options);
  await feedback.saveQuestion({
    key: requestKeyOf(options, SERVER),
    options: JSON.stringify(options),
    at,
    by,
  });
  await provenance.recordAnswer({ key, articleId, asked, at });
  await cache.set(key, JSON.stringify(answer), Date.now() + 90 * DAY);
  return key;
}

describe.each([
  ['the embedded database', async (): Promise<DatabaseTarget> => createFileTarget(), 750],
  ['PostgreSQL', (): Promise<DatabaseTarget> => server.create(), 1200],
])('%s', (_name, createTarget, bytes) => {
  async function measureSize(target: DatabaseTarget): Promise<number> {
    if (target.kind === 'postgres') {
      await server.run(target, 'VACUUM');
      const sum = 'SELECT sum(pg_total_relation_size(oid)) AS size FROM pg_class';
      const tables = "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace";
      const [row] = await server.run(target, `${sum} ${tables}`);
      return Number(row?.size);
    }
    const connection = new DatabaseSync(target.path);
    const row = connection.prepare('SELECT sum(pgsize) AS size FROM dbstat').get();
    connection.close();
    return Number(row?.size);
  }

  it(`keeps an answer, what was asked and by whom in ${bytes} bytes at most`, async () => {
    const target = await createTarget();
    const storage = await openStorage(target, createLogRecorder().log);
    const before = await measureSize(target);
    for (let number = 0; number < ANSWERS; number++) await storeAnswer(storage, number);
    expect(((await measureSize(target)) - before) / ANSWERS).toBeLessThan(bytes);
    await storage.close();
  });

  it('deletes an expired answer with what it is about, and what a cache elsewhere held for as long', async () => {
    const storage = await openStorage(await createTarget(), createLogRecorder().log);
    const key = await storeAnswer(storage, 1);
    const at = new Date().toISOString();
    await storage.provenance.recordAnswer({ key: 'elsewhere', articleId: 'a', asked: null, at });
    const { provenance } = storage;
    expect(await provenance.deleteExpired(Date.parse(at) + 99 * DAY)).toBe(1);
    expect(await storage.cache.get(key)).toBeUndefined();
    expect(await provenance.deleteExpired(Date.parse(at) + 100 * DAY)).toBe(1);
    expect(await provenance.deleteExpired(Date.parse(at) + 500 * DAY)).toBe(0);
    await storage.close();
  });
});
