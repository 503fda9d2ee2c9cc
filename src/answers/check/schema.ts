import { z } from 'zod';

/** The claim to check, at most 1,000 characters. */
export const CheckOptions = z.strictObject({
  claim: z.string().trim().min(1, 'There is no claim.').max(1000, 'It is too long to be checked at once.'),
});
export type CheckOptions = z.infer<typeof CheckOptions>;

/** A verdict as an engine drafts it. */
export const CheckDraft = z.object({
  /** Whether the article bears the claim out. What only readers say is unsupported. */
  verdict: z.enum(['supported', 'unsupported']),
  /** One sentence. */
  reason: z.string().min(1),
  /** The passage of the article that comes nearest to the claim, verbatim. */
  passage: z.object({ text: z.string().min(1), paragraphs: z.array(z.int().min(1)) }).nullable(),
});
export type CheckDraft = z.infer<typeof CheckDraft>;

/** A verdict that passed the check: never better than what the plain rules say. */
export const CheckAnswer = CheckDraft.extend({
  /** The comments that bear out what the article does not: computed. */
  comments: z.array(z.string().min(1)),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
