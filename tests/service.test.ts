import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test, vi } from 'vitest';
import type { AnswerProgress } from '../src/answers/answer.ts';
import { createCache } from '../src/answers/cache.ts';
import { checkMaker } from '../src/answers/check/maker.ts';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { createAnswer } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { Article } from '../src/articles/article.ts';
import { createLibrary } from '../src/articles/library.ts';
import { type DraftOptions, type Engine, EngineFailure } from '../src/engines/engine.ts';
import type { Observation } from '../src/observability/observe.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import type { Storage } from '../src/storage/storage.ts';
import { packBytes, unpackBytes } from '../src/storage/stores/cache.ts';
import { type Asker, createLedger, NOBODY } from '../src/usage/ledger.ts';
import { TooFast } from '../src/usage/rate-limits.ts';
import { createArticle } from './articles.ts';
import { createLogRecorder, type LogLine, UNLIMITED } from './support.ts';

const article = createArticle('The old pier of the town is open again after two years', [
  'The old pier of the town opened on Monday, after it had been closed to everybody for two years.',
  'The repairs of the pier cost the town 40,000 pounds, which is more than the council had expected.',
]);
const pointOf = (paragraph: number) => ({
  points: [{ text: article.paragraphs[paragraph - 1], paragraphs: [paragraph] }],
});
/** The model's statement, the built-in engine's, and a false one. */
const [said, plain] = [pointOf(1), pointOf(2)];
const lie = { points: [{ text: 'The repairs of the pier cost the town 90,000 pounds.', paragraphs: [2] }] };
const brief = { length: 'brief' } as const;

interface TestEngine extends Engine {
  /** The options of each request, in order. */
  readonly asked: unknown[];
}

type Say = (how: DraftOptions) => unknown;

function createEngine(say: Say, more: Partial<Engine> = {}): TestEngine {
  const asked: unknown[] = [];
  return {
    asked,
    name: 'extractive',
    isPaid: false,
    translates: false,
    heedsComplaints: false,
    identity: () => 'scripted',
    draft: async (_recipe, _article, options, how = {}) => {
      asked.push(options);
      return say(how);
    },
    ...more,
  };
}

const createModel = (say: Say, more: Partial<Engine> = {}) =>
  createEngine(say, {
    ...{ name: 'openai', isPaid: true, translates: true, heedsComplaints: true },
    estimate: async () => ({ inputTokens: 10, outputTokens: 10 }),
    ...more,
  });

const fail = (error: Error) => () => {
  throw error;
};

interface TestService {
  readonly answer: ReturnType<typeof createAnswer>;
  readonly storage: Storage;
  readonly lines: LogLine[];
  readonly observed: Observation[];
}

const opened: Storage[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const storage of opened.splice(0)) await storage.close();
});

const createPath = () => join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'answers.db');

/** An answer service as in one process, on a database. */
function createService(
  engines: readonly [Engine, ...Engine[]],
  path = ':memory:',
  more: Partial<Parameters<typeof createAnswer>[0]> = {},
): TestService {
  const storage = openSqlite(path);
  opened.push(storage);
  const { log, lines } = createLogRecorder();
  const observed: Observation[] = [];
  const answer = createAnswer({
    ...{ engines, log, cache: createCache(storage.cache, log), locks: storage.locks },
    ledger: createLedger({ store: storage.ledger, limits: UNLIMITED, price: null, clock: systemClock }),
    observe: observation => void observed.push(observation),
    asked: storage.provenance,
    ...more,
  });
  return { answer, storage, lines, observed };
}

const ben: Asker = { memberId: '1', serverId: '9' };
const ada: Asker = { memberId: '2', serverId: '9' };

