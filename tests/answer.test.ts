import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createCache } from '../src/answers/cache.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import { createSeal, type Seal } from '../src/answers/seal.ts';
import { createAnswer } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { Engine } from '../src/engines/engine.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { packBytes, unpackBytes } from '../src/storage/stores/cache.ts';
import { createArticle } from './articles.ts';
import { createFreeLedger, createLogRecorder } from './support.ts';

const article = createArticle('The pier is open', [
  'The old pier opened on Monday. It had been closed for two years.',
  'Repairs cost 40,000 pounds.',
]);
const truth = { points: [{ text: 'Repairs cost 40,000 pounds.', paragraphs: [2] }] };

/**
 * An engine that gives the scripted drafts in turn, the last one for all further requests, and counts the
 * requests.
 */
function createScriptedEngine(...drafts: (unknown | Error)[]): Engine & { asked: number } {
  const engine = {
    asked: 0,
    name: 'extractive' as const,
    isPaid: false,
    translates: false,
    heedsComplaints: false,
    identity: () => 'scripted',
    async draft() {
      const draft = drafts[Math.min(engine.asked, drafts.length - 1)];
      engine.asked += 1;
      await new Promise(resolve => setTimeout(resolve, 5));
      if (draft instanceof Error) throw draft;
      return draft;
    },
  };
  return engine;
}

const database = () => join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'answers.db');
const brief = { length: 'brief' } as const;

test('asks once when a hundred readers ask the same at the same time', async () => {
  const engine = createScriptedEngine(truth);
  const { log } = createLogRecorder();
  const storage = openSqlite(':memory:');
  const answer = createAnswer({
    engines: [engine],
    cache: createCache(storage.cache, log),
    log,
    ledger: createFreeLedger(),
  });
  const answers = await Promise.all(Array.from({ length: 100 }, () => answer(summaryRecipe, article, brief)));
  expect(engine.asked).toBe(1);
  expect(new Set(answers.map(given => JSON.stringify(given))).size).toBe(1);
  expect(answers[0]?.content.points).toMatchObject(truth.points);
});

test('shares a failure among those who wait for it and asks again for the next one', async () => {
  const engine = createScriptedEngine(new Error('the engine broke'), truth);
  const { log } = createLogRecorder();
  const answer = createAnswer({
    engines: [engine],
    cache: createCache(openSqlite(':memory:').cache, log),
    log,
    ledger: createFreeLedger(),
  });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => answer(summaryRecipe, article, brief)),
  );
  expect(outcomes.every(outcome => outcome.status === 'rejected')).toBe(true);
  expect(engine.asked).toBe(1);
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(truth.points);
  expect(engine.asked).toBe(2);
});

test('keeps answers over a restart', async () => {
  const path = database();
  const { log } = createLogRecorder();
  const first = openSqlite(path);
  await createAnswer({
    engines: [createScriptedEngine(truth)],
    cache: createCache(first.cache, log),
    log,
    ledger: createFreeLedger(),
  })(summaryRecipe, article, brief);
  await first.close();
  const second = openSqlite(path);
  const engine = createScriptedEngine(new Error('must not be asked'));
  const { content } = await createAnswer({
    engines: [engine],
    cache: createCache(second.cache, log),
    log,
    ledger: createFreeLedger(),
  })(summaryRecipe, article, brief);
  expect(content.points).toMatchObject(truth.points);
  expect(engine.asked).toBe(0);
  await second.close();
});

test('makes another answer for other options, another text and another engine', async () => {
  const { log } = createLogRecorder();
  const cache = createCache(openSqlite(':memory:').cache, log);
  const engine = createScriptedEngine(truth);
  const answer = createAnswer({ engines: [engine], cache, log, ledger: createFreeLedger() });
  await answer(summaryRecipe, article, brief);
  await answer(summaryRecipe, article, { length: 'standard' });
  await answer(
    summaryRecipe,
    createArticle('The pier is open', [...article.paragraphs, 'A new line.']),
    brief,
  );
  expect(engine.asked).toBe(3);
  const changed = { ...createScriptedEngine(truth), identity: () => 'a newer program' };
  const spy = vi.spyOn(changed, 'draft');
  await createAnswer({ engines: [changed], cache, log, ledger: createFreeLedger() })(
    summaryRecipe,
    article,
    brief,
  );
  expect(spy).toHaveBeenCalledOnce();
});

test('does not show a stored answer that was tampered with', async () => {
  const path = database();
  const { log, lines } = createLogRecorder();
  const storage = openSqlite(path);
  const engine = createScriptedEngine(truth);
  const answer = createAnswer({
    engines: [engine],
    cache: createCache(storage.cache, log),
    log,
    ledger: createFreeLedger(),
  });
  await answer(summaryRecipe, article, brief);
  // once more, so that it is known to have passed its check
  await answer(summaryRecipe, article, brief);
  const other = new DatabaseSync(path);
  other.function('edited', row => packBytes(unpackBytes(row as Uint8Array).replaceAll('40,000', '90,000')));
  const changed = other.prepare('UPDATE cached_answer SET value = edited(value)').run();
  expect(changed.changes).toBe(1);
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(truth.points);
  expect(engine.asked).toBe(2);
  expect(lines.some(line => line.msg.includes('did not pass its check'))).toBe(true);
});

