import { straightenApostrophes } from '../../language/folding.ts';
import lexicon from '../../language/lexicons/stance.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { elementAt, takeUntil } from '../../lists.ts';

const stemSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(stem));

const ENDING_STEMS = stemSet(lexicon.ending.words);
const KEEPING_STEMS = stemSet(lexicon.keeping.words);
const ENDED_STEMS = stemSet(lexicon.states.words.ended);
const KEPT_STEMS = stemSet(lexicon.states.words.kept);
const NEGATING_WORDS = new Set(lexicon.negating.words);

/** 1 for a verb that keeps or allows a thing, -1 for one that ends or forbids it, 0 for any other word. */
export function directionOfVerb(word: string): -1 | 0 | 1 {
  const asked = stem(word);
  if (KEEPING_STEMS.has(asked)) return 1;
  return ENDING_STEMS.has(asked) ? -1 : 0;
}

/** Like `directionOfVerb`, but also for the state demanded of a thing: legal 1, illegal -1. */
export function directionOf(word: string): -1 | 0 | 1 {
  const asked = stem(word);
  if (KEPT_STEMS.has(asked)) return 1;
  return ENDED_STEMS.has(asked) ? -1 : directionOfVerb(word);
}

/** Whether a word is the end of a sentence or clause as `tokenizeForStance` writes it. */
export const isStop = (word: string): boolean => /^[.;!?:]$/.test(word);

/** Whether a word negates what follows it. */
export const isNegating = (word: string): boolean => NEGATING_WORDS.has(word);

/** A text's words in lower case, "shouldn't" as "should not", punctuation that ends clauses as words. */
export function tokenizeForStance(text: string): string[] {
  const plain = straightenApostrophes(text.toLowerCase())
    .replaceAll(/\b(?:can't|cannot|can not)\b/g, 'can not')
    .replaceAll(/\bwon't\b/g, 'will not')
    .replaceAll(
      /(\w)n'?t\b(?<=(?:n't|(?:should|could|would|does|do|is|are|has|have|must|did|was)nt))/g,
      '$1 not',
    );
  return plain.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?|[.;!?:]/gu) ?? [];
}

/** Up to `reach` words before a word, nearest first, within its clause. */
export function wordsBefore(words: readonly string[], at: number, reach: number): readonly string[] {
  return takeUntil(words.slice(Math.max(0, at - reach), at).reverse(), isStop);
}

/** Up to `reach` words after a word, nearest first, within its clause. */
export function wordsAfter(words: readonly string[], at: number, reach: number): readonly string[] {
  return takeUntil(words.slice(at + 1, at + 1 + reach), isStop);
}

/** Whether an odd number of negations precede a word, within `reach` words and its clause. */
export function isNegated(words: readonly string[], at: number, reach: number): boolean {
  return wordsBefore(words, at, reach).filter(isNegating).length % 2 === 1;
}

/** Splits the words of a text into sentences and clauses. */
export function sentencesOf(words: readonly string[]): string[][] {
  const found: string[][] = [[]];
  for (const word of words) {
    if (isStop(word)) found.push([]);
    else elementAt(found, -1).push(word);
  }
  return found.filter(sentence => sentence.length > 0);
}
