import { extractContentWords } from '../../language/stems.ts';
import { alternativesOf, type QuestionTerm, readText, scoreTerm, termStemOf } from './question-terms.ts';

/** The content words with which a question calls somebody. */
export const listSpeakerWords = (text: string): QuestionTerm[] =>
  extractContentWords(text).map(word => ({
    word,
    stem: termStemOf(word),
    weight: 1,
    kind: 'other',
    alternatives: alternativesOf(word),
  }));

/** Minimum score of a word that may stand for what a question calls a speaker: "solicitor" for "lawyer". */
const MIN_ALIKE = 0.7;

/** The verbs that a noun for a doer may come from: "seller", "sell"; "baker", "bake". */
const verbsOf = (noun: string): string[] =>
  /(?:er|or)s?$/.test(noun)
    ? [noun.replace(/(?:er|or)s?$/, ''), noun.replace(/(?:r|or)s?$/, '')].map(termStemOf)
    : [];

/** Minimum length of either part of a compound. */
const MIN_PART = 3;

/** Whether a text tells of a doer in other words: "keeps the inn" of an innkeeper, "sells wool" of a seller. */
function tellsOfDoer(noun: string, known: ReadonlySet<string>): boolean {
  if (verbsOf(noun).some(verb => known.has(verb))) return true;
  for (let at = MIN_PART; at <= noun.length - MIN_PART; at++)
    if (known.has(termStemOf(noun.slice(0, at))) && verbsOf(noun.slice(at)).some(verb => known.has(verb)))
      return true;
  return false;
}

/** "The farmers' union" is not a farmer, and "Finch's solicitor" not Finch; "the company's director" speaks for it. */
const OWNED = /(?<!\p{L})(?:\p{L}{1,40}s['’]|\p{Lu}\p{L}{1,40}['’]s)(?= )/gu;

/** Whether a text that tells who somebody is calls them by all words with which a question does. */
export function isCalled(wanted: readonly QuestionTerm[], text: string): boolean {
  const reading = readText(wanted.length === 1 ? text.replace(OWNED, '') : text);
  return wanted.every(term => scoreTerm(term, reading) >= MIN_ALIKE || tellsOfDoer(term.word, reading.known));
}
