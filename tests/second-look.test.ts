import { afterAll, afterEach, expect, test } from 'vitest';
import type { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine, type EngineSettings } from '../src/engines/openai/openai.ts';
import type { Limits } from '../src/usage/ledger.ts';
import { createArticle } from './articles.ts';
import { isWhole } from './cards.ts';
import { type ModelReply, startScriptedModel } from './model.ts';
import { createLogRecorder, startTestBot, type TestBot, UNLIMITED, visibleTextOf } from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let train: StoredArticle;

afterAll(() => model.stop());

afterEach(async () => {
  expect(model.violations).toEqual([]);
  await bot.stop();
});

const settingsOf = (): EngineSettings => ({
  model: 'writer',
  baseUrl: model.url,
  apiKey: null,
  contextTokens: 100_000,
  timeout: 10_000,
});
const withCheck = (): EngineSettings => ({ ...settingsOf(), check: { ...settingsOf(), model: 'checker' } });

async function startBot(settings: EngineSettings = withCheck(), limits: Partial<Limits> = {}): Promise<void> {
  bot = await startTestBot({
    engines: [createOpenAiEngine(settings, createLogRecorder().log), createBuiltInEngine()],
    limits: { ...UNLIMITED, ...limits },
    price: { input: 2, output: 10 },
    checkPrice: { input: 100, output: 100 },
  });
  train = (await bot.library.find('22:40')) as StoredArticle;
}

async function runCommand(command: string, options: Record<string, string> = {}): Promise<string> {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, command, { article: train.id, ...options });
  return visibleTextOf(await asked.replyWhere(isWhole));
}

const VERBATIM = 'The company is not convinced.';
const [LOSS, LOSS_GROUND] = [
  'The night train lost £2.1 million in its final year.',
  'In its final year the night train carried 38,000 passengers, down from 91,000 in 1998, and lost £2.1 million.',
] as const;
const [NAMES, NAMES_GROUND] = [
  'In a town of 9,400 people, the petition now has 14,200 signatures.',
  'Her petition now has 14,200 signatures, in a town of 9,400 people.',
] as const;

const point = (paragraph: number, text: string, quote = text) => ({
  ground: [{ paragraph, quote }],
  text,
  translation: null,
});
const summary = () => ({
  points: [point(3, NAMES, NAMES_GROUND), point(4, VERBATIM), point(4, LOSS, LOSS_GROUND)],
});
const verdicts = (...said: string[]) => ({
  verdicts: said.map((verdict, index) => ({ number: index + 1, verdict })),
});
const MISSED = 'The second look at what is in the model’s words could not be taken.';

test('is not taken where no model is named for it', async () => {
  await startBot(settingsOf());
  model.say(summary());
  expect(await runCommand('summary')).toContain(LOSS);
  expect(model.requests).toHaveLength(1);
});

test('is taken at each statement in the model’s words, beside the words it rests on and nothing else', async () => {
  await startBot();
  model.say(summary(), verdicts('says so', 'says so'));
  const text = await runCommand('summary');
  expect(model.requests.map(request => request.model)).toEqual(['writer', 'checker']);
  const asked = JSON.stringify(model.requests[1]!.messages.slice(1));
  for (const shown of [LOSS, LOSS_GROUND, NAMES, NAMES_GROUND]) expect(asked).toContain(shown);
  for (const not of [VERBATIM, train.headline, 'By day the journey', 'Anneke Roth'])
    expect(asked).not.toContain(not);
  for (const shown of [LOSS, NAMES, VERBATIM]) expect(text).toContain(shown);
  expect(text).not.toContain('left out');
  // the result of the second look is stored
  expect(await runCommand('summary')).toBe(text);
  expect(model.requests).toHaveLength(2);
});

test.each(['does not', 'contradicts', ' Contradicts '])(
  'leaves out and counts a statement of which it says “%s”',
  async verdict => {
    await startBot();
    model.say(summary(), verdicts('says so', verdict));
    const text = await runCommand('summary');
    expect(text).not.toContain(LOSS);
    expect(text).toContain(NAMES);
    expect(text).toContain(VERBATIM);
    expect(text).toContain('1 left out: On a second look, the words it rests on');
    expect(await runCommand('summary')).toBe(text);
    expect(model.requests).toHaveLength(2);
  },
);

const withWindow = (contextTokens: number): EngineSettings => ({
  ...settingsOf(),
  check: { ...settingsOf(), model: 'checker', contextTokens },
});

test('is taken at as many statements as fit into its window, and the others stay', async () => {
  await startBot(withWindow(650));
  model.say(summary(), verdicts('does not'));
  const text = await runCommand('summary');
  const asked = JSON.stringify(model.requests[1]!.messages);
  expect(asked).toContain(NAMES);
  expect(asked).not.toContain(LOSS);
  expect(text).toContain(LOSS);
  expect(text).not.toContain(NAMES);
});

