import { z } from 'zod';
import type { Article } from '../../articles/article.ts';
import { UserError } from '../../errors.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { fold } from '../../language/folding.ts';
import type { RefusedStatement } from '../levels.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { type Evidence, findEvidence } from '../verification/evidence.ts';
import { withholdWorded } from '../verification/proven-only.ts';
import { describeRefused } from '../verification/refused.ts';
import { compareSpans } from '../verification/spans.ts';
import { createTranslationTask, keepAnchoredTranslation } from '../verification/translation.ts';
import { extractSummary } from './extract.ts';
import {
  type Length,
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

const MAX_POINTS: Record<Length, number> = { brief: 1, standard: 5, full: 10 };

function assertHasText(article: Article): void {
  if (article.paragraphs.length === 0)
    throw new UserError(
      'This article has no text to summarise, only a headline or comments. `/comments` shows what its readers wrote.',
    );
}

type ProvenEvidence = Extract<Evidence, { span: unknown }>;

function removeDuplicates<Each extends ProvenEvidence>(proven: readonly Each[]): Each[] {
  const seen = new Set<string>();
  return proven.filter(({ statement }) => !seen.has(fold(statement.text)) && seen.add(fold(statement.text)));
}

function checkDraft(
  draft: SummaryDraft | SummaryAnswer,
  article: Article,
  { length, points, language }: SummaryOptions,
): CheckResult<SummaryAnswer> {
  assertHasText(article);
  const evidence = draft.points.map(point => ({ point, found: findEvidence(article, point) }));
  const complaints = evidence.flatMap(({ point, found }) => {
    if ('complaint' in found) return [found.complaint];
    const corrected = found.statement.paragraphs.join() !== point.paragraphs.join();
    return corrected
      ? [`A point rests on paragraph ${found.span.paragraph}, not on ${point.paragraphs.join(', ')}.`]
      : [];
  });
  const mistranslated: RefusedStatement[] = [];
  const proven = evidence.flatMap(({ point, found }, at) => {
    if (!('span' in found)) return [];
    const say = (complaint: string) => {
      complaints.push(complaint);
      mistranslated.push(describeRefused(article, { ...point, ...found.statement }, at, complaint));
    };
    const translation = keepAnchoredTranslation(point, found.statement.text, { article, language, say });
    return [{ at, ...found, statement: { ...found.statement, ...translation } }];
  });
  const refused = evidence.flatMap(({ point, found }, at) =>
    'reason' in found ? [describeRefused(article, point, at, found.reason)] : [],
  );
  const unique = removeDuplicates(proven);
  if (unique.length < proven.length)
    complaints.push(`${proven.length - unique.length} of the points stood there twice.`);
  const most = points ?? MAX_POINTS[length];
  if (unique.length > most)
    complaints.push(`${unique.length} points were given, at most ${most} were asked for.`);
  const retained = unique.slice(0, most);
  const ordered = retained.toSorted((a, b) => compareSpans(a.span, b.span));
  if (ordered.some((point, i) => point !== retained[i]))
    complaints.push('The points were not in the order of the article.');
  const leftOut = [...('leftOut' in draft ? draft.leftOut : []), ...refused.map(({ reason }) => reason)];
  const answer = { points: ordered.map(({ statement }) => statement), leftOut };
  const untranslated = mistranslated.filter(({ at }) => retained.some(point => point.at === at));
  return { answer, complaints, refused, mistranslated: untranslated };
}

const maxPointsOf = ({ length, points }: SummaryOptions) => points ?? MAX_POINTS[length];

const PointChoice = z.object({ points: z.array(z.int()) });

/** The points of these numbers, in their order, or, without usable numbers, points at even distances. */
function choosePoints<Each>(points: readonly Each[], numbers: readonly number[], most: number): Each[] {
  const wanted = points.filter((_, index) => numbers.includes(index + 1)).slice(0, most);
  if (wanted.length > 0) return wanted;
  return points.filter(
    (_, index) =>
      Math.floor((index * most) / points.length) !== Math.floor(((index - 1) * most) / points.length),
  );
}

/** A summary in points. Throws a `UserError` for an article without paragraphs. */
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
  extract(article, options) {
    assertHasText(article);
    return extractSummary(article, options);
  },
  instructions: ({ length, points, language }) =>
    `Sum up the article in ${points ? `exactly ${points}` : LENGTH_INSTRUCTIONS[length]}, in the order of the article. Each point has its "ground" first, then "text", a sentence without paragraph numbers in it.${createTranslationTask(language)}`,
  check: checkDraft,
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
    // twice as many as are wanted, so that there is something to choose from
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
