import type { StoredArticle } from '../article/article.ts';
import type { CommentsAnswer } from '../recipes/comments.ts';
import type { Quote, QuotesAnswer } from '../recipes/quotes.ts';
import type { SummaryAnswer } from '../recipes/summary.ts';
import type { Entry } from '../storage/storage.ts';

/** What a post holds. */
export interface Contents {
  /** The newest first; empty if nothing is new. */
  readonly items: readonly Item[];
  /** How many new articles there are beside these. */
  readonly more: number;
}

/** One article in a post. What could not be had is null. */
export interface Item {
  readonly article: StoredArticle;
  readonly standfirst: string | null;
  readonly quote: Quote | null;
  readonly pulse: Pulse | null;
}

/** What the readers wrote, in a line or two. */
export interface Pulse {
  readonly comments: number;
  readonly replies: number;
  /** How many replies contradict what they answer. */
  readonly contradictions: number;
  /** The largest viewpoints, at most two: what they say and how many comments say it. */
  readonly viewpoints: readonly { readonly label: string; readonly comments: number }[];
}

/** The newest of the new articles, the newest first, and how many are left over. */
export function choose(entries: readonly Entry[], count: number): { chosen: Entry[]; more: number } {
  const newestFirst = entries.toReversed();
  return { chosen: newestFirst.slice(0, count), more: Math.max(0, entries.length - count) };
}

/** One article from its answers; an answer that could not be had is null. */
export function compose(
  article: StoredArticle,
  answers: { summary: SummaryAnswer | null; quotes: QuotesAnswer | null; comments: CommentsAnswer | null },
): Item {
  return {
    article,
    standfirst: answers.summary?.points[0]?.text ?? null,
    quote: answers.quotes ? pickQuote(answers.quotes) : null,
    pulse: answers.comments ? pulseOf(answers.comments) : null,
  };
}

/** Characters up to which a quotation can be shown whole beside other articles. */
const SHORT = 240;

/**
 * The longest quotation of a named speaker that is short enough to be shown whole; else the shortest of the longer ones. None if
 * nobody is named: a quotation without its speaker says little.
 */
export function pickQuote({ quotes }: QuotesAnswer): Quote | null {
  const attributed = quotes.filter(quote => quote.speaker !== null && !quote.scare).sort((a, b) => a.text.length - b.text.length);
  return attributed.findLast(quote => quote.text.length <= SHORT) ?? attributed[0] ?? null;
}

/** The counts and the two largest viewpoints (of equals the earlier); null without comments. */
export function pulseOf(answer: CommentsAnswer): Pulse | null {
  if (answer.counts.comments === 0) return null;
  const largest = answer.viewpoints.toSorted((a, b) => b.comments.length - a.comments.length).slice(0, 2);
  return {
    comments: answer.counts.comments,
    replies: answer.counts.replies,
    contradictions: answer.contradictions.length,
    viewpoints: largest.map(({ label, comments }) => ({ label, comments: comments.length })),
  };
}