test('an answer is kept for ninety days, and made anew after them', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  const engine = createEngine(() => plain);
  const { answer, lines } = createService([engine]);
  const hours = (count: number) => vi.setSystemTime(Date.parse('2026-01-01T00:00:00Z') + count * 3_600_000);
  await answer(summaryRecipe, article, brief);
  hours(90 * 24 - 1);
  await answer(summaryRecipe, article, brief);
  expect([engine.asked.length, lines]).toEqual([1, []]);
  hours(90 * 24 + 1);
  await answer(summaryRecipe, article, brief);
  expect(engine.asked).toHaveLength(2);
});

test('two processes that are asked the same at the same time make one answer', async () => {
  const path = createPath();
  const engine = createEngine(() => new Promise(resolve => setTimeout(resolve, 50, plain)));
  const services = [createService([engine], path), createService([engine], path)];
  const answers = await Promise.all(services.map(({ answer }) => answer(summaryRecipe, article, brief)));
  expect(engine.asked).toHaveLength(1);
  expect(answers.map(({ content }) => content.points)).toMatchObject([plain.points, plain.points]);
});

test('while one process makes an answer anew, another shows the one that is kept', async () => {
  const path = createPath();
  const release = Promise.withResolvers<unknown>();
  const begun = Promise.withResolvers<void>();
  const slow = createEngine(() => {
    begun.resolve();
    return release.promise;
  });
  await createService([createEngine(() => plain)], path).answer(summaryRecipe, article, brief);
  const anew = createService([slow], path).answer(summaryRecipe, article, brief, { ...ben, isFresh: true });
  await begun.promise;
  const other = createService([createEngine(fail(new Error('must not be asked')))], path);
  expect((await other.answer(summaryRecipe, article, brief)).content.points).toMatchObject(plain.points);
  release.resolve(said);
  expect((await anew).content.points).toMatchObject(said.points);
});

test('tells an operator which answers came from where', async () => {
  const { answer, observed } = createService([createEngine(() => plain)]);
  const ask = () => answer(summaryRecipe, article, brief);
  const answersFrom = () =>
    observed.flatMap(one => (one.kind === 'answer' ? `${one.recipe} ${one.from}` : []));
  await Promise.all([ask(), ask(), ask()]);
  expect(answersFrom().sort()).toEqual([
    'summary another’s generation',
    'summary another’s generation',
    'summary generation',
  ]);
  await Promise.all([ask(), ask()]);
  expect(answersFrom().slice(3)).toEqual(['summary cache', 'summary cache']);
});

test('answers go with the article of a server that has left', async () => {
  const engine = createEngine(() => plain);
  const { answer, storage } = createService([engine]);
  const library = createLibrary({ articles: storage.articles, clock: systemClock }).forServer('9');
  await library.add(article, 'file.md');
  await answer(summaryRecipe, article, brief);
  while ((await storage.servers.eraseBatch('9', '2026-11-29')) > 0);
  await answer(summaryRecipe, article, brief);
  expect(engine.asked).toHaveLength(2);
});

/** Changes stored data directly, not through the program. */
function change(path: string, sql: string): void {
  const connection = new DatabaseSync(path);
  connection.function('edited', (row, before, after) =>
    packBytes(unpackBytes(row as Uint8Array).replaceAll(String(before), String(after))),
  );
  connection.exec(sql);
  connection.close();
}

test.each([
  [
    'is of another form than answers are kept in',
    `UPDATE cached_answer SET value = CAST('{"value":"an older form"}' AS BLOB)`,
  ],
  [
    'is of another form than its recipe has',
    `UPDATE cached_answer SET value = edited(value, '"points"', '"items"')`,
  ],
  ['does not pass the check', `UPDATE cached_answer SET value = edited(value, '40,000', '90,000')`],
])('what is kept is made anew where it %s', async (_what, sql) => {
  const path = createPath();
  const engine = createEngine(() => plain);
  const { answer } = createService([engine], path);
  await answer(summaryRecipe, article, brief);
  change(path, sql);
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(plain.points);
  expect(engine.asked).toHaveLength(2);
});

