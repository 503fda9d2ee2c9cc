import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import type { FactName } from './schema.ts';

const whole = (words: Parameters<typeof oneOf>[0], ending = '') =>
  new RegExp(
    String.raw`^(?:(?:so|ok|okay|hi|hey|hello|and|please|but)[,!]? )*${oneOf(words)}${ending}(?:,? please|,? pls)?[\s?!.…]*$`,
    'iu',
  );

const FACTS = Object.entries(lexicon.facts.words).map(
  ([name, words]) => [name as FactName, whole(words)] as const,
);
const OVERVIEW = whole(lexicon.overview.words, `(?:,? ${oneOf(lexicon.briefly.words)})?`);

const SPELLINGS = new Map(
  Object.entries<readonly string[]>(lexicon.spellings.words).flatMap(([word, forms]) =>
    forms.map(form => [form, word] as const),
  ),
);

/** Writes out hasty spellings in a question: "whos against it" becomes "who is against it". */
export function writeOut(question: string): string {
  return question
    .replaceAll('’', "'")
    .replace(/[\p{L}']+/gu, word => SPELLINGS.get(word.toLowerCase()) ?? word)
    .replace(/\s+/g, ' ')
    .trim();
}

/** The fact about the article itself that a question asks for; undefined if it asks for something else. */
export function findAskedFact(question: string): FactName | undefined {
  const written = writeOut(question);
  return FACTS.find(([, pattern]) => pattern.test(written))?.[0];
}

/** Whether a question asks for the gist of the article. */
export const isOverviewQuestion = (question: string): boolean => OVERVIEW.test(writeOut(question));

export type { Article };
