import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { identifyArticle, type StoredArticle } from '../src/articles/article.ts';
import { createArticle } from './articles.ts';
import { isWhole } from './cards.ts';
import { createModelEngines, startScriptedModel } from './model.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let train: StoredArticle;

afterAll(() => model.stop());

beforeEach(async () => {
  bot = await startTestBot({
    engines: createModelEngines(model),
  });
  train = (await bot.library.find('22:40')) as StoredArticle;
});

afterEach(async () => {
  expect(model.violations).toEqual([]);
  await bot.stop();
});

async function runCommand(command: string, options: Record<string, string> = {}): Promise<string> {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, command, { article: train.id, ...options });
  return visibleTextOf(await asked.replyWhere(isWhole));
}

interface Node {
  readonly properties?: Record<string, Node>;
  readonly items?: Node;
}

/**
 * The properties, in order, of the last schema given to the model, at this path; for a list, those of its
 * items.
 */
function askedFor(...path: string[]): string[] {
  const format = model.requests.at(-1)?.response_format as { json_schema?: { schema: Node } } | undefined;
  let node = format?.json_schema?.schema;
  for (const name of path) {
    const next = node?.properties?.[name];
    node = next?.items ?? next;
  }
  return Object.keys(node?.properties ?? {});
}

const quote = 'The company is not convinced.';

test('a model is asked for the words of the article first, then for what it makes of them', async () => {
  model.say({ points: [{ ground: [{ paragraph: 4, quote }], text: quote, translation: null }] });
  const text = await runCommand('summary', { length: 'brief' });
  expect(text).toContain('by the model');
  expect(text).toContain('`¶4`');
  expect(askedFor('points')).toEqual(['ground', 'text', 'translation']);
  expect(askedFor('points', 'ground')).toEqual(['paragraph', 'quote']);
  model.say({
    found: true,
    statements: [{ ground: [{ paragraph: 4, comment: null, quote }], text: quote, translation: null }],
    nearest: null,
  });
  expect(await runCommand('ask', { question: 'Is the company convinced?' })).toContain('`¶4`');
  expect(askedFor('statements')).toEqual(['ground', 'text', 'translation']);
  expect(askedFor('statements', 'ground')).toEqual(['paragraph', 'comment', 'quote']);
  // a viewpoint is put into words after its passage
  model.say({ viewpoints: [], contradictions: [] });
  await runCommand('comments');
  expect(askedFor('viewpoints')).toEqual(['comments', 'passage', 'label', 'labelTranslation', 'side']);
});

test('what readers say rests on their comments, and the nearest passage on its own words', async () => {
  const said = 'I was one of the 31.';
  model.say({
    found: true,
    statements: [{ ground: [{ paragraph: null, comment: '1', quote: said }], text: said, translation: null }],
    nearest: null,
  });
  const readers = await runCommand('ask', { question: 'Which reader was one of the 31?' });
  expect(readers).toContain(said);
  expect(readers).toContain('by a reader');
  const nearest = { paragraph: 4, comment: null, quote, translation: null };
  model.say({ found: false, statements: [], nearest });
  expect(await runCommand('ask', { question: 'What does the company’s chairman earn?' })).toContain(quote);
});

const loss = 'The night train lost £2.1 million in its final year.';
const lossQuote =
  'In its final year the night train carried 38,000 passengers, down from 91,000 in 1998, and lost £2.1 million.';

const forms: [string, object][] = [
  ['paragraphs beside the text', { text: loss, paragraphs: [4] }],
  ['one quotation without a list', { ground: { paragraph: 4, quote: lossQuote }, text: loss }],
  ['a number as text', { ground: [{ paragraph: '[4]', quote: lossQuote }], text: loss }],
  [
    'an empty quotation beside a good one',
    {
      ground: [
        { paragraph: 9, quote: '' },
        { paragraph: 4, quote: lossQuote },
      ],
      text: loss,
    },
  ],
  ['another number than that of the paragraph', { ground: [{ paragraph: 9, quote }], text: quote }],
];

test.each(forms)('a server that does not heed the form is understood: %s', async (_, point) => {
  model.say({ points: [point] });
  const text = await runCommand('summary', { length: 'brief' });
  expect(text).toContain((point as { text: string }).text);
  expect(text).toContain('¶4`');
  expect(text).toContain('by the model');
  expect(model.requests).toHaveLength(1);
});

test('words that the article does not have are no ground, whatever a model says', async () => {
  const invented = 'The company has been convinced since March.';
  model.say({
    points: [{ ground: [{ paragraph: 4, quote: invented }], text: 'The night train lost £2.1 million.' }],
  });
  expect(await runCommand('summary', { length: 'brief' })).not.toContain(invented);
});

const noise = '**Sleep near the line**';
const viewpoint = (label: string, more: object = {}) => ({
  comments: ['5'],
  passage: { comment: '5', text: 'Nobody has mentioned the noise.', translation: null },
  label,
  labelTranslation: null,
  ...more,
});

test('a title has a level too: in the model’s words it is marked, and so is its translation', async () => {
  model.say({ viewpoints: [viewpoint('Sleep near the line')], contradictions: [] });
  const text = await runCommand('comments');
  expect(text).toContain(`${noise}\u00a0\`≈\``);
  expect(text).toContain('titles marked ≈ in the model’s words');
  model.say({
    viewpoints: [viewpoint('Noise at Marrow Junction', { labelTranslation: 'Lärm an der Marrow Junction' })],
    contradictions: [],
  });
  expect(await runCommand('comments', { language: 'de' })).toContain(
    '**Lärm an der Marrow Junction**\u00a0`≈`',
  );
});

test('a title in a reader’s own words bears no mark, nor does one of the built-in engine', async () => {
  const { id: _, ...text } = createArticle('A railway', ['The night train is back.']);
  const comments = Array.from({ length: 9 }, (_, at) => ({
    number: `${at + 1}`,
    author: null,
    paragraphs: ['Noise at night', 'And who pays?'],
  }));
  const { article } = await bot.library.add(identifyArticle({ ...text, comments }), 'noise.txt');
  const passage = { comment: '1', text: 'And who pays?', translation: null };
  const own = { label: 'Noise at night', labelTranslation: null, comments: ['1'], passage };
  model.say({ viewpoints: [own], contradictions: [] });
  const ask = async () => {
    const asked = await bot.preview
      .member('Ben')
      .command(bot.preview.channels.articles, 'comments', { article: article.id });
    return visibleTextOf(await asked.final());
  };
  const shown = await ask();
  expect(shown).toContain('**“Noise at night”** · 1\u00a0comment');
  expect(shown).not.toContain('≈');
  model.say({ error: { message: 'no', type: 'invalid' }, status: 403 });
  const builtIn = await runCommand('comments');
  expect(builtIn).toContain('built-in engine');
  expect(builtIn).not.toContain('≈');
});