test('the log names the answer that did not pass its check', async () => {
  const path = createPath();
  const { answer, lines } = createService([createEngine(() => plain)], path);
  await answer(summaryRecipe, article, brief);
  change(path, `UPDATE cached_answer SET value = edited(value, '40,000', '90,000')`);
  await answer(summaryRecipe, article, brief);
  expect(lines).toMatchObject([
    { recipe: 'summary', article: article.id, msg: expect.stringContaining('did not pass its check') },
  ]);
});

test.each([
  ['what an answer is about', 'INSERT'],
  ['the answer itself', 'UPDATE'],
])(
  'where %s cannot be stored readers have their answer, and the operator a line in the log',
  async (_what, statement) => {
    const path = createPath();
    const { answer, lines } = createService([createEngine(() => plain)], path);
    change(
      path,
      `CREATE TRIGGER full BEFORE ${statement} ON cached_answer BEGIN SELECT raise(FAIL, 'the disk is full'); END`,
    );
    expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(plain.points);
    expect(lines).toMatchObject([
      {
        msg: expect.stringContaining('cache is broken'),
        err: { message: expect.stringContaining('the disk is full') },
      },
    ]);
  },
);

test('where an old answer cannot be removed readers have theirs, and the operator a line in the log', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  const path = createPath();
  const engine = createEngine(() => plain);
  const { answer, lines } = createService([engine], path);
  await answer(summaryRecipe, article, brief);
  change(
    path,
    `UPDATE cached_answer SET expires = NULL;
     CREATE TRIGGER broken BEFORE DELETE ON cached_answer BEGIN SELECT raise(FAIL, 'the disk is broken'); END`,
  );
  vi.setSystemTime(Date.parse('2026-06-01T00:00:00Z'));
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(plain.points);
  expect(engine.asked).toHaveLength(2);
  expect(lines).toMatchObject([{ msg: expect.stringContaining('cache is broken') }]);
});

test('where kept answers cannot be read readers have theirs, and the operator a line in the log', async () => {
  const { storage, answer, lines } = createService([createEngine(() => plain)]);
  await storage.close();
  expect((await answer(summaryRecipe, article, brief)).content.points).toMatchObject(plain.points);
  expect(lines.filter(({ msg }) => msg.includes('cache is broken'))).toHaveLength(1);
});

test('says nothing beside an answer that is as it should be', async () => {
  const { answer } = createService([createModel(() => said), createEngine(() => plain)]);
  expect(await answer(summaryRecipe, article, brief)).toMatchObject({
    content: said,
    engine: 'openai',
    notice: null,
    language: null,
  });
});

test('says why the model has not answered, and what is wrong with the database', async () => {
  const model = createModel(fail(new EngineFailure('The model is down')));
  const { answer, lines, observed } = createService([model, createEngine(() => plain)], undefined, {
    outageNotice: () => 'The database is away.',
  });
  expect(await answer(summaryRecipe, article, brief)).toMatchObject({
    content: plain,
    engine: 'extractive',
    notice: 'The model is down, so this is the built-in engine’s answer. The database is away.',
  });
  expect(lines).toMatchObject([
    {
      msg: 'an engine had no answer and the next one is asked',
      recipe: 'summary',
      article: article.id,
      err: { message: 'The model is down' },
    },
  ]);
  expect(observed.filter(({ kind }) => kind === 'generation')).toMatchObject([
    { recipe: 'summary', engine: 'openai', outcome: 'failed' },
    { recipe: 'summary', engine: 'extractive', outcome: 'done' },
  ]);
});

test('a fault of the program itself is in the log, and readers have the built-in engine’s answer', async () => {
  const model = createModel(fail(new TypeError('nothing is not iterable')));
  const { answer, lines } = createService([model, createEngine(() => plain)]);
  const { content, notice } = await answer(summaryRecipe, article, brief);
  expect([content, notice]).toMatchObject([plain, expect.stringContaining('built-in engine’s answer')]);
  expect(lines.filter(({ level }) => level === 50)).toMatchObject([
    { recipe: 'summary', article: article.id, err: { message: 'nothing is not iterable' } },
  ]);
});

