import { z } from 'zod';

/**
 * How a displayed statement relates to the article: whole sentences of it (verbatim), an ordered part of one
 * of its sentences (shortened), or in the words of whoever drafted it (worded). A statement that plain code
 * finds to be wrong is refused and has no level.
 */
export const Level = z.enum(['verbatim', 'shortened', 'worded']);
export type Level = z.infer<typeof Level>;

/** Words that a statement is based on, copied from one paragraph (numbered from 1) or one comment. */
export const Ground = z.object({
  paragraph: z.int().min(1).nullish(),
  comment: z.string().min(1).nullish(),
  quote: z.string().min(1),
});
export type Ground = z.infer<typeof Ground>;

/** The level and ground that a checked statement has beside its text. */
export const Grounding = z.object({ level: Level, ground: z.array(Ground) });

/** A statement of a draft with a problem and the reason (see reasons.ts), for which it is not shown. */
export interface RefusedStatement {
  /** Its index in the draft's list, from 0. */
  readonly at: number;
  readonly text: string;
  /** The paragraphs to read again: those it cites, or else those that contain most of its words. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
  readonly reason: string;
}

/** Why statements were left out of an answer: one reason for each. */
export const LeftOut = z.array(z.string().min(1)).default([]);
