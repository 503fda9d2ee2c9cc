import { z } from 'zod';
import type { Article } from '../../articles/article.ts';
import { UserError } from '../../errors.ts';
import { fold } from '../../language/folding.ts';
import type { Checked, Recipe } from '../recipe.ts';
import { byPlace, type Evidence, supportFor } from '../verification/evidence.ts';
import { translatedStatement, translationTask } from '../verification/translation.ts';
import { extractSummary } from './extract.ts';
import { type Length, SummaryAnswer, SummaryDraft, SummaryOptions } from './schema.ts';

const WANTED: Record<Length, string> = {
  brief: 'one sentence that says what the article is about (its standfirst)',
  standard: '3 to 5 points of one sentence each',
  full: '7 to 10 points of one sentence each',
};

const MOST: Record<Length, number> = { brief: 1, standard: 5, full: 10 };

function assertHasText(article: Article): void {
  if (article.paragraphs.length === 0)
    throw new UserError('This article has no text to summarise: there is only its headline or its comments.');
}

type Proven = Extract<Evidence, { place: unknown }>;

function distinct<Each extends Proven>(proven: readonly Each[]): Each[] {
  const seen = new Set<string>();
  return proven.filter(({ statement }) => !seen.has(fold(statement.text)) && seen.add(fold(statement.text)));
}

function check(
  draft: SummaryDraft,
  article: Article,
  { length, points, language }: SummaryOptions,
): Checked<SummaryAnswer> {
  assertHasText(article);
  const evidence = draft.points.map(point => ({ point, found: supportFor(article, point) }));
  const complaints = evidence.flatMap(({ point, found }) => {
    if ('complaint' in found) return [found.complaint];
    const corrected = found.statement.paragraphs.join() !== point.paragraphs.join();
    return corrected
      ? [`A point rests on paragraph ${found.place.paragraph}, not on ${point.paragraphs.join(', ')}.`]
      : [];
  });
  const say = (complaint: string) => void complaints.push(complaint);
  const proven = evidence.flatMap(({ point, found }) => {
    if (!('place' in found)) return [];
    const translation = translatedStatement(point, found.statement.text, { article, language, say });
    return [{ ...found, statement: { ...found.statement, ...translation } }];
  });
  const unique = distinct(proven);
  if (unique.length < proven.length)
    complaints.push(`${proven.length - unique.length} of the points stood there twice.`);
  const most = points ?? MOST[length];
  if (unique.length > most)
    complaints.push(`${unique.length} points were given, at most ${most} were asked for.`);
  const kept = unique.slice(0, most);
  const ordered = kept.toSorted((a, b) => byPlace(a.place, b.place));
  if (ordered.some((point, i) => point !== kept[i]))
    complaints.push('The points were not in the order of the article.');
  return { answer: { points: ordered.map(({ statement }) => statement) }, complaints };
}

const mostOf = ({ length, points }: SummaryOptions) => points ?? MOST[length];

const Chosen = z.object({ points: z.array(z.int()) });

/** The points of these numbers, in their order, or, without usable numbers, points at even distances. */
function chosen<Each>(points: readonly Each[], numbers: readonly number[], most: number): Each[] {
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
  options: SummaryOptions,
  draft: SummaryDraft,
  answer: SummaryAnswer,
  extract(article, options) {
    assertHasText(article);
    return extractSummary(article, options);
  },
  instructions: ({ length, points, language }) =>
    `Sum up the article in ${points ? `exactly ${points}` : WANTED[length]}, in the order of the article. "text" is a sentence without paragraph numbers in it, "paragraphs" the numbers of the paragraphs it rests on.${translationTask(language)}`,
  check,
  statements: ({ points }) => points.length,
  grounds: ({ points }) => points.map(point => ({ ...point, comments: [] })),
  emptyIsAnswer: false,
  long: {
    reads: 'paragraphs',
    // twice as many as are wanted, so that there is something to choose from
    options: (options, parts) => ({
      ...options,
      points: Math.min(20, Math.ceil((2 * mostOf(options)) / parts)),
    }),
    merge: drafts => ({ points: drafts.flatMap(({ points }) => points) }),
    condense: {
      schema: Chosen,
      instructions: ({ points }, options) =>
        points.length <= mostOf(options)
          ? null
          : `These points sum up one part of a long article after another:\n${points.map(({ text }, index) => `[${index + 1}] ${JSON.stringify(text)}`).join('\n')}\nChoose the ${mostOf(options)} that together sum up the whole article best. "points": their numbers.`,
      apply: ({ points }, choice, options) => ({
        points: chosen(points, choice?.points ?? [], mostOf(options)),
      }),
    },
  },
} satisfies Recipe<SummaryOptions, SummaryDraft, SummaryAnswer>;
