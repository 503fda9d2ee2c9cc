import { encode } from 'gpt-tokenizer';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type Comment, identifyArticle, type StoredArticle } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { createArticle } from './articles.ts';
import { isWhole } from './cards.ts';
import { createCompletion, type ModelReply, type ScriptedModel, startScriptedModel } from './model.ts';
import { createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const WINDOW = 12_000;

const model = await startScriptedModel();
let bot: TestBot;
let article: StoredArticle;

afterAll(() => model.stop());

afterEach(async () => {
  expect(model.violations).toEqual([]);
  await bot.stop();
});

const TOWNS = ['Ashby', 'Brennick', 'Calder', 'Denholm', 'Easton', 'Farley', 'Garrow', 'Hexham'];

/** A true point about a paragraph: each is about a different year. */
const fact = (number: number) =>
  `In ${1000 + number} the council of ${TOWNS[number % TOWNS.length]} built bridge number ${number}.`;
const filler =
  'The records of that time are kept in the old library, where visitors may read them on weekdays. '.repeat(
    5,
  );
const quoted = (number: number) => ` “We counted ${number} carts on the first day,” said Mayor Ada Thorne.`;

/** 600 paragraphs, 300 KB, with a quotation in the first, the middle and the last one. */
const paragraphs = Array.from({ length: 600 }, (_, index) => {
  const number = index + 1;
  return `${fact(number)} ${filler}${[1, 300, 600].includes(number) ? quoted(number) : ''}`;
});

/** 60 threads of five comments. */
const comments = Array.from({ length: 300 }, (_, index): Comment => {
  const thread = Math.floor(index / 5) + 1;
  const number = index % 5 === 0 ? `${thread}` : `${thread}.${index % 5}`;
  return { number, author: null, paragraphs: [`Reader ${number} likes bridge ${thread}. ${filler}`] };
});

async function startBot(contextTokens = WINDOW): Promise<void> {
  const settings = { model: 'scripted', baseUrl: model.url, apiKey: 'key', contextTokens, timeout: 10_000 };
  bot = await startTestBot({
    engines: [createOpenAiEngine(settings, createLogRecorder().log), createBuiltInEngine()],
  });
  const { id: _, ...text } = createArticle('Six hundred bridges', paragraphs);
  const long = identifyArticle({ ...text, comments });
  article = (await bot.library.add(long, 'bridges.txt')).article;
}

type Request = ScriptedModel['requests'][number];

const input = ({ messages }: Request) => messages.map(({ content }) => content as string).join('\n');
const marks = (request: Request, pattern: RegExp) =>
  [...input(request).matchAll(pattern)].map(([, mark]) => mark!);
const paragraphsIn = (request: Request) => marks(request, /^\[(\d+)\] In \d/gm).map(Number);
const commentsIn = (request: Request) => marks(request, /^\[comment ([\d.]+)\]/gm);
const name = ({ response_format }: Request) =>
  (response_format as { json_schema?: { name: string } } | undefined)?.json_schema?.name;
const isChoice = (request: Request) => name(request)?.endsWith('_choice') ?? false;

async function runCommand(command: string, options: Record<string, string> = {}): Promise<string> {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, command, { article: article.id, ...options });
  // an unfinished message says so in its content
  return visibleTextOf(await asked.replyWhere(isWhole));
}

/** Expects that no request exceeds the model's context window, including room for the reply. */
function expectWithinWindow(): void {
  for (const request of model.requests) {
    const schema = JSON.stringify(request.response_format ?? '');
    expect(
      encode(input(request)).length + encode(schema).length + Number(request.max_completion_tokens),
    ).toBeLessThan(WINDOW);
  }
}

test('a summary of 300 KB reads every paragraph once, in parts, and chooses from the points of all parts', async () => {
  await startBot();
  expect(paragraphs.join('').length).toBeGreaterThan(290_000);
  model.say(request =>
    isChoice(request)
      ? { points: [1, 3, 5, 7, 9] }
      : {
          points: paragraphsIn(request)
            .slice(0, 1)
            .map(number => ({ text: fact(number), paragraphs: [number] })),
        },
  );
  const text = await runCommand('summary');
  const parts = model.requests.filter(request => !isChoice(request));
  expect(parts.length).toBeGreaterThan(5);
  const read = parts.flatMap(paragraphsIn).toSorted((a, b) => a - b);
  expect(read).toEqual(paragraphs.map((_, index) => index + 1));
  expect(model.requests).toHaveLength(parts.length + 1);
  expectWithinWindow();
  const firsts = parts.map(request => paragraphsIn(request)[0]!).toSorted((a, b) => a - b);
  for (const at of [0, 2, 4, 6, 8]) expect(text).toContain(`\`¶${firsts[at]}\``);
  expect(text).toContain(`read in ${parts.length} parts`);
  // from the cache, too
  model.say('nothing');
  expect(await runCommand('summary')).toBe(text);
  expect(model.requests).toHaveLength(0);
});

