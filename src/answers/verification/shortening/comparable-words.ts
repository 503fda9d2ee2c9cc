import numbers from '../../../language/lexicons/english-numbers.json' with { type: 'json' };
import { unifySpelling } from '../../../language/spelling.ts';
import { readWords, type SentenceWord } from '../propositions/words.ts';

/** A text with more words is no sentence. */
export const MAX_WORDS = 90;

/** A word of a statement in the form used for comparison: lowercase, without commas in numbers. */
export function normalize(word: string, kind: SentenceWord['kind']): string {
  // "was" and "were" differ only by their subject
  if (kind === 'be' || kind === 'auxiliary') return AGREEING.get(word) ?? word;
  const written = kind === 'number' ? DIGITS.get(word) : undefined;
  return written ?? unifySpelling(word.replaceAll(',', ''));
}

/** "Twelve" as "12". */
const DIGITS = new Map([
  ...numbers.units.words.map((word, value) => [word, String(value)] as const),
  ...numbers.tens.words.map((word, value) => [word, String(20 + 10 * value)] as const),
]);

const AGREEING = new Map([
  ['were', 'was'],
  ['are', 'is'],
  ['have', 'has'],
  ['do', 'does'],
  ['am', 'is'],
]);

/** The words of a text, with "8%" as "8 percent". */
export const readComparable = (text: string) =>
  readWords(text.replaceAll(/(?<=\p{N})\s?%/gu, ' percent').replaceAll(/\bper cent\b/g, 'percent'));

export function readStatement(text: string): string[] {
  const words = readComparable(text).map(({ lower, kind }) => normalize(lower, kind));
  return words.length > MAX_WORDS ? [] : words;
}