/** Answers once with a seal, changes what was stored to a lie, and answers again, as after a restart. */
async function answerTampered(seal: Seal) {
  const path = database();
  const { log, lines } = createLogRecorder();
  const engine = createScriptedEngine(truth);
  const answerNew = () =>
    createAnswer({
      engines: [engine],
      cache: createCache(openSqlite(path).cache, log),
      log,
      ledger: createFreeLedger(),
      seal,
    })(summaryRecipe, article, brief);
  await answerNew();
  const other = new DatabaseSync(path);
  other.function('edited', row => packBytes(unpackBytes(row as Uint8Array).replaceAll('40,000', '90,000')));
  expect(other.prepare('UPDATE cached_answer SET value = edited(value)').run().changes).toBe(1);
  const { content } = await answerNew();
  const isChecked = lines.some(line => line.msg.includes('did not pass its check'));
  return { text: content.points[0]?.text, asked: engine.asked, isChecked };
}

test('takes what it sealed as it is, and its seal is broken by any change', async () => {
  // a seal that nothing breaks: what was stored is not checked again
  expect(await answerTampered(() => 'unbroken')).toEqual({
    text: 'Repairs cost 90,000 pounds.',
    asked: 1,
    isChecked: false,
  });
  expect(await answerTampered(createSeal('a token'))).toEqual({
    text: 'Repairs cost 40,000 pounds.',
    asked: 2,
    isChecked: true,
  });
});

test('shows what another bot sealed only after its check', () => {
  const [one, other] = ['a token', 'another token'].map(createSeal);
  expect(one?.('key', 'article', 'content')).toBe(createSeal('a token')('key', 'article', 'content'));
  expect(one?.('key', 'article', 'content')).not.toBe(other?.('key', 'article', 'content'));
  // parts do not run into each other
  expect(one?.('key', 'article', 'content')).not.toBe(one?.('key', 'articlecontent', ''));
});

test('shows at once what another process has put in the place of an answer', async () => {
  const path = database();
  const { log } = createLogRecorder();
  const ofOne = (engine: Engine) =>
    createAnswer({
      engines: [engine],
      cache: createCache(openSqlite(path).cache, log),
      log,
      ledger: createFreeLedger(),
    });
  const newer = { points: [{ text: 'The old pier opened on Monday.', paragraphs: [1] }] };
  const [here, there] = [ofOne(createScriptedEngine(truth)), ofOne(createScriptedEngine(newer))];
  for (let reader = 0; reader < 3; reader++)
    expect((await here(summaryRecipe, article, brief)).content.points).toMatchObject(truth.points);
  await there(summaryRecipe, article, brief, { memberId: null, serverId: null, isFresh: true });
  expect((await here(summaryRecipe, article, brief)).content.points).toMatchObject(newer.points);
});

test('does not show what is kept of an article for another one of the same request', async () => {
  const { log } = createLogRecorder();
  const cache = createCache(openSqlite(':memory:').cache, log);
  const engine = createScriptedEngine(truth);
  const answer = createAnswer({ engines: [engine], cache, log, ledger: createFreeLedger() });
  for (let reader = 0; reader < 2; reader++) await answer(summaryRecipe, article, brief);
  const sameId = {
    ...article,
    paragraphs: ['The old pier opened on Monday.', 'Repairs cost 70,000 pounds.'],
  };
  expect((await answer(summaryRecipe, sameId, brief)).content.points).not.toMatchObject(truth.points);
});

test('takes a corrupt cache row for a miss', async () => {
  const path = database();
  const { log } = createLogRecorder();
  const storage = openSqlite(path);
  const answer = createAnswer({
    engines: [createScriptedEngine(truth)],
    cache: createCache(storage.cache, log),
    log,
    ledger: createFreeLedger(),
  });
  await answer(summaryRecipe, article, brief);
  new DatabaseSync(path).exec('UPDATE cached_answer SET value = CAST(\'{"value": tru\' AS BLOB)');
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(truth.points);
});

test('answers with a broken cache, and says so in one line of the log', async () => {
  const { log, lines } = createLogRecorder();
  const storage = openSqlite(':memory:');
  const cache = createCache(storage.cache, log);
  const answer = createAnswer({
    engines: [createScriptedEngine(truth)],
    cache,
    log,
    ledger: createFreeLedger(),
  });
  await storage.close();
  for (const length of ['brief', 'standard', 'full'] as const)
    expect((await answer(summaryRecipe, article, { length })).content.points).toMatchObject(truth.points);
  expect(lines.filter(line => line.msg.includes('cache is broken'))).toHaveLength(1);
});