test.each([
  ['the only one', []],
  ['the last one', [createModel(fail(new EngineFailure('The model is down')))]],
] as const)('what goes wrong with the built-in engine is told as it is: %s', async (_which, others) => {
  for (const error of [new EngineFailure('There is nothing to say'), new TypeError('no words')]) {
    const engines = [...others, createEngine(fail(error))] as const;
    const { answer } = createService(engines as unknown as [Engine, ...Engine[]]);
    await expect(answer(summaryRecipe, article, brief)).rejects.toBe(error);
  }
});

test('a limit of a member is no fault, and not in the log', async () => {
  const { answer, lines } = createService([createModel(() => said), createEngine(() => plain)]);
  const none = { ...ben, rules: { answersPerMember: 0, engine: 'automatic' } } as const;
  expect(await answer(summaryRecipe, article, brief, none)).toMatchObject({
    content: plain,
    notice: expect.stringContaining('so this is the built-in engine’s answer'),
  });
  expect(lines).toEqual([]);
});

test('who waits with somebody over a limit has the model’s answer, and the other the built-in engine’s', async () => {
  const model = createModel(() => said);
  const { answer } = createService([model, createEngine(() => plain)]);
  const none = { ...ben, rules: { answersPerMember: 0, engine: 'automatic' } } as const;
  const [refused, ...others] = await Promise.all(
    [none, ada, ada].map(asker => answer(summaryRecipe, article, brief, asker)),
  );
  expect(refused?.engine).toBe('extractive');
  expect(others.map(({ engine }) => engine)).toEqual(['openai', 'openai']);
  expect(model.asked).toHaveLength(1);
});

test('who asks too fast is refused, and nobody who waits with them', async () => {
  const [model, builtIn] = [createModel(() => said), createEngine(() => plain)];
  const { answer, lines } = createService([model, builtIn]);
  const tooFast = { ...ben, admit: () => Promise.reject(new TooFast('Later.')) };
  const refused = answer(summaryRecipe, article, brief, tooFast);
  const admitted = answer(summaryRecipe, article, brief, ada);
  await expect(refused).rejects.toThrow('Later.');
  expect((await admitted).engine).toBe('openai');
  expect([model.asked.length, builtIn.asked.length, lines]).toEqual([1, 0, []]);
});

test('an answer is admitted once, however many engines are asked for it, and not at all where it is kept', async () => {
  const model = createModel(fail(new EngineFailure('The model is down')));
  const { answer } = createService([model, createEngine(() => plain)]);
  const admit = vi.fn(async () => undefined);
  await answer(summaryRecipe, article, brief, { ...ben, admit });
  expect(admit).toHaveBeenCalledTimes(1);
  const last = createService([createEngine(() => plain)]);
  for (let reader = 0; reader < 2; reader++)
    await last.answer(summaryRecipe, article, brief, { ...ben, admit });
  expect(admit).toHaveBeenCalledTimes(2);
});

test('a server that wants no model has none, also where the operator has none', async () => {
  const rules = { answersPerMember: null, engine: 'built-in' } as const;
  const model = createModel(() => said);
  const { answer } = createService([model, createEngine(() => plain)]);
  expect(await answer(summaryRecipe, article, brief, { ...ben, rules })).toMatchObject({
    engine: 'extractive',
    notice: null,
  });
  expect(model.asked).toEqual([]);
  const without = createService([createEngine(() => plain)]);
  expect((await without.answer(summaryRecipe, article, brief, { ...ben, rules })).engine).toBe('extractive');
});

