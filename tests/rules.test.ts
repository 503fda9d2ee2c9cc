import { describe, expect, test } from 'vitest';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { Quote } from '../src/answers/quotes/schema.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { findContradiction } from '../src/answers/verification/entailment.ts';
import { createArticle } from './support.ts';

// Each rule of the check alone: a draft that nothing else would object to, beside the honest one.

const pool = createArticle('The pool stays', [
  '“We kept the pool open through the winter,” said Ada Brandt.',
  'Then her deputy rose. “Nobody asked the swimmers,” said Karl Voss.',
  '“It is cold,” said Ada Brandt, “and it is ours.',
  '“We shall swim,” she went on.',
  'Her petition has 9,400 signatures in a town of 14,200 people. She called the plan a gift to the builders.',
]);

const quoteOf = (text: string, speaker: string, paragraphs: number[]): Quote => ({
  text,
  speaker,
  role: null,
  mention: null,
  where: null,
  paragraph: paragraphs[0] ?? 1,
  paragraphs,
  scare: false,
});
const quotesIn = (...quotes: Quote[]) => quotesRecipe.check({ quotes }, pool);
/** Whether a sentence of a model's passes as what these paragraphs of the pool's article say. */
const passes = (text: string, ...paragraphs: number[]) =>
  summaryRecipe.check(
    { points: [{ text, paragraphs }] },
    pool,
    summaryRecipe.options.parse({ length: 'standard' }),
  ).answer.points.length === 1;

describe('a quotation', () => {
  test('goes on in the next paragraph only where that one begins with it: two people’s are not joined', () => {
    const joined = 'We kept the pool open through the winter,\n\nNobody asked the swimmers,';
    expect(quotesIn(quoteOf(joined, 'Ada Brandt', [1, 2])).answer.quotes).toEqual([]);
    const goesOn = 'and it is ours.\n\nWe shall swim,';
    const { answer } = quotesIn(quoteOf(goesOn, 'Ada Brandt', [3, 4]));
    expect(answer.quotes).toMatchObject([{ text: goesOn, paragraphs: [3, 4] }]);
  });
});

describe('a sentence of a model’s', () => {
  test('quotes nobody with words of the article’s that nobody says', () => {
    expect(passes('She called the plan a gift to the builders.', 5)).toBe(true);
    expect(passes('She called it “a gift to the builders”.', 5)).toBe(true);
    expect(passes('She called the plan “a gift of people”.', 5)).toBe(false);
    expect(passes('Her petition was “a gift to the town”.', 5)).toBe(false);
  });

  test('gives each number to what it counts', () => {
    expect(passes('Her petition has 9,400 signatures.', 5)).toBe(true);
    expect(passes('The town has 14,200 people.', 5)).toBe(true);
    expect(passes('Her petition has 14,200 signatures.', 5)).toBe(false);
    expect(passes('In the town of 9,400 people her petition has 14,200 signatures.', 5)).toBe(false);
  });
});

describe('a claim', () => {
  test.each(['Kyiv', 'Kiev', 'Moscow', 'London', 'Paris'])(
    'about %s is not borne out by its country’s name',
    capital => {
      const country = {
        Kyiv: 'Ukraine',
        Kiev: 'Ukraine',
        Moscow: 'Russia',
        London: 'Britain',
        Paris: 'France',
      }[capital];
      expect(
        findContradiction(`${capital} bought the ferry in May.`, [`${country} bought the ferry in May.`]),
      ).toContain(capital);
      expect(
        findContradiction(`${country} bought the ferry in May.`, [`${capital} bought the ferry in May.`]),
      ).toBeNull();
    },
  );

  test('may spell a capital in another way, and name a country by its people', () => {
    expect(findContradiction('Kiev bought the ferry in May.', ['Kyiv bought the ferry in May.'])).toBeNull();
    expect(
      findContradiction('Ukraine bought the ferry in May.', ['Ukrainians bought the ferry in May.']),
    ).toBeNull();
  });
});

describe('small words that turn a sentence round', () => {
  const pairs = [
    ...[
      ['up', 'down'],
      ['before', 'after'],
      ['more', 'less'],
      ['more', 'fewer'],
      ['above', 'below'],
    ],
    ...[
      ['over', 'under'],
      ['all', 'none'],
      ['with', 'without'],
    ],
  ];
  test.each([...pairs, ...pairs.map(pair => pair.toReversed())])('“%s” is not “%s”', (said, there) => {
    const sentence = (word: string | undefined) => `The ferry sailed ${word} the old bridge.`;
    expect(plainFault(sentence(said), [sentence(there)])).toContain(said);
    expect(plainFault(sentence(said), [`${sentence(said)} It sailed ${there} the new one.`])).toBeNull();
  });
});

describe('what a sentence of a model’s may hold', () => {
  test.each([
    ...['ada@example.org', 'https://example.org', 'www.example.org', 'discord.gg/abc', 'discord.com/abc'],
    ...['<@123>', '<#123>', '<t:1:R>', '@everyone', '@here', 'plan](x)'],
  ])('%s only where the text holds it', strange => {
    const sentence = `The council approved the harbour plan of ${strange}`;
    expect(faultOf(sentence, ['The council approved the harbour plan.'], [])).not.toBeNull();
    expect(faultOf(sentence, [`${sentence} in May.`], [`${sentence} in May.`])).toBeNull();
  });

  test.each([
    ['In 1998 passengers met.', 'Passengers met in 1998 at the pier.', null],
    ['The plan has 12 lamps.', 'The plan has 12 green old lamps.', null],
    ['The plan has 12 lamps.', 'The plan has lamps, 12 of them.', null],
    ['The plan has 12 lamps.', 'The plan has 12 very old green tall iron lamps.', 'lamps'],
    ['The council approved the plan with unicorns.', 'The council approved the plan.', 'unicorns'],
  ])('%s | %s', (sentence, text, names) => {
    const fault = faultOf(sentence, [text], [text]);
    if (names === null) expect(fault).toBeNull();
    else expect(fault).toContain(names);
  });
});

test('the sentence nearest to a claim is the one that says most of it in the fewest words', () => {
  expect(
    nearestSentence('The council met the fishermen.', [
      'It rained. The council met.',
      'The council met the fishermen at noon. Nobody came.',
    ]),
  ).toEqual({ text: 'The council met the fishermen at noon.', passage: 1 });
  expect(
    nearestSentence('The council met.', ['The council met other people before. The council met.']),
  ).toEqual({ text: 'The council met.', passage: 0 });
  expect(nearestSentence('Zebras.', ['It rained.'])).toBeNull();
});
