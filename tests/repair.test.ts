import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredArticle } from '../src/articles/article.ts';
import { REPLY_TIMINGS, type ReplyTimings } from '../src/discord/pending-replies.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { createArticle } from './articles.ts';
import { isWhole } from './cards.ts';
import { createCompletion, type ModelReply, startScriptedModel } from './model.ts';
import { createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let train: StoredArticle;

async function startBot(contextTokens = 100_000, pace?: ReplyTimings): Promise<void> {
  const settings = { model: 'm', baseUrl: model.url, apiKey: null, contextTokens, timeout: 10_000 };
  bot = await startTestBot({
    engines: [createOpenAiEngine(settings, createLogRecorder().log), createBuiltInEngine()],
    ...(pace && { pace }),
  });
  train = (await bot.library.find('22:40')) as StoredArticle;
}

afterAll(() => model.stop());

beforeEach(() => startBot());

afterEach(async () => {
  expect(model.violations).toEqual([]);
  await bot.stop();
});

async function runCommand(
  command: string,
  options: Record<string, string> = {},
  article = train.id,
): Promise<string> {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, command, { article, ...options });
  return visibleTextOf(await asked.replyWhere(isWhole));
}

/** The text of the request with this index, and the name of its schema. */
function readRequest(index: number): { readonly name: string | undefined; readonly text: string } {
  const { messages, response_format } = model.requests[index]!;
  const { json_schema } = (response_format ?? {}) as { json_schema?: { name: string } };
  return {
    name: json_schema?.name,
    text: messages
      .filter(({ role }) => role !== 'system')
      .map(({ content }) => content)
      .join('\n'),
  };
}

const point = (paragraph: number, text: string, quote = text) => ({
  ground: [{ paragraph, quote }],
  text,
  translation: null,
});
const statement = (paragraph: number, text: string) => ({
  ground: [{ paragraph, comment: null, quote: text }],
  text,
  translation: null,
});
const repaired = (...statements: object[]): { statements: object[] } => ({
  statements: statements.map((each, index) => ({ number: index + 1, ...each })),
});

const CROWD = 'On Monday evening 600 people stood on the same platform to ask for it back.';
const FARE = 'The most common was £45; the cheapest day fare is £62.';
const DOUBT = 'The company is not convinced.';
const LIE = 'The night train lost £3.1 million in its final year.';
const LOSS =
  'In its final year the night train carried 38,000 passengers, down from 91,000 in 1998, and lost £2.1 million.';
const OTHER_LIE = 'Aliens took the train to Mars.';

test('what is refused is asked for once more alone, with its reason and the whole passage, and put in its place', async () => {
  model.say({ points: [point(1, CROWD), point(4, LIE), point(14, FARE)] }, repaired(point(4, LOSS)));
  const text = await runCommand('summary');
  expect(model.requests).toHaveLength(2);
  const { name, text: asked } = readRequest(1);
  expect(name).toBe('summary_repair');
  expect(asked).toContain(LIE);
  expect(asked).toContain('3.1');
  expect(asked).toContain(train.paragraphs[3]);
  // statements that passed, and their evidence, are not sent again
  for (const passed of [CROWD, FARE]) expect(asked).not.toContain(passed);
  expect(text).not.toContain('3.1');
  expect(text.indexOf(CROWD)).toBeLessThan(text.indexOf(LOSS));
  expect(text.indexOf(LOSS)).toBeLessThan(text.indexOf(FARE));
  expect(text.indexOf(CROWD)).toBeGreaterThan(0);
});

test('of several that are refused each has its number, and the second answer for one does not count', async () => {
  model.say(
    { points: [point(4, LIE), point(1, OTHER_LIE), point(14, FARE)] },
    {
      statements: [
        { number: 2, ...point(1, CROWD) },
        { number: 1, ...point(4, LOSS) },
        { number: 1, ...point(4, DOUBT) },
        { number: 7, ...point(2, 'They had brought sleeping bags, thermos flasks and, in one case, a bed.') },
      ],
    },
  );
  const text = await runCommand('summary');
  for (const shown of [CROWD, LOSS, FARE]) expect(text).toContain(shown);
  for (const not of [DOUBT, 'sleeping bags', 'Aliens', '3.1']) expect(text).not.toContain(not);
  expect(model.requests).toHaveLength(2);
});