test('of two answers that may be kept, the one that is meant is found', async () => {
  const { answer } = createService([createModel(() => said), createEngine(() => plain)]);
  const ask = async (engine?: string) =>
    (await answer(summaryRecipe, article, brief, { ...NOBODY, engine })).engine;
  expect([await ask('extractive'), await ask('openai'), await ask()]).toEqual([
    'extractive',
    'openai',
    'openai',
  ]);
  const without = createService([createEngine(() => plain)]);
  expect((await without.answer(summaryRecipe, article, brief, { ...NOBODY, engine: 'openai' })).engine).toBe(
    'extractive',
  );
});

const german = { length: 'full', language: 'de-AT' } as const;
const options = (more: object) => summaryRecipe.options.parse({ length: 'full', ...more });

test('a model is asked for the language that is wanted, with all else that is wanted', async () => {
  const model = createModel(() => said);
  const { answer } = createService([model, createEngine(() => plain)]);
  expect((await answer(summaryRecipe, article, german)).notice).toBeNull();
  expect(model.asked[0]).toEqual(options({ language: 'de' }));
});

test('an answer in the article’s own language is the one in none', async () => {
  const model = createModel(() => said);
  const { answer } = createService([model]);
  const given = await answer(summaryRecipe, article, { length: 'full', language: 'en-GB' });
  expect([given.language, given.notice]).toEqual([null, null]);
  await answer(summaryRecipe, article, { length: 'full' });
  expect(model.asked).toEqual([options({ language: null })]);
});

test('the built-in engine has one answer for all languages, and says that it does not translate', async () => {
  const engine = createEngine(() => plain);
  const { answer } = createService([engine]);
  const asked = await answer(summaryRecipe, article, german);
  expect([asked.language, asked.notice]).toEqual([
    'de',
    'The built-in engine doesn’t translate into German, so this is in the article’s own language, English.',
  ]);
  const other = await answer(summaryRecipe, article, { length: 'full', language: 'fr' });
  expect(other.notice).toContain('French');
  expect((await answer(summaryRecipe, article, { length: 'full' })).notice).toBeNull();
  expect(engine.asked).toEqual([options({ language: null })]);
});

/** An article too short to detect its language. */
const short: Article = createArticle('Pier', ['Pier 40.']);

test('does not name the language of an article where it cannot be told', async () => {
  const points = { points: [{ text: 'Pier 40.', paragraphs: [1] }] };
  const { answer } = createService([createEngine(() => points)]);
  expect((await answer(summaryRecipe, short, german)).notice).toBe(
    'The built-in engine doesn’t translate into German, so this is in the article’s own language.',
  );
});

test('an engine hears of no language where an answer has none', async () => {
  const claim = checkRecipe.options.parse({ claim: 'The pier is 40.' });
  const engine = createEngine(() => checkMaker.extract(short, claim));
  const { answer } = createService([engine]);
  expect(await answer(checkRecipe, short, claim)).toMatchObject({ language: null, notice: null });
  expect(engine.asked).toEqual([claim]);
});

type Progress = AnswerProgress<unknown>;

test('who waits is told that the model works, and not that it is asked again where it is not', async () => {
  const told: Progress[] = [];
  const isTold = Promise.withResolvers<void>();
  const onProgress = (progress: Progress) => {
    told.push(progress);
    if (progress.stage.step === 'asking') isTold.resolve();
  };
  const model = createModel(() => isTold.promise.then(() => said));
  const { answer } = createService([model]);
  await answer(summaryRecipe, article, brief, ben, { onProgress });
  expect(told.filter(({ stage }) => stage.step !== 'waiting').map(({ stage }) => stage)).toEqual([
    { step: 'asking', engine: 'openai', part: null },
    { step: 'checking', statements: 1 },
  ]);
});

test('who waits is not told of a second request to an engine that gives the same draft again', async () => {
  const told: Progress[] = [];
  const engine = createEngine(() => ({ points: [...plain.points, ...lie.points] }));
  const { answer } = createService([engine]);
  await answer(summaryRecipe, article, { length: 'full' }, ben, { onProgress: one => void told.push(one) });
  expect(engine.asked).toHaveLength(1);
  expect(told.map(({ stage }) => stage.step)).not.toContain('asking again');
});

