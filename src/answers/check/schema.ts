import { z } from 'zod';
import { Ground, Level } from '../levels.ts';

/** The claim to check, one sentence or several. */
export const CheckOptions = z.strictObject({
  claim: z.string().trim().min(1, 'There is no claim.').max(2000, 'It is too long to be checked at once.'),
});
export type CheckOptions = z.infer<typeof CheckOptions>;

/** How the article bears on a claim: it supports it, contradicts it, or neither is clear. */
export const Verdict = z.enum(['supported', 'contradicted', 'unclear']);
export type Verdict = z.infer<typeof Verdict>;

/** An engine's draft of the verdict on one sentence of a claim. */
export const StatementDraft = z.object({
  /** The number of the sentence, from 1. */
  number: z.int().min(1),
  /** The words of the article that the verdict rests on, copied verbatim. */
  ground: z.array(Ground),
  verdict: Verdict,
});
export type StatementDraft = z.infer<typeof StatementDraft>;

/** An engine's draft of the verdicts on all sentences of a claim. */
export const CheckDraft = z.object({ statements: z.array(StatementDraft) });
export type CheckDraft = z.infer<typeof CheckDraft>;

/** The form in which a model is asked for the draft: first the words, then the verdict. */
export const CheckForm = z.object({
  statements: z.array(
    z.object({
      number: z.int(),
      ground: z.array(z.object({ paragraph: z.int(), quote: z.string() })),
      verdict: Verdict,
    }),
  ),
});

const Judged = z.object({
  verdict: Verdict,
  /** One sentence, see reasons.ts. */
  reason: z.string().min(1),
  /** The level at which the article supports the claim; null unless supported. */
  level: Level.nullable(),
  ground: z.array(Ground),
  /** The words that support or contradict it, else the nearest passage, verbatim; null if there is none. */
  passage: z.object({ text: z.string().min(1), paragraphs: z.array(z.int().min(1)) }).nullable(),
  /** The comments that say it although the article does not. */
  comments: z.array(z.string().min(1)),
});

/** One sentence of a claim with its verdict. */
export const JudgedStatement = Judged.extend({ number: z.int().min(1), text: z.string().min(1) });
export type JudgedStatement = z.infer<typeof JudgedStatement>;

/**
 * The checked verdicts, and the verdict on the whole claim: supported if all sentences are, contradicted if
 * one is. The other fields are those of the first sentence with this verdict.
 */
export const CheckAnswer = Judged.extend({
  statements: z.array(JudgedStatement),
  /** How many sentences of a long claim were not judged. */
  left: z.int().min(0),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
