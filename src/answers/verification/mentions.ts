import type { Article } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import { isInsideWord } from '../../language/word-boundaries.ts';
import { memoizePerObject } from '../../memo.ts';
import { getFoldedParagraphs, type TextSpan } from './spans.ts';

/** Headline, byline and paragraphs, folded and lowercased, with a memo of the phrases looked up in them. */
export const getLookup = memoizePerObject((article: Article) => {
  const parts = [
    fold(article.headline),
    fold(article.byline ?? ''),
    ...getFoldedParagraphs(article).map(({ text }) => text),
  ];
  return { text: parts.join('\n').toLowerCase(), known: new Map<string, boolean>() };
});

function hasWords(text: string, wanted: string): boolean {
  for (let found = text.indexOf(wanted); found >= 0; found = text.indexOf(wanted, found + wanted.length)) {
    if (!isInsideWord(text, found, found + wanted.length)) return true;
  }
  return false;
}

/** Names usually stand close to the quotation: how many characters on either side of it to search first. */
const NEARBY_CHARACTERS = 500;

/** Whether headline, byline or paragraphs, not comments, have these words in this order, in any case. */
export function isMentioned(article: Article, nounPhrase: string, nearby?: TextSpan): boolean {
  const wanted = fold(nounPhrase).toLowerCase();
  if (wanted === '') return false;
  const { text, known } = getLookup(article);
  const before = known.get(wanted);
  if (before !== undefined) return before;
  const close = nearby
    ? (article.paragraphs[nearby.paragraph - 1] ?? '').slice(
        Math.max(0, nearby.start - NEARBY_CHARACTERS),
        nearby.end + NEARBY_CHARACTERS,
      )
    : '';
  const holds = hasWords(fold(close).toLowerCase(), wanted) || hasWords(text, wanted);
  known.set(wanted, holds);
  return holds;
}