test('stores only what passed the check', async () => {
  const lie = { points: [{ text: 'Repairs cost 90,000 pounds.', paragraphs: [2] }, ...truth.points] };
  const { log } = createLogRecorder();
  const cache = createCache(openSqlite(':memory:').cache, log);
  const { content } = await createAnswer({
    engines: [createScriptedEngine(lie)],
    cache,
    log,
    ledger: createFreeLedger(),
  })(summaryRecipe, article, {
    length: 'standard',
  });
  expect(content.points).toMatchObject(truth.points);
});

test('forgets what has expired', async () => {
  const cache = new Keyv({ store: openSqlite(':memory:').cache });
  await cache.set('kept', { a: [1, 'ü'] });
  await cache.set('gone', 'x', 1);
  await new Promise(resolve => setTimeout(resolve, 10));
  expect(await cache.get('gone')).toBeUndefined();
  expect(await cache.has('gone')).toBe(false);
  expect(await cache.get('kept')).toEqual({ a: [1, 'ü'] });
  expect(await cache.delete('kept')).toBe(true);
  expect(await cache.delete('kept')).toBe(false);
  await cache.set('a', 1);
  await cache.clear();
  expect(await cache.get('a')).toBeUndefined();
});

test('gives the same draft for the same article every time', async () => {
  const engine = createBuiltInEngine();
  const drafts = await Promise.all(
    [1, 2, 3].map(() => engine.draft(summaryRecipe, article, { length: 'full' })),
  );
  expect(new Set(drafts.map(draft => JSON.stringify(draft))).size).toBe(1);
});

const mayor = createArticle('The pier is safe', [
  '“The pier is safe,” said Mayor Ada Thorne. “It took two years.”',
]);
const quote = (text: string) => ({
  text,
  speaker: 'Ada Thorne',
  role: null,
  mention: null,
  where: null,
  paragraph: 1,
  paragraphs: [1],
  scare: false,
});
const said = quote('The pier is safe,');
const another = quote('It took two years.');
/** Quotes, `count` of which were never said. */
const withLies = (count: number, ...others: (typeof said)[]) => ({
  quotes: [...others, ...Array.from({ length: count }, (_, index) => quote(`It cost ${index} lives.`))],
});

test.each([
  ['the first where the second is worse', withLies(1, said), withLies(2, another), said],
  ['the second where it is better', withLies(2, said), withLies(0, another), another],
  [
    'the second where both are as bad, for it knew the complaints',
    withLies(1, said),
    withLies(1, another),
    another,
  ],
  ['the first where the second has not even the form of one', withLies(1, said), { quotes: 'none' }, said],
  ['the second where the first has not even the form of one', { quotes: 'none' }, withLies(3, said), said],
])('of two drafts %s is kept', async (_which, first, second, kept) => {
  const { log } = createLogRecorder();
  const engine = { ...createScriptedEngine(first, second), heedsComplaints: true };
  const answer = createAnswer({ engines: [engine], cache: new Keyv(), log, ledger: createFreeLedger() });
  const { content } = await answer(quotesRecipe, mayor, {});
  expect(content.quotes.map(({ text }) => text)).toEqual([kept.text]);
  const again = vi.spyOn(engine, 'draft');
  await answer(quotesRecipe, mayor, {});
  expect(again).not.toHaveBeenCalled();
});

test('makes an answer anew whose form has changed', async () => {
  const { log } = createLogRecorder();
  const cache = createCache(openSqlite(':memory:').cache, log);
  const engine = createScriptedEngine(truth);
  const answer = createAnswer({ engines: [engine], cache, log, ledger: createFreeLedger() });
  await answer(summaryRecipe, article, brief);
  await answer({ ...summaryRecipe }, article, brief);
  expect(engine.asked).toBe(1);
  const form = summaryRecipe.answer.extend({ mood: z.string().optional() });
  await answer({ ...summaryRecipe, answer: form }, article, brief);
  expect(engine.asked).toBe(2);
});

test('what is sealed waits for no worker that is still loading', async () => {
  vi.resetModules();
  const { createAnswer: createFresh } = await import('../src/answers/service.ts');
  const { areWorkersLoading, warmWorkers } = await import('../src/workers/worker-pool.ts');
  const path = database();
  const { log } = createLogRecorder();
  const answerWith = (create: typeof createAnswer, engine: Engine) =>
    create({
      engines: [engine],
      cache: createCache(openSqlite(path).cache, log),
      log,
      ledger: createFreeLedger(),
      seal: createSeal('a token'),
    })(summaryRecipe, article, brief);
  await answerWith(createAnswer, createScriptedEngine(truth));
  const warming = warmWorkers();
  const { content } = await answerWith(createFresh, createScriptedEngine(new Error('must not be asked')));
  expect(content.points).toMatchObject(truth.points);
  expect(areWorkersLoading()).toBe(true);
  await warming;
  expect(areWorkersLoading()).toBe(false);
});
