import { encode } from 'gpt-tokenizer';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { AnyRecipe } from '../src/answers/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine, type ModelSettings } from '../src/engines/openai/openai.ts';
import { createMessages } from '../src/engines/openai/prompt.ts';
import { type Clock, systemClock } from '../src/scheduling/clock.ts';
import { cardsOf, isWhole } from './cards.ts';
import { createCompletion, hasOpenaiDocument, startScriptedModel } from './model.ts';
import { createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let train: StoredArticle;

async function startBot(
  change: Partial<ModelSettings> = {},
  discordClock: Clock = systemClock,
): Promise<void> {
  const { log, lines } = createLogRecorder();
  const settings = {
    model: 'scripted',
    baseUrl: model.url,
    apiKey: 'key',
    contextTokens: 100_000,
    timeout: 10_000,
    ...change,
  };
  bot = await startTestBot({
    engines: [createOpenAiEngine(settings, log), createBuiltInEngine()],
    discordClock,
  });
  bot.lines.push(...lines);
  said = lines;
  train = (await bot.library.find('22:40')) as StoredArticle;
}

let said: ReturnType<typeof createLogRecorder>['lines'];

afterAll(() => model.stop());

beforeEach(() => startBot());

afterEach(() => bot.stop());

/** A sentence of the train article and the answer that a truthful model makes from it. */
const sentenceOf = (article: StoredArticle, paragraph: number) => article.paragraphs[paragraph - 1]!;
const truth = () => ({ points: [{ text: sentenceOf(train, 1), paragraphs: [1] }] });

async function fetchSummary(length = 'brief') {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'summary', { article: train.id, length });
  // on a busy machine, progress is reported meanwhile
  return visibleTextOf(await asked.replyWhere(isWhole));
}

const BUILT_IN = 'this is the built-in engine’s answer';

test('a reader gets the model’s answer, and the second one from the cache', async () => {
  model.say(truth());
  const text = await fetchSummary();
  expect(text).toContain('`¶1`');
  expect(text).toContain('· by the model');
  expect(text).not.toContain(BUILT_IN);
  expect(await fetchSummary()).toBe(text);
  expect(model.requests).toHaveLength(1);
});

test('a hundred readers who ask the same at once make one call, also when the first one fails', async () => {
  await bot.stop();
  // a hundred at once, in one process with Discord itself, on a machine that may be busy: its three seconds
  // are extended here
  await startBot(
    {},
    { ...systemClock, sleep: (milliseconds, signal) => systemClock.sleep(milliseconds * 20, signal) },
  );
  model.say({ error: { message: 'down', type: 'server_error' }, status: 500 }, truth());
  const members = ['Ben', 'Ada'];
  const asked = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      bot.preview
        .member(members[index % 2]!)
        .command(bot.preview.channels.articles, 'summary', { article: train.id, length: 'brief' }),
    ),
  );
  const texts = await Promise.all(
    asked.map(async each => visibleTextOf(await each.replyWhere(message => cardsOf(message).length > 0))),
  );
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toContain('· by the model');
  // the failed call and its single retry
  expect(model.requests).toHaveLength(2);
});

describe('the model fails, and the reader gets the built-in engine’s answer with the reason', () => {
  const failures: [string, object | string, RegExp][] = [
    [
      'an error of the server',
      { error: { message: 'down', type: 'server_error' }, status: 500 },
      /has a problem of its own/,
    ],
    [
      'too many requests',
      { error: { message: 'slow down', type: 'rate_limit' }, status: 429, retryAfter: 0 },
      /too busy/,
    ],
    ['a wrong key', { error: { message: 'bad key', type: 'auth' }, status: 401 }, /doesn’t accept the key/],
    ['a refusal', createCompletion({ refusal: 'I cannot help with that.' }), /refused/],
    ['an answer that is cut off', { content: '{"points": [{"te', finishReason: 'length' }, /cut off/],
    [
      'talk without an answer',
      'Sure! I would love to help you with this article.',
      /I couldn’t read the model’s answer/,
    ],
    [
      'an answer of no choice',
      { json: { id: 'x', object: 'chat.completion', created: 0, model: 'm', choices: [] } },
      /I couldn’t read the model’s answer/,
    ],
    ['an answer of another form, twice', { sentences: ['The train is back.'] }, /backs up nothing/],
    [
      'nothing but inventions, twice',
      { points: [{ text: 'Aliens took the train to Mars.', paragraphs: [1] }] },
      /backs up nothing/,
    ],
    ['no point at all', { points: [] }, /backs up nothing/],
  ];
  test.each(failures)('%s', async (_, answer, reason) => {
    model.say(answer);
    const text = await fetchSummary();
    expect(text).toContain(BUILT_IN);
    expect(text).toMatch(reason);
    expect(text).toContain('built-in engine');
    expect(text).not.toContain('Aliens');
    // the fallback answer is not stored as the model's
    model.say(truth());
    expect(await fetchSummary()).not.toContain(BUILT_IN);
  });

  test('a server that does not answer', async () => {
    await bot.stop();
    await startBot({ timeout: 1_000 });
    model.say(async () => {
      await new Promise(resolve => setTimeout(resolve, 3_000));
      return truth();
    });
    expect(await fetchSummary()).toMatch(/didn’t answer in 1 seconds.*built-in engine/);
  });

  test('a server that keeps failing is left alone for a while', async () => {
    model.say({ error: { message: 'no such model', type: 'invalid' }, status: 403 });
    for (let time = 0; time < 4; time++) expect(await fetchSummary()).toContain('doesn’t accept the key');
    expect(await fetchSummary()).toContain('out of order at the moment');
    expect(model.requests).toHaveLength(4);
    expect(said.map(line => line.msg)).toContain(
      'the model server keeps failing: it is left alone for a while',
    );
  });
});

