import { describe, expect, test } from 'vitest';
import { checkMaker } from '../src/answers/check/maker.ts';
import { proveStatement } from '../src/answers/verification/prove.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';

const articleOf = (paragraph: string) => createArticle('News', [paragraph]);

const levelOf = (paragraph: string, statement: string) =>
  withTextLanguage('eng', () => proveStatement(articleOf(paragraph), statement).level);

function verdictOf(paragraph: string, claim: string) {
  const article = articleOf(paragraph);
  return checkMaker.check(checkMaker.extract(article, { claim }), article, { claim }).answer.verdict;
}

const MILL = 'The mill lost £3 million last year, and most of the staff left.';
const FROST = 'It was -5 degrees at the harbour on Monday, and nobody swam.';

describe('another currency or sign before the same number', () => {
  test.each([
    [MILL, 'The mill lost $3 million last year.'],
    [MILL, 'The mill lost €3 million last year.'],
    ['The mill lost 3 million dollars last year, and most left.', 'The mill lost 3 million euros last year.'],
    ['The mill lost 3 million yuan last year, and most left.', 'The mill lost 3 million yen last year.'],
    ['The mill lost USD 300 last year, and most left.', 'The mill lost £300 last year.'],
    [FROST, 'It was 5 degrees at the harbour on Monday.'],
    ['The well held <5 parts of lead in May, and was closed.', 'The well held 5 parts of lead in May.'],
  ])('%s — %s is refused, and not said to stand there', (paragraph, statement) => {
    expect(levelOf(paragraph, statement)).toBe('refused');
    expect(verdictOf(paragraph, statement)).not.toBe('supported');
  });

  test('is contradicted where the rest is the same', () => {
    expect(verdictOf(MILL, 'The mill lost $3 million last year.')).toBe('contradicted');
  });

  test('is no matter where the text has both', () => {
    const both = 'The mill lost £3 million ($4 million) last year. It was sold for $3 million in May.';
    expect(levelOf(both, 'It was sold for $3 million.')).toBe('shortened');
    expect(verdictOf(both, 'It was sold for $3 million in May.')).toBe('supported');
  });
});

describe('the same sum in another form', () => {
  test.each([
    [MILL, 'The mill lost 3 million pounds last year.'],
    [MILL, 'The mill lost £3m last year.'],
    ['The mill lost 3 million pounds last year, and most left.', 'The mill lost £3 million last year.'],
    ['Tom Reed sold the boat for $500 in June.', 'Tom Reed sold the boat for 500 dollars in June.'],
  ])('%s — %s is said to stand there', (paragraph, claim) => {
    expect(verdictOf(paragraph, claim)).toBe('supported');
  });

  test('a sum without its currency is not proven', () => {
    expect(levelOf(MILL, 'The mill lost 3 million last year.')).toBe('worded');
    expect(levelOf(MILL, 'The mill lost £3 million last year.')).toBe('shortened');
  });
});

describe('what is no sign', () => {
  test.each([
    ['The race of 5-10 miles began in Ham on Monday, and it rained.', 'The race of 5-10 miles began in Ham.'],
    ['The flood of 2019 – 20 homes were lost – began on Monday, in the rain.', 'The flood began on Monday.'],
    ['Sales rose by +5 per cent in May, and the staff were glad.', 'Sales rose by 5 per cent in May.'],
  ])('%s — %s', (paragraph, statement) => {
    expect(levelOf(paragraph, statement)).not.toBe('refused');
  });
});

describe('who the one thing of its kind is', () => {
  const ham = 'According to Tom Orr, the mayor of Ham, the mill will close. Ann Lee, the owner, sold it.';
  test.each([
    ['The mayor of Ham is Tom Orr.', 'supported'],
    ['The owner is Ann Lee.', 'supported'],
    ['The mayor of Ham is Ann Lee.', 'unclear'],
    ['The owner is Tom Orr.', 'unclear'],
  ])('%s: %s', (claim, verdict) => {
    expect(verdictOf(ham, claim)).toBe(verdict);
  });
});
