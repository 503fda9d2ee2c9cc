import { type Article, type Comment, commentTextOf } from '../../articles/article.ts';
import { truncate } from '../../language/folding.ts';
import { elementAt } from '../../lists.ts';
import { findVerbatim } from '../comments/check-context.ts';
import { groupComments } from '../comments/extract.ts';
import { MAX_GISTS } from '../comments/schema.ts';
import type { Ground } from '../levels.ts';
import { hasInstructions } from '../verification/instructions.ts';
import { findNearestSentence } from '../verification/nearest-sentence.ts';
import { reasons } from '../verification/reasons.ts';
import { findRefusal } from '../verification/refusal.ts';
import { readSource } from '../verification/source.ts';
import type { AnswerStatement, DraftStatement } from './schema.ts';

const commentsOf = ({ comments }: DraftStatement, article: Article) =>
  article.comments.filter(({ number }) => comments.includes(number));

/** A statement that may be shown, or the reason why it may not. */
export type JudgedStatement =
  | { readonly statement: AnswerStatement }
  | { readonly reason: string; readonly complaint: string };

/**
 * Finds a statement that names comments word for word: in those comments first, then in all others. Null if
 * it names none, or if no comment has it.
 */
export function findVerbatimInComments(given: DraftStatement, article: Article): AnswerStatement | null {
  if (given.comments.length === 0) return null;
  for (const comment of [...commentsOf(given, article), ...article.comments]) {
    const text = findVerbatim(article, comment, given.text);
    if (text === null) continue;
    const ground = [{ comment: comment.number, quote: text }];
    const comments = [comment.number, ...findLikeMinded(given, comment, article)];
    return { text, paragraphs: [], comments, level: 'verbatim', ground };
  }
  return null;
}

/** The other comments of the same viewpoint, if a statement names any: as grouped here, not as drafted. */
function findLikeMinded({ comments }: DraftStatement, { number }: Comment, article: Article): string[] {
  if (comments.length < 2 || article.comments.length <= MAX_GISTS) return [];
  const viewpoint = groupComments(article).viewpoints.find(each => each.comments.includes(number));
  return viewpoint?.comments.filter(each => each !== number && comments.includes(each)) ?? [];
}

/**
 * Finds a statement in the comments: verbatim in any of them, or in other words if those that it names do not
 * speak against it.
 */
export function findInComments(given: DraftStatement, article: Article): JudgedStatement {
  const { text } = given;
  const stored = findVerbatimInComments(given, article);
  if (stored) return { statement: stored };
  const named = commentsOf(given, article).filter(comment => !hasInstructions(commentTextOf(comment)));
  const passages = named.flatMap(({ paragraphs }) => paragraphs);
  const reason = named.length === 0 ? reasons.noComment : findRefusal(text, readSource(passages));
  if (reason !== null)
    return {
      reason,
      complaint: `The comments do not say "${truncate(text)}" where it is said to stand: ${reason}`,
    };
  const ground = findGroundInComments(given, named, article);
  const comments = named.map(({ number }) => number);
  return { statement: { text, paragraphs: [], comments, level: 'worded', ground } };
}

/** Finds the readers' words that a reworded statement rests on: those it cites, else the nearest sentence. */
function findGroundInComments(
  { text, ground = [] }: DraftStatement,
  named: readonly Comment[],
  article: Article,
): Ground[] {
  const copied = ground.slice(0, 3).flatMap(({ quote }) =>
    named.slice(0, 20).flatMap(comment => {
      const found = findVerbatim(article, comment, quote.slice(0, 600));
      return found === null ? [] : [{ comment: comment.number, quote: found }];
    }),
  );
  if (copied.length > 0) return copied.slice(0, 3);
  const nearest = findNearestSentence(text, named.map(commentTextOf));
  return nearest ? [{ comment: elementAt(named, nearest.passage).number, quote: nearest.text }] : [];
}
