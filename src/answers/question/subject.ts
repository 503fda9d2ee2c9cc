import type { Article } from '../../articles/article.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { readWords } from '../verification/propositions/words.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { addAliases } from './passages.ts';
import { readText, scoreTerm } from './question-terms.ts';

/** Words that score less only occur in the dictionary's explanation of each other. */
const MEANT = 0.5;

const readArticle = memoizePerObject(({ headline, byline, paragraphs }: Article) =>
  readText([headline, byline ?? '', ...paragraphs].join('\n')),
);

/**
 * Whether an article mentions none of the things that a question names, in whatever words: "Why was the
 * lighthouse closed?" asked about a chess club. What such an article says answers it by chance only.
 */
export function lacksSubject({ question, terms }: ParsedQuestion, article: Article): boolean {
  if (!isReadingEnglish()) return false;
  const nouns = new Set(readWords(question).flatMap(({ lower, kind }) => (kind === 'noun' ? lower : [])));
  const things = addAliases(
    terms.filter(({ word, weight }) => weight === 1 && nouns.has(word)),
    article,
  );
  const reading = readArticle(article);
  return things.length > 0 && things.every(thing => scoreTerm(thing, reading) < MEANT);
}
