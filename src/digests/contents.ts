import { stemmer } from 'stemmer';
import type { CommentsAnswer } from '../answers/comments/schema.ts';
import { parseWithheldTitle } from '../answers/comments/withheld-title.ts';
import type { Quote, QuotesAnswer } from '../answers/quotes/schema.ts';
import type { Answered } from '../answers/service.ts';
import type { SummaryAnswer } from '../answers/summary/schema.ts';
import type { StoredArticle } from '../articles/article.ts';
import { foldWords } from '../language/similarity.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';

/** The contents of a post. */
export interface PostContents {
  /** Newest first; empty if nothing is new. */
  readonly items: readonly PostItem[];
  /** The other new articles, newest first. */
  readonly rest: readonly Pick<LibraryEntry, 'id' | 'headline'>[];
}

/** One article in a post. Parts that could not be produced are null. */
export interface PostItem {
  readonly article: StoredArticle;
  readonly standfirst: Standfirst | null;
  readonly quote: Quote | null;
  readonly pulse: CommentSummary | null;
}

/** The sentence that says what an article is about, with its sources. */
export interface Standfirst extends Pick<SummaryAnswer['points'][number], 'text' | 'paragraphs' | 'level'> {
  /** Why a model's sentence is not shown instead: one entry per reason, usually none. */
  readonly leftOut: readonly string[];
  /** The engine that drafted what was left out. */
  readonly engine: Answered<unknown>['engine'];
}

/** What the comments say, in a line or two. */
export interface CommentSummary {
  readonly comments: number;
  readonly replies: number;
  /** The number of replies that contradict the comment they answer. */
  readonly contradictions: number;
  /** The two largest viewpoints at most: their label and their number of comments. */
  readonly viewpoints: readonly {
    readonly label: string;
    readonly comments: number;
    /** Whether the label is in a model's own words. */
    readonly isWorded: boolean;
  }[];
  /** Why labels are not shown: one entry per reason, usually none. */
  readonly leftOut: readonly string[];
  readonly engine: Answered<unknown>['engine'];
}

/** Splits new articles into the newest `count` and the rest, both newest first. */
export function chooseArticles(
  entries: readonly LibraryEntry[],
  count: number,
): { chosen: LibraryEntry[]; rest: LibraryEntry[] } {
  const newestFirst = entries.toReversed();
  return { chosen: newestFirst.slice(0, count), rest: newestFirst.slice(count) };
}

/** An answer about the comments, and the engine that drafted it. */
type MadeComments = Pick<Answered<CommentsAnswer>, 'content' | 'engine'>;

/** Creates a post item from an article's answers; an answer that could not be produced is null. */
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
 * Picks the sentence that represents an article among others. The built-in engine's brief summary is often
 * the article's first sentence, which may be an anecdote or a joke, whereas a headline says what the article
 * is about. So if `brief` shares no word with the headline, it is replaced by the first of `others` that
 * shares the most with it and can stand alone; if none shares any, `brief` stays.
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

/** The openings of sentences that depend on the one before. */
const BACK_REFERENCE = /^["“‘]?(?:he|she|it|they|her|his|its|their|this|these|that|those|but|and|so)\b/i;

/** Lists the words of four letters or more, and the numbers. */
function listContentWords(text: string): string[] {
  return [...new Set(foldWords(text).filter(word => word.length > 3 || /\d/.test(word)))];
}

/** Whether two words have a stem (`bees`, `bee`) or beginning (`council`, `councillors`) in common. */
function isRelatedWord(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  return stemmer(word) === stemmer(other) || (short.length > 4 && long.startsWith(short));
}

/** The longest quotation to be shown whole in a post, in characters. */
const MAX_SHORT_QUOTE = 240;

/**
 * Picks the longest quotation of a named speaker that is short enough to be shown whole, or else the shortest
 * of the longer ones. Returns null if no speaker is named: a quotation without its speaker says little.
 */
export function pickQuote({ quotes }: QuotesAnswer): Quote | null {
  const attributed = quotes
    .filter(quote => quote.speaker !== null && !quote.scare)
    .sort((a, b) => a.text.length - b.text.length);
  return attributed.findLast(quote => quote.text.length <= MAX_SHORT_QUOTE) ?? attributed[0] ?? null;
}

/** The counts and the two largest viewpoints of more than one comment, earlier first; null without any. */
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
