import { extractContentWords } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { findNames } from './name-spans.ts';
import { termStemOf } from './question-terms.ts';
import type { IndexedSentence } from './sentence-index.ts';

/** Sentences that are looked back over for whom a pronoun means. */
const REACH = 5;
const NOBODY: ReadonlySet<string> = new Set();
const SOMEBODY = /(?<![\p{L}’'])(?:he|she|his|her|him)(?![\p{L}’'])/iu;
/** How well a name fits somebody rather than a place or a body. */
const MIN_PERSON = 1;

/** The stems of the names of people in a sentence. */
const getNames: (sentence: IndexedSentence) => ReadonlySet<string> = memoizePerObject(
  ({ text }) =>
    new Set(
      findNames(text, 'person')
        .filter(({ fit }) => fit >= MIN_PERSON)
        .flatMap(({ start, end }) => extractContentWords(text.slice(start, end)).map(termStemOf)),
    ),
);

/** The names of whom "he" or "she" most likely means where a sentence names nobody itself: those of the last one that names somebody. */
export function findMeantNames(all: readonly IndexedSentence[], at: number): ReadonlySet<string> {
  const sentence = all[at];
  if (!sentence || !SOMEBODY.test(sentence.text) || getNames(sentence).size > 0) return NOBODY;
  for (let i = at - 1; i >= Math.max(0, at - REACH); i--) {
    const before = all[i];
    if (before && getNames(before).size > 0) return getNames(before);
  }
  return NOBODY;
}