const hopeless: [string, ModelReply][] = [
  ['is wrong again', repaired(point(4, LIE))],
  ['has no form', { statements: [{ number: 1, text: 12 }] }],
  ['is not written again', { statements: [] }],
  ['is answered in prose', 'I am sorry, I cannot do that.'],
  ['meets with an error', { error: { message: 'no', type: 'invalid' }, status: 403 }],
];

test.each(hopeless)('what %s stays out, and what passed stands', async (_, second) => {
  model.say({ points: [point(1, CROWD), point(4, LIE)] }, second);
  const text = await runCommand('summary');
  expect(text).toContain(CROWD);
  expect(text).toMatch(/1 left out: .* · by the model$/);
  expect(text).not.toContain(LIE);
  expect(model.requests.filter((_request, index) => readRequest(index).name === 'summary')).toHaveLength(1);
  // it is not requested a third time, nor when the summary is requested again
  const { length } = model.requests;
  expect(await runCommand('summary')).toBe(text);
  expect(model.requests).toHaveLength(length);
});

test('a statement without form takes none with it that came back beside it', async () => {
  model.say(
    { points: [point(1, OTHER_LIE), point(4, LIE)] },
    {
      statements: [
        { number: 1, text: null },
        { number: 2, ...point(4, LOSS) },
      ],
    },
  );
  expect(await runCommand('summary')).toContain(LOSS);
});

test('where all is refused the statements are asked for again, not the draft, and none borne out means none shown', async () => {
  model.say({ points: [point(4, LIE)] }, repaired(point(4, LOSS)));
  expect(await runCommand('summary')).toContain(LOSS);
  expect(readRequest(1).name).toBe('summary_repair');
  model.say({ points: [point(1, OTHER_LIE)] }, repaired(point(1, OTHER_LIE)));
  const text = await runCommand('summary', { length: 'brief' });
  expect(text).toContain('The article backs up nothing the model said');
  expect(model.requests).toHaveLength(2);
});

test('a statement that names no passage is read again where most of its words stand', async () => {
  model.say({ points: [{ text: LIE, paragraphs: [] }] }, repaired(point(4, LOSS)));
  expect(await runCommand('summary')).toContain(LOSS);
  expect(readRequest(1).text).toContain(train.paragraphs[3]);
});

test('an answer is repaired with its question, and its statements stay in their order', async () => {
  const question = 'How much did the night train lose, and what would people pay?';
  model.say(
    { found: true, statements: [statement(14, FARE), statement(4, LIE)], nearest: null },
    repaired(statement(4, LOSS)),
  );
  const text = await runCommand('ask', { question });
  const { name, text: asked } = readRequest(1);
  expect(name).toBe('question_repair');
  expect(asked).toContain(question);
  expect(asked).not.toContain(FARE);
  expect(text.indexOf(FARE)).toBeLessThan(text.indexOf(LOSS));
  expect(text).toContain(FARE);
});

test('what makes an answer too long may be said again in fewer words', async () => {
  const end = 'the council of Ashby will close the old bridge on 4 May 2031.';
  const long = `After a debate ${'about tolls and ferries and the state of the piers '.repeat(6)}${end}`;
  const { article } = await bot.library.add(createArticle('A bridge', [long]), 'bridge.txt');
  model.say(
    { found: true, statements: [statement(1, long)], nearest: null },
    repaired(statement(1, `After a debate ${end}`)),
  );
  const text = await runCommand('ask', { question: 'When will the council close the bridge?' }, article.id);
  expect(readRequest(1).text).toContain('too long');
  expect(text).toContain(`After a debate ${end}`);
  expect(text).toContain('by the model');
});

test('what a reader is said to have written is read again in the comment', async () => {
  const said = 'I was one of the 31.';
  const lie = 'I was one of the 45.';
  const of = (text: string) => ({
    ground: [{ paragraph: null, comment: '1', quote: said }],
    text,
    translation: null,
  });
  model.say({ found: true, statements: [of(lie)], nearest: null }, repaired(of(said)));
  const text = await runCommand('ask', { question: 'Which reader was one of the passengers?' });
  expect(readRequest(1).text).toContain(train.comments[0]!.paragraphs[0]);
  expect(text).toContain(said);
});

test('a translation that is not faithful is asked for again, and the statement keeps its words', async () => {
  const text = 'The last night train left Brennick at 22:40 on 12 December 2009 with 31 passengers.';
  const german = (count: number) =>
    `Der letzte Nachtzug verließ Brennick um 22:40 am 12. Dezember 2009 mit ${count} Fahrgästen.`;
  model.say(
    { points: [{ ...point(1, text), translation: german(41) }] },
    repaired({ ...point(4, DOUBT), translation: german(31) }),
  );
  const shown = await runCommand('summary', { language: 'de', length: 'brief' });
  expect(shown).toContain(german(31));
  expect(shown).toContain(text);
  expect(shown).not.toContain(DOUBT);
  expect(readRequest(1).text).toContain('in German');
});

