import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredArticle } from '../src/articles/article.ts';
import { createArticle } from './articles.ts';
import { createModelEngines, type ScriptedModel, startScriptedModel } from './model.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

let model: ScriptedModel;
let bot: TestBot;
let train: StoredArticle;

beforeAll(async () => {
  model = await startScriptedModel();
  bot = await startTestBot({
    engines: createModelEngines(model),
  });
  train = (await bot.library.find('22:40')) as StoredArticle;
});

afterAll(async () => {
  await bot.stop();
  await model.stop();
});

const NOT_FOUND = 'I didn’t find a clear answer in the article.';

const statement = (paragraph: number, text: string, quote = text) => ({
  ground: [{ paragraph, comment: null, quote }],
  text,
  translation: null,
});

const answer = (...statements: object[]) => ({ found: true, statements, nearest: null });

async function ask(question: string, given: object, article = train.id): Promise<string> {
  model.say(given);
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'ask', { article, question });
  return visibleTextOf(await asked.final());
}

const DOUBT = 'The company is not convinced.';
const FARE = 'The most common was £45; the cheapest day fare is £62.';

const strangers = [
  'What is the capital of Mongolia?',
  'what is the capital of mongolia',
  'Who won the World Cup in 2018?',
  'How many moons does Jupiter have?',
  'What is the boiling point of water?',
  'When was the French Revolution?',
  'When did the Second World War end?',
  'Who is the president of France?',
  'Why do cats purr?',
  'Who wrote Hamlet?',
  'Can you give me a recipe for pancakes?',
  'What did the president of Brazil say about inflation?',
  'How do I install Python on Windows?',
];

test.each(strangers)('two true sentences are no answer to “%s”', async question => {
  const text = await ask(question, answer(statement(4, DOUBT), statement(14, FARE)));
  expect(text).toContain(NOT_FOUND);
  expect(text).toContain('by the model');
  // the nearest passage is the one that the model took for the answer
  expect(text).toContain(DOUBT);
  expect(text).not.toContain(FARE);
});

/** Questions that a reader may ask, and a good model's answers in its own words. */
const good: [string, number, string][] = [
  ['Who started the campaign?', 2, 'Ines Calloway, who runs the station café.'],
  ['Who is behind all this?', 2, 'Ines Calloway began the campaign in March.'],
  ['When did it stop running?', 1, 'The last night train left Brennick on 12 December 2009.'],
  ['When?', 1, 'The last night train left Brennick on 12 December 2009.'],
  ['How many turned up?', 1, '600 people stood on the same platform.'],
  ['How many signatures are there?', 3, 'Her petition now has 14,200 signatures.'],
  ['What would it cost?', 12, 'Maund puts the cost of repairing all five at £3 million.'],
  ['How much money was lost?', 4, 'In its final year the night train lost £2.1 million.'],
  ['Why did the train go?', 4, 'In its final year the night train lost £2.1 million.'],
  ['Where are the old carriages now?', 8, 'Five are in the company’s sidings at Marrow Junction.'],
  ['What does the company say?', 4, DOUBT],
  ['Has the boss replied?', 14, 'Strand has not replied to the letter.'],
  ['What did the band play?', 15, 'The Brennick Silver Band played “The Last Sleeper South”.'],
  ['How long is the trip by day?', 3, 'By day the journey takes 9 hours and 20 minutes.'],
  ['Who is Gregor Maund?', 11, 'He was Brennick’s station master from 1974 until 2003.'],
  ['Is a ticket expensive?', 14, FARE],
  ['What is this about?', 1, 'On Monday evening 600 people stood on the platform to ask for the train back.'],
];

test.each(good)('“%s” is answered by ¶%i', async (question, paragraph, text) => {
  const shown = await ask(question, answer(statement(paragraph, text)));
  expect(shown).not.toContain(NOT_FOUND);
  expect(shown).toContain(text);
});

describe('a question in another language', () => {
  test('than the article’s is answered', async () => {
    const shown = await ask('Wann fuhr der letzte Zug?', answer(statement(4, DOUBT)));
    expect(shown).toContain(DOUBT);
    expect(shown).not.toContain(NOT_FOUND);
  });

  test('which is the article’s is held to the article', async () => {
    const { article } = await bot.library.add(
      createArticle('Eine neue Brücke', [
        'Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss abzureißen und eine neue zu bauen.',
        'Die Arbeiten beginnen im Mai und sollen drei Jahre dauern, wie die Bürgermeisterin mitteilte.',
      ]),
      'bruecke.txt',
    );
    const begun = statement(2, article.paragraphs[1]!);
    expect(await ask('Wann beginnen die Arbeiten?', answer(begun), article.id)).toContain(begun.text);
    const shown = await ask('Was ist die Hauptstadt der Mongolei?', answer(begun), article.id);
    expect(shown).toContain(NOT_FOUND);
  });
});
