import { type Article, type Comment, parentNumberOf } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { fillTemplate } from '../../i18n/templates.ts';
import { truncate } from '../../language/folding.ts';
import { elementAt, getExisting } from '../../lists.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { reasons } from '../verification/reasons.ts';
import { createTranslationTask } from '../verification/translation.ts';
import { type CommentsCheck, findVerbatim, firstWordsOf, keepTranslation } from './check-context.ts';
import { extractComments } from './extract.ts';
import { checkLabel, keepLabelTranslation } from './label-check.ts';
import { findLabelStanding } from './label-standing.ts';
import { GroupChoice, groupViewpoints, mergeDrafts } from './merging.ts';
import {
  type CheckedViewpoint,
  CommentsAnswer,
  CommentsDraft,
  CommentsOptions,
  type Viewpoint,
} from './schema.ts';
import { withheldLabel } from './viewpoint-labels.ts';

/** The comment numbers that exist and are not yet in a viewpoint, in reading order. */
function takeNumbers(
  viewpoint: Viewpoint,
  taken: Set<string>,
  { comments, order, complaints }: CommentsCheck,
): string[] {
  const retained = viewpoint.comments.filter(each => {
    if (!order.has(each)) complaints.push(`There is no comment ${truncate(each)}.`);
    else if (getExisting(comments, each).paragraphs.length === 0)
      complaints.push(`Comment ${each} only quotes another.`);
    else if (taken.has(each)) complaints.push(`Comment ${each} stood in a viewpoint already.`);
    else return taken.add(each);
    return false;
  });
  return retained.toSorted((a, b) => getExisting(order, a) - getExisting(order, b));
}

/**
 * The passage with the stored text if a comment of the viewpoint has it, else the first words of its first
 * comment.
 */
function checkPassage(
  { passage }: Viewpoint,
  numbers: readonly string[],
  check: CommentsCheck,
): Viewpoint['passage'] {
  if (!passage) return null;
  const { article, comments, complaints } = check;
  for (const each of [...new Set([passage.comment, ...numbers])].filter(each => numbers.includes(each))) {
    const text = findVerbatim(article, getExisting(comments, each), passage.text);
    if (text === null) continue;
    if (each !== passage.comment)
      complaints.push(`A passage is from comment ${each}, not from ${truncate(passage.comment)}.`);
    return { comment: each, text, ...keepTranslation(passage, text, check) };
  }
  complaints.push(`No comment of its viewpoint says "${truncate(passage.text)}".`);
  return { comment: elementAt(numbers, 0), text: firstWordsOf(getExisting(comments, elementAt(numbers, 0))) };
}

function checkViewpoints(draft: CommentsDraft, check: CommentsCheck): CheckedViewpoint[] {
  const [comments, labels] = [new Set<string>(), new Set<string>()];
  return draft.viewpoints.flatMap(viewpoint => {
    const numbers = takeNumbers(viewpoint, comments, check);
    if (numbers.length === 0) return [];
    const label = checkLabel(viewpoint, numbers, labels, check);
    const translation = label === viewpoint.label ? keepLabelTranslation(viewpoint, check) : {};
    const passage = checkPassage(viewpoint, numbers, check);
    const standing = findLabelStanding(label, { comments: numbers, passage }, check);
    return [{ label, ...translation, ...standing, comments: numbers, passage, side: null, language: null }];
  });
}

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

/** Computed from the numbers of the comments. */
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
  const viewpoints = checkViewpoints(draft, context);
  const contradictions = checkContradictions(draft, context);
  const used = viewpoints.reduce((sum, viewpoint) => sum + viewpoint.comments.length, 0);
  const coverage = { used, of: article.comments.length };
  return {
    answer: {
      viewpoints,
      sides: [],
      gists: [],
      contradictions,
      counts: countComments(article.comments),
      coverage,
      leftOut: [],
    },
    complaints: context.complaints,
  };
}

/**
 * With a number in place of each title that is in a model's words; what readers said stays. The built-in engine's titles
 * are made by fixed rules.
 */
function withholdTitles(answer: CommentsAnswer, engine: string): CommentsAnswer {
  if (engine === 'extractive') return answer;
  const worded = answer.viewpoints.filter(({ level }) => level === 'worded');
  const viewpoints = answer.viewpoints.map((viewpoint, index) =>
    worded.includes(viewpoint) ? withholdTitle(viewpoint, index + 1) : viewpoint,
  );
  return { ...answer, viewpoints, leftOut: worded.map(() => reasons.withheld) };
}

function withholdTitle(viewpoint: CheckedViewpoint, number: number): CheckedViewpoint {
  const label = fillTemplate(withheldLabel, { number: `${number}` });
  return { ...viewpoint, label, labelTranslation: null, level: 'verbatim', ground: [] };
}

/** What a model is asked for at most. */
const MAX_VIEWPOINTS = 8;

/** The digest of the readers' comments. An article without comments gives zero counts and empty lists. */
export const commentsRecipe = {
  kind: 'comments',
  name: defineMessage('Comments'),
  checked: defineMessage(
    'each passage is in its comment, and each disagreement is a reply; the grouping isn’t checked',
  ),
  options: CommentsOptions,
  draft: CommentsDraft,
  answer: CommentsAnswer,
  extract: article => extractComments(article),
  instructions: ({ language }) =>
    `Group the readers' comments into viewpoints (at most 8, the largest first); each comment stands in at most one. "comments": the numbers of its comments. "passage": one telling passage copied exactly from one of them. "label": a neutral name of the viewpoint in a few words of the comments, best of the passage, a noun phrase and no sentence. In "contradictions" list each reply that disagrees with the comment it answers ("reply", and "to", its parent), with the words of the reply that show it, copied exactly.${createTranslationTask(language, 'labels and passages')}`,
  check: checkDraft,
  countStatements: ({ viewpoints }) => viewpoints.length,
  citations: ({ viewpoints, contradictions }) => [
    ...viewpoints.flatMap(({ passage, comments }) =>
      passage ? [{ text: passage.text, paragraphs: [], comments }] : [],
    ),
    ...contradictions.map(({ text, reply }) => ({ text, paragraphs: [], comments: [reply] })),
  ],
  leftOut: ({ leftOut }) => leftOut,
  keepProven: withholdTitles,
  emptyIsAnswer: false,
  longArticle: {
    reads: 'comments',
    options: options => options,
    merge: mergeDrafts,
    condense: {
      schema: GroupChoice,
      instructions: ({ viewpoints }) =>
        viewpoints.length <= MAX_VIEWPOINTS
          ? null
          : `These viewpoints were found in one part of the readers' comments after another:\n${viewpoints.map(({ label, comments, passage }, index) => `[${index + 1}] ${JSON.stringify(label)} (${comments.length} comments, such as ${JSON.stringify(passage?.text ?? label)})`).join('\n')}\nPut those together that say the same, into at most ${MAX_VIEWPOINTS} groups. "groups": for each the numbers of its "viewpoints"; each number stands in one group.`,
      apply: (draft, choice) => ({
        ...draft,
        viewpoints: groupViewpoints(draft.viewpoints, choice?.groups ?? []),
      }),
    },
  },
} satisfies Recipe<CommentsOptions, CommentsDraft, CommentsAnswer>;
