import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import numbers from '../../language/lexicons/english-numbers.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan } from './answer-kinds.ts';

/* Building blocks of the expressions that find numbers, times and measures in a sentence. */

export const WORD_END = String.raw`(?![\p{L}\p{N}])`;
export const WORD_START = String.raw`(?<![\p{L}\p{N}])`;

export const SPAN = oneOf(lexicon.dates.words.spans);
export const COUNT = String.raw`(?:\d[\d,.]{0,12}|${oneOf(lexicon.dates.words.counts)}|${oneOf(numbers.units.words)}|${oneOf(numbers.tens.words)})`;
export const FIGURE = String.raw`\p{N}{1,12}(?:[.,]\p{N}{1,9}){0,4}(?:[–-]\p{N}{1,9})?`;
export const SCALED = `(?:[ -]${oneOf(lexicon.counting.words.scales)}|(?:m|bn|k|%))?`;
export const NUMBER_WORD = oneOf([
  ...numbers.units.words,
  ...numbers.tens.words,
  'hundred[s]',
  'thousand[s]',
  'dozen[s]',
  'half',
]);

export const matchSpans = (pattern: RegExp, text: string, fit = 1): AnswerSpan[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    fit,
  }));
