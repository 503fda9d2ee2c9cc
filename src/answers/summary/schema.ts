import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { completeStatement, QuotedParagraph } from '../drafted-statement.ts';
import { Ground, Grounding, LeftOut } from '../levels.ts';

/** The lengths of a summary, shortest first. */
export const Lengths = ['brief', 'standard', 'full'] as const;

/** One of these lengths. */
export type Length = (typeof Lengths)[number];

/** Options of a summary. */
export const SummaryOptions = z.strictObject({
  length: z.enum(Lengths).default('standard'),
  /**
   * An exact number of points instead of that of the length (1, 3-5, 7-10); fewer if the article has fewer
   * sentences.
   */
  points: z.int().min(1).max(20).optional(),
  language: LanguageOption,
});
export type SummaryOptions = z.infer<typeof SummaryOptions>;

const Point = z.object({
  /** The words of the article that it rests on, copied verbatim. */
  ground: z.array(Ground).optional(),
  /** In the article's language; this is what the check proves. */
  text: z.string().min(1),
  /** The paragraphs of its ground, unless the point cites its own. */
  paragraphs: z.array(z.int().min(1)),
  /**
   * The text in the requested language, which is what is shown. Absent if none was requested, or if it is not
   * faithful.
   */
  translation: z.string().min(1).nullish(),
});

/** The form in which a model is asked for a point: first the quote, then the text. */
export const PointForm = z.object({
  ground: z.array(QuotedParagraph),
  text: z.string(),
  translation: z.string().nullable(),
});

/** The form in which a model is asked for a summary. */
export const SummaryForm = z.object({ points: z.array(PointForm) });

/** A summary as an engine drafts it. */
export const SummaryDraft = z.object({ points: z.array(z.preprocess(completeStatement, Point)) });
export type SummaryDraft = z.infer<typeof SummaryDraft>;

/** Points in article order, each resting on the paragraphs that it cites. */
export const SummaryAnswer = z.object({
  points: z.array(Point.extend(Grounding.shape)),
  leftOut: LeftOut,
});
export type SummaryAnswer = z.infer<typeof SummaryAnswer>;

const MAX_POINTS: Record<Length, number> = { brief: 1, standard: 5, full: 10 };

/** The maximum number of points with these options. */
export const maxPointsOf = ({ length, points }: SummaryOptions) => points ?? MAX_POINTS[length];