test('quotations are those of all parts', async () => {
  await startBot();
  model.say(request => ({
    quotes: paragraphsIn(request)
      .filter(number => [1, 300, 600].includes(number))
      .map(number => ({
        text: `We counted ${number} carts on the first day,`,
        ...{
          speaker: 'Ada Thorne',
          role: null,
          mention: null,
          where: null,
          paragraph: number,
          paragraphs: [number],
          scare: false,
        },
      })),
  }));
  const text = await runCommand('quotes');
  for (const number of [1, 300, 600]) expect(text).toContain(`We counted ${number} carts`);
  expect(text).toContain(`read in ${model.requests.length} parts`);
  expectWithinWindow();
});

test('comments are read tree by tree, and viewpoints that say the same are put together', async () => {
  await startBot();
  model.say(request => {
    if (isChoice(request)) return { groups: [{ viewpoints: [1, 2, 3] }] };
    const numbers = commentsIn(request);
    const [first, ...others] = numbers;
    const view = (label: string, own: string[]) => ({
      label,
      comments: own,
      passage: { comment: own[0], text: `Reader ${own[0]} likes bridge ${own[0]!.split('.')[0]}.` },
    });
    return {
      viewpoints: [view('For bridges', others), view(`Liking ${first}`, [first!])],
      contradictions: [],
    };
  });
  const text = await runCommand('comments');
  const parts = model.requests.filter(request => !isChoice(request));
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.flatMap(commentsIn).toSorted()).toEqual(comments.map(({ number }) => number).toSorted());
  for (const request of parts) expect(commentsIn(request)[0]).not.toContain('.');
  expect(text).toContain('300 of 300 comments in a viewpoint');
  expect(text).toContain(`read in ${parts.length} parts`);
  expect(text.match(/\*\*For bridges\*\*/g)).toHaveLength(1);
  expectWithinWindow();
});

test('a question is answered from the passages nearest to it, in one call, which says how many they are', async () => {
  await startBot();
  const statement = { text: fact(417), paragraphs: [417], comments: [] };
  model.say({ found: true, statements: [statement], nearest: null });
  const text = await runCommand('ask', { question: 'In which year was bridge number 417 built?' });
  expect(model.requests).toHaveLength(1);
  expect(paragraphsIn(model.requests[0]!)).toContain(417);
  expect(text).toContain('`¶417`');
  expect(text).toMatch(/\d+ of 600 paragraphs and \d+ of 300 comments read/);
  expectWithinWindow();
});

const tooLong = {
  error: { message: 'This model’s maximum context length is 8192 tokens.', type: 'invalid_request_error' },
  status: 400,
};

test('what is more than the model can read or write after all is read in halves', async () => {
  await startBot(200_000);
  const answered: ModelReply = request => ({
    points: paragraphsIn(request)
      .slice(0, 1)
      .map(number => ({ text: fact(number), paragraphs: [number] })),
  });
  model.say(tooLong, createCompletion({ content: '{"points": [' }, 'length'), answered);
  const text = await runCommand('summary');
  expect(text).toContain('read in 3 parts');
  const read = model.requests
    .slice(2)
    .flatMap(paragraphsIn)
    .toSorted((a, b) => a - b);
  expect(new Set(read).size).toBe(600);
  expect(text).toContain('`¶1`');
});

test('a part that fails lets the built-in engine answer, and no other part is read on', async () => {
  await startBot();
  model.say({ error: { message: 'bad key', type: 'auth' }, status: 401 });
  const text = await runCommand('summary');
  expect(text).toContain('doesn’t accept the key, so this is the built-in engine’s answer');
  expect(model.requests.length).toBeLessThanOrEqual(3);
});
