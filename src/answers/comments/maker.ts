import { type Article, type Comment, parentNumberOf } from '../../articles/article.ts';
import { truncate } from '../../language/folding.ts';
import { getExisting } from '../../lists.ts';
import { firstWordsOf } from '../passage.ts';
import type { CheckResult, Maker } from '../recipe.ts';
import { type CommentsCheck, findVerbatim, keepTranslation } from './check-context.ts';
import { checkDisputes } from './dispute-check.ts';
import { extractComments } from './extract.ts';
import { checkGists } from './gist-check.ts';
import type { CommentsAnswer, CommentsDraft, CommentsOptions } from './schema.ts';
import { checkSides } from './side-check.ts';
import { checkViewpoints } from './viewpoint-check.ts';

function checkContradictions(draft: CommentsDraft, check: CommentsCheck): CommentsDraft['contradictions'] {
  const { article, comments, order, complaints } = check;
  const seen = new Set<string>();
  const retained = draft.contradictions.flatMap(given => {
    const { reply, to, text } = given;
    const comment = comments.get(reply);
    if (!comment || parentNumberOf(reply) !== to || !comments.has(to)) {
      complaints.push(`Comment ${truncate(reply)} is no reply to ${truncate(to)}.`);
      return [];
    }
    if (seen.has(reply)) {
      complaints.push(`The contradiction of ${reply} stood there twice.`);
      return [];
    }
    seen.add(reply);
    const stored = findVerbatim(article, comment, text);
    if (stored === null) complaints.push(`Comment ${reply} does not say "${truncate(text)}".`);
    return [
      {
        reply,
        to,
        text: stored ?? firstWordsOf(comment),
        ...(stored !== null && keepTranslation(given, stored, check)),
      },
    ];
  });
  return retained.toSorted((a, b) => getExisting(order, a.reply) - getExisting(order, b.reply));
}

/** Counts comments, threads, replies and levels, computed from the comment numbers. */
function countComments(comments: readonly Comment[]): CommentsAnswer['counts'] {
  const levels = comments.map(comment => comment.number.split('.').length);
  const threads = levels.filter(level => level === 1).length;
  return {
    comments: comments.length,
    threads,
    replies: comments.length - threads,
    levels: levels.reduce((most, level) => Math.max(most, level), 0),
  };
}

function checkDraft(
  draft: CommentsDraft,
  article: Article,
  { language }: CommentsOptions = { language: null },
): CheckResult<CommentsAnswer> {
  const comments = new Map(article.comments.map(comment => [comment.number, comment]));
  const order = new Map(article.comments.map((comment, i) => [comment.number, i]));
  const context: CommentsCheck = { article, comments, order, language, complaints: [] };
  const drafted = checkViewpoints(draft, context);
  const contradictions = checkContradictions(draft, context);
  const { sides, viewpoints } = checkSides(draft, drafted, contradictions, context);
  const gists = checkGists(draft, contradictions, context);
  const disputes = checkDisputes(draft, context);
  const told = [...viewpoints.flatMap(each => each.comments), ...gists.map(({ comment }) => comment)];
  const coverage = { used: new Set(told).size, of: article.comments.length };
  const counts = countComments(article.comments);
  return {
    answer: { viewpoints, sides, gists, contradictions, disputes, counts, coverage, leftOut: [] },
    complaints: context.complaints,
  };
}

/** Makes digests of the readers' comments. */
export const commentsMaker = {
  extract: article => extractComments(article),
  check: checkDraft,
} satisfies Maker<CommentsOptions, CommentsDraft, CommentsAnswer>;
