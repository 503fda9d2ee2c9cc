import { describe, expect, test } from 'vitest';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import type { Quote } from '../src/answers/quotes/schema.ts';
import { summaryMaker } from '../src/answers/summary/maker.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { findReasonContradiction } from '../src/answers/verification/contradictions/insertions.ts';
import { findKindContradiction } from '../src/answers/verification/contradictions/kinds.ts';
import { findNameContradiction } from '../src/answers/verification/contradictions/names.ts';
import { findNumberContradiction } from '../src/answers/verification/contradictions/numbers.ts';
import { analyzeSource } from '../src/answers/verification/contradictions/source.ts';
import { extractTerms } from '../src/answers/verification/contradictions/terms.ts';
import { findNearestSentence } from '../src/answers/verification/nearest-sentence.ts';
import { findRefusal } from '../src/answers/verification/refusal.ts';
import { readSource } from '../src/answers/verification/source.ts';
import { findWordingError } from '../src/answers/verification/wording.ts';
import { splitWords, withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';
import { recombined } from './recombinations.ts';

// Each rule of the check by itself: a draft that violates no other rule, beside an honest one.

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
const quotesIn = (...quotes: Quote[]) => quotesMaker.check({ quotes }, pool);
/** Whether a model's sentence passes as the content of these paragraphs of the pool's article. */
const passes = (text: string, ...paragraphs: number[]) =>
  summaryMaker.check(
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

/** What the rules for numbers, names, reasons and kinds have against a claim. */
function findContradiction(claim: string, text: string): string | null {
  const source = analyzeSource([text]);
  return (
    findNumberContradiction(claim, source) ??
    findNameContradiction(extractTerms(claim), source) ??
    findReasonContradiction(claim, source) ??
    findKindContradiction(claim, [text])
  );
}

describe('a claim', () => {
  test.each([
    ['Kyiv', 'Ukraine'],
    ['Kiev', 'Ukraine'],
    ['Moscow', 'Russia'],
    ['London', 'Britain'],
    ['Paris', 'France'],
  ])('about %s is not borne out by what is said of %s, but the other way round', (capital, country) => {
    const [ofCapital, ofCountry] = [
      `${capital} bought the ferry in May.`,
      `${country} bought the ferry in May.`,
    ];
    expect(findContradiction(ofCapital, ofCountry)).toContain(capital);
    expect(findContradiction(ofCountry, ofCapital)).toBeNull();
  });

  /** A claim, a text, and a word in the contradiction that is found; null if there is none. */
  const claims: Record<string, readonly (readonly [claim: string, text: string, names: string | null])[]> = {
    'gives a number that the text gives, or about that number': [
      ['About 95 people met in Selmouth.', '100 people met in Selmouth.', '95'],
      ['About 96 people met in Selmouth.', '100 people met in Selmouth.', null],
      ['About 105 people met in Selmouth.', '100 people met in Selmouth.', null],
      ['About 106 people met in Selmouth.', '100 people met in Selmouth.', '106'],
      ['96 people met in Selmouth.', '100 people met in Selmouth.', '96'],
      ['One council met in Selmouth.', 'The council met in Selmouth.', null],
      ['The council met 1 time in Selmouth.', 'The council met in Selmouth.', '1'],
      ['Two councils met in Selmouth.', 'The councils met in Selmouth.', 'Two'],
    ],
    'may name a people for its country, and a name in another form': [
      ['Kiev bought the ferry in May.', 'Kyiv bought the ferry in May.', null],
      ['Ukraine bought the ferry in May.', 'Ukrainians bought the ferry in May.', null],
      ['Germans met in Selmouth.', 'Germany met in Selmouth.', null],
      ['Swedish sailors met in Selmouth.', 'Sweden sent sailors who met in Selmouth.', null],
      ['Brandt met the mayor.', 'Brandts met the mayor.', null],
      ['Danes met in Selmouth.', 'Denmark met in Selmouth.', 'Danes'],
      ['Olaf met the mayor.', 'Ola met the mayor.', 'Olaf'],
    ],
    'gives no reason of which the text knows nothing': [
      ['The pool closed due to repairs.', 'The pool closed in May for repairs.', null],
      ...[
        'because of',
        'because',
        'due to',
        'owing to',
        'thanks to',
        'caused by',
        'as a result of',
        'in protest at',
      ].map(
        reason =>
          [`The pool closed ${reason} heavy frost.`, 'The pool closed in May.', 'heavy frost'] as const,
      ),
    ],
    'names the day, colour and animal of the text': [
      ['The pool opens on Monday.', 'The pool opens on Friday.', 'Monday'],
      ['The pool opens on Monday.', 'The pool opens on Monday or Friday.', null],
      ['The red boat left.', 'The blue boat left.', 'blue'],
      ['The dog left.', 'The cat left.', 'cat'],
    ],
  };
  describe.each(Object.entries(claims))('%s', (_rule, all) => {
    test.each(all)('%s | %s', (claim, text, names) => {
      if (names === null) expect(findContradiction(claim, text)).toBeNull();
      else expect(findContradiction(claim, text)).toContain(names);
    });
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
    const faultIn = (text: string) => findWordingError(sentence(said), [text], [text]);
    expect(faultIn(sentence(there))).toContain(said);
    expect(faultIn(`${sentence(said)} It sailed ${there} the new one.`)).toBeNull();
  });
});

describe('what a sentence of a model’s may hold', () => {
  test.each([
    ...['ada@example.org', 'https://example.org', 'www.example.org', 'discord.gg/abc', 'discord.com/abc'],
    ...['<@123>', '<#123>', '<t:1:R>', '@everyone', '@here', 'plan](x)'],
  ])('%s only where the text holds it', strange => {
    const sentence = `The council approved the harbour plan of ${strange}`;
    expect(findRefusal(sentence, readSource(['The council approved the harbour plan.']))).not.toBeNull();
    expect(findRefusal(sentence, readSource([`${sentence} in May.`]))).toBeNull();
  });

  test.each([
    ['The town bought a large automobile.', 'The town purchased a large automobile.', null],
    ['The town bought a big car.', 'The town purchased a large automobile.', 'car'],
    ['The plan has 20123 lamps.', 'The plan has 20123 very old green tall iron lamps.', 'lamps'],
    ['In 1998 passengers met.', 'Passengers met in 1998 at the pier.', null],
    ['The plan has 12 lamps.', 'The plan has 12 green old lamps.', null],
    ['The plan has 12 lamps.', 'The plan has lamps, 12 of them.', null],
    ['The plan has 12 lamps.', 'The plan has 12 very old green tall iron lamps.', 'lamps'],
    ['The council approved the plan with unicorns.', 'The council approved the plan.', 'unicorns'],
  ])('%s | %s', (sentence, text, names) => {
    const fault = findWordingError(sentence, [text], [text]);
    if (names === null) expect(fault).toBeNull();
    else expect(fault).toContain(names);
  });
});

test('the sentence nearest to a claim is the one that says most of it in the fewest words', () => {
  expect(
    findNearestSentence('The council met the fishermen.', [
      'It rained. The council met.',
      'The council met the fishermen at noon. Nobody came.',
    ]),
  ).toEqual({ text: 'The council met the fishermen at noon.', passage: 1 });
  expect(
    findNearestSentence('The council met.', ['The council met other people before. The council met.']),
  ).toEqual({ text: 'The council met.', passage: 0 });
  expect(findNearestSentence('The council met.', ['The council met. It met other people before.'])).toEqual({
    text: 'The council met.',
    passage: 0,
  });
  expect(findNearestSentence('Zebras.', ['It rained.'])).toBeNull();
});

describe('a reason', () => {
  const trial = {
    paragraphs: [
      'The jury found Dale Orr not guilty of theft on Monday.',
      'The shop made a heavy loss in May, the owner said.',
      '“The verdict was shameful,” said Pia Holm. Mara Quill called the charges reckless.',
    ],
    lies: [
      'Dale Orr was found guilty of theft on Monday.',
      'The shop made a heavy profit in May.',
      'Pia Holm called the charges reckless.',
    ],
  };

  test('names words as the statement or the text writes them, never their stems', () => {
    const said = [trial, ...recombined].flatMap(({ paragraphs, lies }) => {
      const source = readSource(paragraphs);
      return lies.flatMap(statement => {
        const reason = withTextLanguage('eng', () => findRefusal(statement, source)) ?? '';
        const there = new Set(splitWords([statement, ...paragraphs].join(' ')));
        const quoted = [...reason.matchAll(/“([^”]*)”/g)].flatMap(([, words = '']) => splitWords(words));
        return quoted.map(word => ({ statement, reason, word, isWritten: there.has(word) }));
      });
    });
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter(({ isWritten }) => !isWritten)).toEqual([]);
    for (const lie of trial.lies) expect(said.some(({ statement }) => statement === lie)).toBe(true);
  });
});
