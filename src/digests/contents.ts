import { stemmer } from 'stemmer';
import type { CommentsAnswer } from '../answers/comments/schema.ts';
import type { Quote, QuotesAnswer } from '../answers/quotes/schema.ts';
import type { StoredArticle } from '../articles/article.ts';
import { foldedWords } from '../language/similarity.ts';
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
  answers: { standfirst: string | null; quotes: QuotesAnswer | null; comments: CommentsAnswer | null },
): Item {
  return {
    article,
    standfirst: answers.standfirst,
    quote: answers.quotes ? pickQuote(answers.quotes) : null,
    pulse: answers.comments ? pulseOf(answers.comments) : null,
  };
}

/**
 * The sentence that stands for an article beside others. The brief summary of the built-in engine is often
 * the article's first sentence, which may be an anecdote or a joke; a headline says what the article is
 * about. So where the two have no word in common, the first of `others` that has the most in common with the
 * headline, and that can stand alone, takes its place; where none has any, it stays.
 */
export function pickStandfirst(headline: string, brief: string, others: readonly string[]): string {
  const about = tellingWords(headline);
  const shared = (text: string) =>
    about.filter(word => tellingWords(text).some(other => isRelated(word, other))).length;
  if (shared(brief) > 0) return brief;
  const best = others
    .filter(text => !REFERS_BACK.test(text))
    .map(text => ({ text, count: shared(text) }))
    .reduce((a, b) => (b.count > a.count ? b : a), { text: brief, count: 0 });
  return best.text;
}

/** A sentence that begins so needs the one before it. */
const REFERS_BACK = /^["“‘]?(?:he|she|it|they|her|his|its|their|this|these|that|those|but|and|so)\b/i;

/** Words of four letters or more, and numbers. */
function tellingWords(text: string): string[] {
  return [...new Set(foldedWords(text).filter(word => word.length > 3 || /\d/.test(word)))];
}

/** One stem (`bees`, `bee`), or one word is the beginning of the other (`council`, `councillors`). */
function isRelated(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  return stemmer(word) === stemmer(other) || (short.length > 4 && long.startsWith(short));
}

/** Characters up to which a quotation can be shown whole beside other articles. */
const SHORT = 240;

/**
 * The longest quotation of a named speaker that is short enough to be shown whole; else the shortest of the
 * longer ones. None if nobody is named: a quotation without its speaker says little.
 */
export function pickQuote({ quotes }: QuotesAnswer): Quote | null {
  const attributed = quotes
    .filter(quote => quote.speaker !== null && !quote.scare)
    .sort((a, b) => a.text.length - b.text.length);
  return attributed.findLast(quote => quote.text.length <= SHORT) ?? attributed[0] ?? null;
}

/**
 * The counts and the two largest viewpoints (of equals the earlier) that more than one comment holds; null
 * without comments.
 */
export function pulseOf(answer: CommentsAnswer): Pulse | null {
  if (answer.counts.comments === 0) return null;
  const shared = answer.viewpoints.filter(({ comments }) => comments.length > 1);
  const largest = shared.toSorted((a, b) => b.comments.length - a.comments.length).slice(0, 2);
  return {
    comments: answer.counts.comments,
    replies: answer.counts.replies,
    contradictions: answer.contradictions.length,
    viewpoints: largest.map(({ label, comments }) => ({ label, comments: comments.length })),
  };
}