test('who gives up is not taken for a fault, and no other engine is asked for them', async () => {
  const controller = new AbortController();
  const model = createModel(({ signal }) => {
    controller.abort(new Error('the member has cancelled'));
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  });
  const builtIn = createEngine(() => plain);
  const { answer, lines } = createService([model, builtIn]);
  const { signal } = controller;
  await expect(answer(summaryRecipe, article, brief, ben, { signal })).rejects.toThrow(
    'the member has cancelled',
  );
  // time for anything that continues after everybody has left
  await new Promise(resolve => setTimeout(resolve, 50));
  expect([lines, builtIn.asked]).toEqual([[], []]);
});

const full = { length: 'full' } as const;

test.each([
  ['what has passed', [...said.points, ...lie.points], said],
  ['nothing where nothing has passed', lie.points, null],
])('while a model is asked for statements again, who waits sees %s', async (_what, points, shown) => {
  const told: Progress[] = [];
  const repair = async () => ({ statements: [{ number: 1, ...plain.points[0] }] });
  const { answer } = createService([createModel(() => ({ points }), { repair })]);
  const onProgress = (one: Progress) => void told.push(one);
  const { content } = await answer(summaryRecipe, article, full, ben, { onProgress });
  expect(content).toMatchObject({ points: [...(shown?.points ?? []), ...plain.points] });
  const again = told.filter(({ stage }) => stage.step === 'asking again');
  expect(again).toMatchObject([
    {
      stage: { complaints: 1 },
      checkedSoFar: shown && { content: shown, engine: 'openai', notice: null, language: null },
    },
  ]);
});

test('what was cancelled while a model was asked for statements again is not kept', async () => {
  const controller = new AbortController();
  const repair = async () => {
    controller.abort(new Error('the member has cancelled'));
    // as a server does when the client disconnects
    await new Promise(resolve => setTimeout(resolve, 5));
    throw new EngineFailure('The model has hung up');
  };
  const model = createModel(() => ({ points: [...said.points, ...lie.points] }), { repair });
  const { answer } = createService([model]);
  const { signal } = controller;
  await expect(answer(summaryRecipe, article, full, ben, { signal })).rejects.toThrow('has cancelled');
  await new Promise(resolve => setTimeout(resolve, 50));
  await answer(summaryRecipe, article, full, ada);
  expect(model.asked).toHaveLength(2);
});

test('while a model is asked for a draft again that has no form, who waits sees nothing of it', async () => {
  const told: Progress[] = [];
  const model = createModel(() => (model.asked.length === 1 ? { points: 'none' } : said));
  const { answer } = createService([model]);
  const onProgress = (one: Progress) => void told.push(one);
  expect((await answer(summaryRecipe, article, full, ben, { onProgress })).content).toMatchObject(said);
  expect(told.filter(({ stage }) => stage.step === 'asking again')).toMatchObject([{ checkedSoFar: null }]);
});

test('an operator reads how many statements of an engine do not pass', async () => {
  const { answer, observed, lines } = createService([
    createEngine(() => ({ points: [...plain.points, ...lie.points] })),
  ]);
  await answer(summaryRecipe, article, full);
  const failed = () => observed.filter(({ kind }) => kind === 'check failed');
  expect(failed()).toEqual([
    { kind: 'check failed', recipe: 'summary', engine: 'extractive', complaints: 1 },
  ]);
  expect(lines).toMatchObject([{ recipe: 'summary', article: article.id, complaints: 1 }]);
  const good = createService([createEngine(() => plain)]);
  await good.answer(summaryRecipe, article, full);
  expect(good.observed.map(({ kind }) => kind)).not.toContain('check failed');
});
