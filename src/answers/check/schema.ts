import { z } from 'zod';
import { Ground, Level } from '../levels.ts';

/** The claim to check, one sentence or several. */
export const CheckOptions = z.strictObject({
  claim: z.string().trim().min(1, 'There is no claim.').max(2000, 'It is too long to be checked at once.'),
});
export type CheckOptions = z.infer<typeof CheckOptions>;

/** What the article has to do with a claim: it says so, it says otherwise, or that cannot be told. */
export const Verdict = z.enum(['supported', 'contradicted', 'unclear']);
export type Verdict = z.infer<typeof Verdict>;

/** The verdict on one sentence of a claim as an engine drafts it. */
export const StatementDraft = z.object({
  /** Which sentence, counted from 1. */
  number: z.int().min(1),
  /** The words of the article that the verdict rests on, copied. */
  ground: z.array(Ground),
  verdict: Verdict,
});
export type StatementDraft = z.infer<typeof StatementDraft>;

/** The verdicts on the sentences of a claim as an engine drafts them. */
export const CheckDraft = z.object({ statements: z.array(StatementDraft) });
export type CheckDraft = z.infer<typeof CheckDraft>;

/** The same as a model is asked for it: the words first, then what they say. */
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
  /** How the claim stands to the article where that says so; else null. */
  level: Level.nullable(),
  ground: z.array(Ground),
  /** The words that say so or say otherwise, or else the passage that comes nearest, verbatim; null if none does. */
  passage: z.object({ text: z.string().min(1), paragraphs: z.array(z.int().min(1)) }).nullable(),
  /** The comments that say what the article does not. */
  comments: z.array(z.string().min(1)),
});

/** One sentence of a claim with what became of it. */
export const JudgedStatement = Judged.extend({ number: z.int().min(1), text: z.string().min(1) });
export type JudgedStatement = z.infer<typeof JudgedStatement>;

/**
 * Verdicts that passed the check, and that on the whole claim: supported where all of its sentences are, contradicted
 * where one is; the rest is that of the first sentence of this verdict.
 */
export const CheckAnswer = Judged.extend({
  statements: z.array(JudgedStatement),
  /** Sentences of a long claim that were not looked at. */
  left: z.int().min(0),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