describe('the model rambles, and the answer is read', () => {
  const json = () => JSON.stringify(truth());
  const ways: [string, () => string][] = [
    ['a fence', () => `\`\`\`json\n${json()}\n\`\`\``],
    [
      'a preamble and a farewell',
      () => `Here is the summary you asked for:\n\n${json()}\n\nLet me know {if} you need more!`,
    ],
    ['its reasoning', () => `<think>The reader wants {"points": []}. I will comply.</think>${json()}`],
    ['its reasoning without the opening tag', () => `The reader wants {"points": []}.</think>\n${json()}`],
    ['a comma too many', () => json().replace(/\]\}$/, ',]}')],
  ];
  test.each(ways)('%s', async (_, written) => {
    model.say(written());
    const text = await fetchSummary();
    expect(text).toContain('`¶1`');
    expect(text).not.toContain(BUILT_IN);
    expect(model.requests).toHaveLength(1);
  });
});

test('a draft with a fault is asked for again once, with the complaint, and the better one is shown', async () => {
  const lie = { text: 'The town lost 40 million in a day.', paragraphs: [2] };
  model.say({ points: [...truth().points, lie] }, truth());
  const text = await fetchSummary('standard');
  expect(text).not.toContain('40 million');
  expect(model.requests).toHaveLength(2);
  const last = model.requests[1]!.messages.at(-1)?.content as string;
  expect(last).toContain('The town lost 40 million in a day.');
});

test('a server that does not know JSON schemas is noticed once, then spoken to as it can', async () => {
  const refuses = (what: string) => ({
    error: { message: `response_format ${what} is not supported`, type: 'invalid_request_error' },
    status: 400,
  });
  model.say(refuses('json_schema'), refuses('json_object'), truth());
  expect(await fetchSummary()).not.toContain(BUILT_IN);
  expect(model.requests.map(request => request.response_format?.type)).toEqual([
    'json_schema',
    'json_object',
    undefined,
  ]);
  expect(model.requests.at(-1)?.messages.at(-1)?.content).toContain('JSON schema');
  model.say({ points: [{ text: sentenceOf(train, 2), paragraphs: [2] }] });
  await fetchSummary('standard');
  expect(model.requests.map(request => request.response_format?.type)).toEqual([undefined]);
  expect(said.filter(line => line.mode === 'text')).toHaveLength(1);
});

test.skipIf(!hasOpenaiDocument)(
  'every request is valid by OpenAI’s own document (needs ../shared/openapi)',
  async () => {
    model.say('nothing');
    const here = bot.preview.channels.articles;
    const ben = bot.preview.member('Ben');
    await fetchSummary('full');
    await (await ben.command(here, 'quotes', { article: train.id })).final();
    await (await ben.command(here, 'comments', { article: train.id })).final();
    await (
      await ben.command(here, 'ask', { article: train.id, question: 'Who wants the train back?' })
    ).final();
    expect(model.requests.length).toBeGreaterThanOrEqual(4);
    expect(model.violations).toEqual([]);
  },
);

test('at least 85 % of the input of every recipe is the same prefix, of an article of 1,100 words', () => {
  const requests: [AnyRecipe, unknown][] = [
    [summaryRecipe, { length: 'full' }],
    [quotesRecipe, {}],
    [commentsRecipe, {}],
    [questionRecipe, { question: 'Who wants the train back?', context: [] }],
  ];
  const tokens = requests.map(([recipe, options]) =>
    createMessages(recipe, train, recipe.options.parse(options)).flatMap(message => encode(message.content)),
  );
  const shortest = Math.min(...tokens.map(each => each.length));
  let common = 0;
  while (common < shortest && tokens.every(each => each[common] === tokens[0]![common])) common++;
  for (const each of tokens) expect(common / each.length).toBeGreaterThanOrEqual(0.85);
});
