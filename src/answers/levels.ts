import { z } from 'zod';

/**
 * How a statement that is shown stands to the article: whole sentences of it (verbatim), an ordered part of one of its
 * sentences (shortened), or in the words of whoever drafted it (worded). What plain code sees to be wrong is refused and
 * has no level.
 */
export const Level = z.enum(['verbatim', 'shortened', 'worded']);
export type Level = z.infer<typeof Level>;

/** Words that a statement rests on, copied from one paragraph (counted from 1) or from one comment. */
export const Ground = z.object({
  paragraph: z.int().min(1).nullish(),
  comment: z.string().min(1).nullish(),
  quote: z.string().min(1),
});
export type Ground = z.infer<typeof Ground>;

/** What a checked statement says of itself beside its text. */
export const Standing = z.object({ level: Level, ground: z.array(Ground) });

/**
 * A statement of a draft with which something is wrong, and what (see reasons.ts): it is not shown, or its translation
 * is not.
 */
export interface RefusedStatement {
  /** Its place in the draft's list, counted from 0. */
  readonly at: number;
  readonly text: string;
  /** Where it is to be read again: what it names, or else what holds most of its words. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
  readonly reason: string;
}

/** Why statements were left out of an answer: one reason for each of them. */
export const LeftOut = z.array(z.string().min(1)).default([]);
