import { stemmer } from 'stemmer';
import type { CommentsAnswer } from '../answers/comments/schema.ts';
import { parseWithheldTitle } from '../answers/comments/withheld-title.ts';
import type { Quote, QuotesAnswer } from '../answers/quotes/schema.ts';
import type { Answered } from '../answers/service.ts';
import type { SummaryAnswer } from '../answers/summary/schema.ts';
import type { StoredArticle } from '../articles/article.ts';
import { foldWords } from '../language/similarity.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';

/** What a post holds. */
export interface PostContents {
  /** The newest first; empty if nothing is new. */
  readonly items: readonly PostItem[];
  /** The new articles beside these, the newest first. */
  readonly rest: readonly Pick<LibraryEntry, 'id' | 'headline'>[];
}

/** One article in a post. What could not be had is null. */
export interface PostItem {
  readonly article: StoredArticle;
  readonly standfirst: Standfirst | null;
  readonly quote: Quote | null;
  readonly pulse: CommentSummary | null;
}

/** The sentence that says what an article is about, with what it rests on. */
export interface Standfirst extends Pick<SummaryAnswer['points'][number], 'text' | 'paragraphs' | 'level'> {
  /** Why another sentence is not shown in its place: one reason for each, mostly none. */
  readonly leftOut: readonly string[];
  /** Who drafted what is left out. */
  readonly engine: Answered<unknown>['engine'];
}

/** What the readers wrote, in a line or two. */
export interface CommentSummary {
  readonly comments: number;
  readonly replies: number;
  /** How many replies contradict what they answer. */
  readonly contradictions: number;
  /** The largest viewpoints, at most two: what they say and how many comments say it. */
  readonly viewpoints: readonly {
    readonly label: string;
    readonly comments: number;
    /** Whether the label is in a model's words. */
    readonly isWorded: boolean;
  }[];
  /** Why labels are not shown: one reason for each, mostly none. */
  readonly leftOut: readonly string[];
  readonly engine: Answered<unknown>['engine'];
}

/** The newest of the new articles, and those that are left over; the newest first. */
export function chooseArticles(
  entries: readonly LibraryEntry[],
  count: number,
): { chosen: LibraryEntry[]; rest: LibraryEntry[] } {
  const newestFirst = entries.toReversed();
  return { chosen: newestFirst.slice(0, count), rest: newestFirst.slice(count) };
}

/** What readers wrote, and who drafted it. */
type MadeComments = Pick<Answered<CommentsAnswer>, 'content' | 'engine'>;

/** One article from its answers; an answer that could not be had is null. */
export function createItem(
  article: StoredArticle,
  answers: { standfirst: Standfirst | null; quotes: QuotesAnswer | null; comments: MadeComments | null },
): PostItem {
  return {
    article,
    standfirst: answers.standfirst,
    quote: answers.quotes ? pickQuote(answers.quotes) : null,
    pulse: answers.comments ? commentSummaryOf(answers.comments) : null,
  };
}

/**
 * The sentence that stands for an article beside others. The brief summary of the built-in engine is often
 * the article's first sentence, which may be an anecdote or a joke; a headline says what the article is
 * about. So where the two have no word in common, the first of `others` that has the most in common with the
 * headline, and that can stand alone, takes its place; where none has any, it stays.
 */
export function pickStandfirst<Sentence extends { readonly text: string }>(
  headline: string,
  brief: Sentence,
  others: readonly Sentence[],
): Sentence {
  const about = listContentWords(headline);
  const countShared = ({ text }: Sentence) =>
    about.filter(word => listContentWords(text).some(other => isRelatedWord(word, other))).length;
  if (countShared(brief) > 0) return brief;
  const best = others
    .filter(({ text }) => !BACK_REFERENCE.test(text))
    .map(sentence => ({ sentence, count: countShared(sentence) }))
    .reduce((a, b) => (b.count > a.count ? b : a), { sentence: brief, count: 0 });
  return best.sentence;
}

/** A sentence that begins so needs the one before it. */
const BACK_REFERENCE = /^["“‘]?(?:he|she|it|they|her|his|its|their|this|these|that|those|but|and|so)\b/i;

/** Words of four letters or more, and numbers. */
function listContentWords(text: string): string[] {
  return [...new Set(foldWords(text).filter(word => word.length > 3 || /\d/.test(word)))];
}

/** One stem (`bees`, `bee`), or one word is the beginning of the other (`council`, `councillors`). */
function isRelatedWord(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  return stemmer(word) === stemmer(other) || (short.length > 4 && long.startsWith(short));
}

/** Characters up to which a quotation can be shown whole beside other articles. */
const MAX_SHORT_QUOTE = 240;

/**
 * The longest quotation of a named speaker that is short enough to be shown whole; else the shortest of the
 * longer ones. None if nobody is named: a quotation without its speaker says little.
 */
export function pickQuote({ quotes }: QuotesAnswer): Quote | null {
  const attributed = quotes
    .filter(quote => quote.speaker !== null && !quote.scare)
    .sort((a, b) => a.text.length - b.text.length);
  return attributed.findLast(quote => quote.text.length <= MAX_SHORT_QUOTE) ?? attributed[0] ?? null;
}

/**
 * The counts and the two largest viewpoints (of equals the earlier) that more than one comment holds; null
 * without comments.
 */
export function commentSummaryOf({ content: answer, engine }: MadeComments): CommentSummary | null {
  if (answer.counts.comments === 0) return null;
  const shared = answer.viewpoints.filter(
    ({ label, comments }) => comments.length > 1 && !parseWithheldTitle(label),
  );
  const largest = shared.toSorted((a, b) => b.comments.length - a.comments.length).slice(0, 2);
  return {
    comments: answer.counts.comments,
    replies: answer.counts.replies,
    contradictions: answer.contradictions.length,
    viewpoints: largest.map(({ label, comments, level }) => ({
      label,
      comments: comments.length,
      isWorded: level === 'worded' && engine !== 'extractive',
    })),
    leftOut: answer.leftOut,
    engine,
  };
}
