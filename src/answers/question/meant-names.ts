import { extractContentWords, isReadingEnglish } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { findNames } from './name-spans.ts';
import { type QuestionTerm, termStemOf } from './question-terms.ts';
import type { IndexedSentence, SentenceIndex } from './sentence-index.ts';

/** Number of sentences searched backwards for the antecedent of a pronoun. */
const REACH = 5;
const NOBODY: ReadonlySet<string> = new Set();
const SOMEBODY = /(?<![\p{L}’'])(?:he|she|his|her|him)(?![\p{L}’'])/iu;
/** Minimum fit of a name for a person rather than a place or an organisation. */
const MIN_PERSON = 1;

/** Stems of the names of people in a sentence. */
const getNames: (sentence: IndexedSentence) => ReadonlySet<string> = memoizePerObject(
  ({ text }) =>
    new Set(
      findNames(text, 'person')
        .filter(({ fit }) => fit >= MIN_PERSON)
        .flatMap(({ start, end }) => extractContentWords(text.slice(start, end)).map(termStemOf)),
    ),
);

/** The likely antecedent of "he" or "she" in a sentence without names: those of the last one with names. */
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

/** In how many sentences each name stands, or is meant by "he" or "she". */
const countNames: (index: SentenceIndex) => ReadonlyMap<string, number> = memoizePerObject(({ all }) => {
  const counts = new Map<string, number>();
  for (const [at, sentence] of all.entries())
    for (const stem of new Set([...getNames(sentence), ...findMeantNames(all, at)]))
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
});

/** A first name with its surname tells no more than either alone. */
const NAME_PART = 0.5;

/**
 * Lowers the weight of names among a question's words: each part of a full name counts less, and a name that
 * half the text is about hardly counts.
 */
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
