import type { Article } from '../../articles/article.ts';
import type { RefusedStatement } from '../levels.ts';
import { findBestParagraphs } from './prove.ts';
import { keepExistingParagraphs } from './spans.ts';

/** Maximum number of passages in which to reread a refused statement. */
const MAX_PASSAGES = 6;

interface Drafted {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly comments?: readonly string[];
}

/** Describes a statement that did not pass, for asking about it once more. */
export function describeRefused(
  article: Article,
  { text, paragraphs, comments = [] }: Drafted,
  at: number,
  reason: string,
): RefusedStatement {
  const named = keepExistingParagraphs(article, paragraphs);
  const existing = article.comments.map(({ number }) => number).filter(number => comments.includes(number));
  const isNowhere = named.length === 0 && existing.length === 0;
  return {
    at,
    text,
    paragraphs: (isNowhere ? findBestParagraphs(article, text) : named).slice(0, MAX_PASSAGES),
    comments: existing.slice(0, MAX_PASSAGES),
    reason,
  };
}