test('a draft without form, and one of a kind without statements, is asked for again as a whole', async () => {
  model.say({ points: 'none' }, { points: [point(1, CROWD)] });
  expect(await runCommand('summary')).toContain(CROWD);
  expect(model.requests.map((_, index) => readRequest(index).name)).toEqual(['summary', 'summary']);
  const quote = (text: string) => ({
    quotes: [
      {
        text,
        speaker: 'Ines Calloway',
        role: null,
        mention: null,
        where: null,
        paragraph: 2,
        paragraphs: [2],
        scare: false,
      },
    ],
  });
  model.say(quote('We thought seventy would come,'), quote('We thought sixty would come,'));
  expect(await runCommand('quotes')).toContain('We thought sixty would come');
  expect(model.requests.map((_, index) => readRequest(index).name)).toEqual(['quotes', 'quotes']);
});

test('what only had to be mended is not asked for again', async () => {
  model.say({ points: [point(14, FARE), point(9, CROWD), point(1, CROWD)] });
  const text = await runCommand('summary');
  expect(text.indexOf(CROWD)).toBeLessThan(text.indexOf(FARE));
  expect(model.requests).toHaveLength(1);
});

test('of an article that is read in parts, a statement is asked for again with its passage alone', async () => {
  await bot.stop();
  await startBot(8_000);
  const fact = (number: number) => `In ${1000 + number} the council of Ashby built bridge number ${number}.`;
  const filler =
    'The records of that time are kept in the old library, where visitors may read them. '.repeat(6);
  const long = createArticle(
    'Sixty bridges',
    Array.from({ length: 60 }, (_, index) => `${fact(index + 1)} ${filler}`),
  );
  const { article } = await bot.library.add(long, 'bridges.txt');
  const seen = (text: string) => [...text.matchAll(/^\[(\d+)\] In/gm)].map(([, number]) => Number(number));
  model.say(({ messages, response_format }) => {
    const asked = messages.map(({ content }) => content).join('\n');
    const { json_schema } = response_format as unknown as { json_schema: { name: string } };
    const [first = 0] = seen(asked);
    if (json_schema.name.endsWith('choice')) return { points: [1, 2, 3] };
    if (json_schema.name.endsWith('repair')) return repaired(point(first, fact(first)));
    return { points: [point(first, first === 1 ? fact(1).replace('1001', '1870') : fact(first))] };
  });
  const text = await runCommand('summary', {}, article.id);
  expect(text).toContain(fact(1));
  expect(text).toMatch(/read in \d+ parts/);
  const repairs = model.requests
    .map((_, index) => readRequest(index))
    .filter(({ name }) => name === 'summary_repair');
  expect(repairs.map(({ text: asked }) => seen(asked))).toEqual([[1]]);
});

describe('while it is asked for', () => {
  test('readers see what has passed', async () => {
    await bot.stop();
    await startBot(100_000, { ...REPLY_TIMINGS, firstReply: 10, progress: 20, cancel: 40, edits: 20 });
    let goOn = () => {};
    const gate = new Promise<void>(resolve => {
      goOn = resolve;
    });
    // all at once, so that no part of it was shown before
    const first = createCompletion({ content: JSON.stringify({ points: [point(1, CROWD), point(4, LIE)] }) });
    model.say(first, async () => {
      await gate;
      return repaired(point(4, LOSS));
    });
    const asked = await bot.preview
      .member('Ben')
      .command(bot.preview.channels.articles, 'summary', { article: train.id });
    const waiting = visibleTextOf(
      await asked.replyWhere(message => visibleTextOf(message).includes('1 point didn’t pass the check')),
    );
    expect(waiting).toContain(CROWD);
    expect(waiting).not.toContain('3.1');
    // so does a member who asks only now
    const later = await bot.preview
      .member('Ada')
      .command(bot.preview.channels.articles, 'summary', { article: train.id });
    await later.replyWhere(message => visibleTextOf(message).includes(CROWD));
    goOn();
    const whole = await asked.replyWhere(isWhole);
    expect(visibleTextOf(whole)).toContain(LOSS);
  });
});
