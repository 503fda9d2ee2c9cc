import { z } from 'zod';

export const CheckOptions = z.strictObject({ claim: z.string().trim().min(1).max(1000) });
export type CheckOptions = z.infer<typeof CheckOptions>;

export const CheckDraft = z.object({
  /** Whether the article bears the claim out. What only readers say is unsupported. */
  verdict: z.enum(['supported', 'unsupported']),
  /** One sentence. */
  reason: z.string().min(1),
  /** The passage of the article that comes nearest to the claim, verbatim. */
  passage: z.object({ text: z.string().min(1), paragraphs: z.array(z.int().min(1)) }).nullable(),
});
export type CheckDraft = z.infer<typeof CheckDraft>;

export const CheckAnswer = CheckDraft.extend({
  /** The comments that bear out what the article does not: computed. */
  comments: z.array(z.string().min(1)),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
