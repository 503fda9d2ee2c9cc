import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { completeStatement, QuotedParagraph } from '../drafted-statement.ts';
import { Ground, LeftOut, Standing } from '../levels.ts';

/** How long a summary may be wanted, shortest first. */
export const Lengths = ['brief', 'standard', 'full'] as const;

/** One of these lengths. */
export type Length = (typeof Lengths)[number];

/** What a summary is asked with. */
export const SummaryOptions = z.strictObject({
  length: z.enum(Lengths).default('standard'),
  /**
   * An exact number of points instead of the length's own (1, 3-5, 7-10); fewer if the article has fewer
   * sentences.
   */
  points: z.int().min(1).max(20).optional(),
  language: LanguageOption,
});
export type SummaryOptions = z.infer<typeof SummaryOptions>;

const Point = z.object({
  /** The words of the article that it rests on, copied. */
  ground: z.array(Ground).optional(),
  /** In the article's language: what the check proves. */
  text: z.string().min(1),
  /** Those of its ground, unless it names them itself. */
  paragraphs: z.array(z.int().min(1)),
  /**
   * The same in the language that was asked for: what is shown. Absent where none was, or where it is not
   * faithful.
   */
  translation: z.string().min(1).nullish(),
});

/** A point as a model is asked for it: quote first, then text. */
export const PointForm = z.object({
  ground: z.array(QuotedParagraph),
  text: z.string(),
  translation: z.string().nullable(),
});

/** A summary as a model is asked for it. */
export const SummaryForm = z.object({ points: z.array(PointForm) });

/** A summary as an engine drafts it. */
export const SummaryDraft = z.object({ points: z.array(z.preprocess(completeStatement, Point)) });
export type SummaryDraft = z.infer<typeof SummaryDraft>;

/** Points in the order of the article, each resting on the paragraphs it names. */
export const SummaryAnswer = z.object({
  points: z.array(Point.extend(Standing.shape)),
  leftOut: LeftOut,
});
export type SummaryAnswer = z.infer<typeof SummaryAnswer>;

const MAX_POINTS: Record<Length, number> = { brief: 1, standard: 5, full: 10 };

/** The most points that a summary of these options has. */
export const maxPointsOf = ({ length, points }: SummaryOptions) => points ?? MAX_POINTS[length];
