import { extractContentWords, isReadingEnglish } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { findNames } from './name-spans.ts';
import { type QuestionTerm, termStemOf } from './question-terms.ts';
import type { IndexedSentence, SentenceIndex } from './sentence-index.ts';

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
  if (!isReadingEnglish() || !sentence || !SOMEBODY.test(sentence.text) || getNames(sentence).size > 0)
    return NOBODY;
  for (let i = at - 1; i >= Math.max(0, at - REACH); i--) {
    const before = all[i];
    if (before && getNames(before).size > 0) return getNames(before);
  }
  return NOBODY;
}

/** In how many sentences a name stands, or is meant by "he" or "she". */
const countNames: (index: SentenceIndex) => ReadonlyMap<string, number> = memoizePerObject(({ all }) => {
  const counts = new Map<string, number>();
  for (const [at, sentence] of all.entries())
    for (const stem of new Set([...getNames(sentence), ...findMeantNames(all, at)]))
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
});

/** A name and a surname tell no more than one of them. */
const NAME_PART = 0.5;

/** The words of a question with less weight for names: each part of one less, and one that half the text speaks of hardly any. */
export function weighNames(terms: readonly QuestionTerm[], index: SentenceIndex): QuestionTerm[] {
  const counts = countNames(index);
  const isName = (term: QuestionTerm | undefined) => term !== undefined && counts.has(term.stem);
  return terms.map((term, at) => {
    const count = counts.get(term.stem);
    const rarity = index.index.inverseFrequency(term.stem);
    if (count === undefined || rarity === 0) return term;
    const meant = Math.log(1 + (index.all.length - count + 0.5) / (count + 0.5));
    const part = isName(terms[at - 1]) || isName(terms[at + 1]) ? NAME_PART : 1;
    return { ...term, weight: term.weight * part * Math.min(1, meant / rarity) };
  });
}
