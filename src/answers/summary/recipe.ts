import { z } from 'zod';
import { defineMessage } from '../../i18n/define-message.ts';
import type { Recipe } from '../recipe.ts';
import { createTranslationTask } from '../translation-task.ts';
import { withholdWorded } from '../verification/proven-only.ts';
import {
  type Length,
  maxPointsOf,
  PointForm,
  SummaryAnswer,
  SummaryDraft,
  SummaryForm,
  SummaryOptions,
} from './schema.ts';

const LENGTH_INSTRUCTIONS: Record<Length, string> = {
  brief: 'one sentence that says what the article is about (its standfirst)',
  standard: '3 to 5 points of one sentence each',
  full: '7 to 10 points of one sentence each',
};

const PointChoice = z.object({ points: z.array(z.int()) });

/** The points with these numbers, in order; without usable numbers, points at even distances. */
function choosePoints<Each>(points: readonly Each[], numbers: readonly number[], most: number): Each[] {
  const wanted = points.filter((_, index) => numbers.includes(index + 1)).slice(0, most);
  if (wanted.length > 0) return wanted;
  return points.filter(
    (_, index) =>
      Math.floor((index * most) / points.length) !== Math.floor(((index - 1) * most) / points.length),
  );
}

/** A summary in points. */
export const summaryRecipe = {
  kind: 'summary',
  name: defineMessage('Summary'),
  checked: defineMessage(
    'each point is word for word, shortened without loss, or marked ≈ with nothing against it by fixed rules',
  ),
  options: SummaryOptions,
  draft: SummaryDraft,
  form: SummaryForm,
  answer: SummaryAnswer,
  instructions: ({ length, points, language }) =>
    `Sum up the article in ${points ? `exactly ${points}` : LENGTH_INSTRUCTIONS[length]}, in the order of the article. Each point has its "ground" first, then "text", a sentence without paragraph numbers in it.${createTranslationTask(language)}`,
  statements: {
    name: 'points',
    form: PointForm,
    instructions: ({ language }) =>
      `Each is a point of a summary, a sentence without paragraph numbers in it.${createTranslationTask(language)}`,
  },
  countStatements: ({ points }) => points.length,
  citations: ({ points }) => points.map(point => ({ ...point, comments: [] })),
  leftOut: ({ leftOut }) => leftOut,
  keepProven({ points, leftOut }) {
    const { proven, withheld } = withholdWorded(points);
    return { points: proven, leftOut: [...leftOut, ...withheld] };
  },
  emptyIsAnswer: false,
  longArticle: {
    reads: 'paragraphs',
    // twice as many as wanted, to have something to choose from
    options: (options, parts) => ({
      ...options,
      points: Math.min(20, Math.ceil((2 * maxPointsOf(options)) / parts)),
    }),
    merge: drafts => ({ points: drafts.flatMap(({ points }) => points) }),
    condense: {
      schema: PointChoice,
      instructions: ({ points }, options) =>
        points.length <= maxPointsOf(options)
          ? null
          : `These points sum up one part of a long article after another:\n${points.map(({ text }, index) => `[${index + 1}] ${JSON.stringify(text)}`).join('\n')}\nChoose the ${maxPointsOf(options)} that together sum up the whole article best. "points": their numbers.`,
      apply: ({ points }, choice, options) => ({
        points: choosePoints(points, choice?.points ?? [], maxPointsOf(options)),
      }),
    },
  },
} satisfies Recipe<SummaryOptions, SummaryDraft, SummaryAnswer>;
