import { z } from 'zod';
import { defineMessage } from '../../i18n/define-message.ts';
import { fillTemplate } from '../../i18n/templates.ts';
import type { Recipe } from '../recipe.ts';
import { createTranslationTask } from '../translation-task.ts';
import { reasons } from '../verification/reasons.ts';
import { GroupChoice, groupViewpoints, mergeDrafts } from './merging.ts';
import {
  type CheckedViewpoint,
  CommentsAnswer,
  CommentsDraft,
  CommentsOptions,
  DraftSide,
  MAX_GISTS,
  MAX_TITLE,
  MAX_VIEWPOINTS,
} from './schema.ts';
import { withheldTitle } from './withheld-title.ts';

/** Replaces each title in a model's words with a number; readers' own words stay. */
function withholdTitles(answer: CommentsAnswer, engine: string): CommentsAnswer {
  if (engine === 'extractive') return answer;
  const worded = answer.viewpoints.filter(({ level }) => level === 'worded');
  const viewpoints = answer.viewpoints.map((viewpoint, index) =>
    worded.includes(viewpoint) ? withholdTitle(viewpoint, index + 1) : viewpoint,
  );
  return { ...answer, viewpoints, leftOut: worded.map(() => reasons.withheld) };
}

function withholdTitle(viewpoint: CheckedViewpoint, number: number): CheckedViewpoint {
  const label = fillTemplate(withheldTitle, { number: `${number}` });
  return { ...viewpoint, label, labelTranslation: null, level: 'verbatim', ground: [] };
}

const VIEWPOINTS_TASK = `"viewpoints": where there are more than ${MAX_GISTS} comments, at most ${MAX_VIEWPOINTS} groups of comments that say the same, the largest first, else none; each comment stands in at most one. "comments": their numbers. "label": what they say, a sentence of at most ${MAX_TITLE} characters in their words, best copied from one of them; not who says it, nor of whom. "passage": a telling passage copied exactly from another one of them, or null. "side": the place in "sides", counted from 0, of the side that all of them take, else null.`;
const SIDES_TASK = `"sides": where readers debate one thing, the sides of it, each with a "passage" copied exactly that says what it wants, and "relation": "for" or "against" the proposal if most of its comments say that themselves, else null; empty where there are none.`;
const GISTS_TASK = `"gists": where there are at most ${MAX_GISTS} comments, for each of them its most telling sentence copied exactly, and "act": "starts" on the first level, else what it does to the comment that it replies to; else empty.`;

const DISPUTES_TASK = `In "disputes" list comments that contradict, doubt or correct the article: "text", the comment's words, and "disputed", the words of the article's "paragraph" that they dispute, both copied exactly. Dislike is no dispute.`;

/** The form of the draft that a model writes: a side's comments are those of its viewpoints. */
const DraftForm = CommentsDraft.extend({ sides: z.array(DraftSide.omit({ comments: true })) });

/** The digest of the readers' comments. An article without comments gives zero counts and empty lists. */
export const commentsRecipe = {
  kind: 'comments',
  name: defineMessage('Comments'),
  checked: defineMessage(
    'each passage is in its comment, and each disagreement is a reply; the grouping isn’t checked',
  ),
  options: CommentsOptions,
  draft: CommentsDraft,
  form: DraftForm,
  answer: CommentsAnswer,
  instructions: ({ language }) =>
    `Say what the readers' comments say. ${VIEWPOINTS_TASK} ${SIDES_TASK} ${GISTS_TASK} In "contradictions" list each reply that disagrees with the comment it answers ("reply", and "to", its parent), with the words of the reply that show it, copied exactly. ${DISPUTES_TASK}${createTranslationTask(language, 'labels, gists and passages')}`,
  countStatements: ({ viewpoints, gists }) => viewpoints.length + gists.length,
  citations: ({ viewpoints, gists, contradictions, disputes }) => [
    ...gists.map(({ quote, comment }) => ({ text: quote, paragraphs: [], comments: [comment] })),
    ...viewpoints.map(({ passage, ground, comments }) => ({
      text: passage?.text ?? ground[0]?.quote ?? '',
      paragraphs: [],
      comments,
    })),
    ...contradictions.map(({ text, reply }) => ({ text, paragraphs: [], comments: [reply] })),
    ...disputes.map(({ text, comment, paragraph }) => ({
      text,
      paragraphs: [paragraph],
      comments: [comment],
    })),
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