test('is not taken where not one statement fits, and a line says so', async () => {
  await startBot(withWindow(400));
  model.say(summary());
  const text = await runCommand('summary');
  expect(model.requests).toHaveLength(1);
  for (const shown of [LOSS, NAMES, MISSED]) expect(text).toContain(shown);
});

test('of which nothing is left lets the built-in engine answer', async () => {
  await startBot();
  model.say({ points: [point(4, LOSS, LOSS_GROUND)] }, verdicts('does not'));
  expect(await runCommand('summary')).toContain('The article backs up nothing the model said');
});

test('is taken at an answer to a question too', async () => {
  await startBot();
  const statements = summary().points.map(({ ground: [first], ...each }) => ({
    ...each,
    ground: [{ ...first, comment: null }],
  }));
  model.say({ found: true, statements, nearest: null }, verdicts('contradicts', 'says so'));
  const text = await runCommand('ask', {
    question: 'How many signatures has the petition for the night train?',
  });
  expect(text).toContain(LOSS);
  expect(text).not.toContain(NAMES);
  expect(text).toContain('1 left out');
});

const failures: [string, ModelReply][] = [
  ['an error', { error: { message: 'no', type: 'invalid' }, status: 403 }],
  ['prose', 'All of it is fine, I think.'],
  ['another form', { points: [] }],
];

test.each(failures)('that fails with %s changes nothing but a line', async (_, failure) => {
  await startBot();
  model.say(summary(), failure);
  const text = await runCommand('summary');
  for (const shown of [LOSS, NAMES, VERBATIM]) expect(text).toContain(shown);
  expect(text).toContain('by the model');
  expect(text).toContain(MISSED);
  expect(text).not.toContain('left out');
  expect(bot.lines.map(({ msg }) => msg)).toContain('a second look could not be had');
  // it is not paid for again, and the stored answer says so too
  const { length } = model.requests;
  expect(await runCommand('summary')).toBe(text);
  expect(model.requests).toHaveLength(length);
});

test('says nothing of a statement whose verdict is missing or unknown', async () => {
  await startBot();
  model.say(summary(), {
    verdicts: [
      { number: 2, verdict: 'perhaps' },
      { number: 9, verdict: 'does not' },
    ],
  });
  const text = await runCommand('summary');
  for (const shown of [LOSS, NAMES]) expect(text).toContain(shown);
  expect(text).not.toContain(MISSED);
});

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

test('is in the ledger with its own price, for the same answer', async () => {
  await startBot();
  model.say(
    { content: JSON.stringify(summary()), usage },
    { content: JSON.stringify(verdicts('says so', 'says so')), usage },
  );
  await runCommand('summary');
  const asked = await bot.preview.member('Ben').command(bot.preview.channels.articles, 'usage');
  const used = visibleTextOf(await asked.final());
  // 1,000 × $2 + 100 × $10, and 1,100 × $100, per million
  expect(used).toContain('1 answer · 2,000 tokens read, 200 tokens written · $0.1130');
});

test('is not taken where it would pass a limit', async () => {
  await startBot(withCheck(), { tokens: { member: 8_000, server: null, day: null } });
  const much = { prompt_tokens: 4_000, completion_tokens: 100, total_tokens: 4_100 };
  model.say({ content: JSON.stringify(summary()), usage: much });
  const text = await runCommand('summary');
  expect(text).toContain(LOSS);
  expect(text).toContain(MISSED);
  expect(model.requests).toHaveLength(1);
});

test('bears on which answer is meant, as far as it can change it', async () => {
  await startBot();
  const article = createArticle('The pier is open', ['The old pier opened on Monday.']);
  const identityOf = (
    settings: EngineSettings,
    recipe: typeof summaryRecipe | typeof questionRecipe | typeof quotesRecipe = summaryRecipe,
    options: object = { length: 'brief', language: null },
  ) => createOpenAiEngine(settings, createLogRecorder().log).identity(recipe, article, options);
  const [without, with_] = [settingsOf(), withCheck()];
  expect(identityOf(with_)).not.toBe(identityOf(without));
  const change = (changed: object) => ({ ...with_, check: { ...with_.check!, ...changed } });
  expect(identityOf(change({ model: 'another' }))).not.toBe(identityOf(with_));
  expect(identityOf(change({ baseUrl: null }))).not.toBe(identityOf(with_));
  expect(identityOf(change({ apiKey: 'another', timeout: 1 }))).toBe(identityOf(with_));
  expect(identityOf(with_, quotesRecipe, { language: null })).toBe(
    identityOf(without, quotesRecipe, { language: null }),
  );
});
