import { z } from 'zod';

/** Characters of a question and of what was shown of an answer that are kept for what follows. */
const MAX_KEPT = { question: 1000, text: 600, span: 200 } as const;

const ShownStatement = z.object({
  text: z.string().min(1).max(MAX_KEPT.text),
  paragraphs: z.array(z.int().min(1)).max(50),
  comments: z.array(z.string().min(1)).max(50),
  /** The words of the text that answer by themselves, where that is known. */
  answer: z.string().min(1).max(MAX_KEPT.span).nullish(),
  speaker: z.string().min(1).max(MAX_KEPT.span).nullish(),
});
export type ShownStatement = z.infer<typeof ShownStatement>;

/** One question of a conversation, as it was completed, and what was shown for it. */
export const Turn = z.object({
  question: z.string().min(1).max(MAX_KEPT.question),
  /** Whether there was an answer; else what was shown is a passage that comes near. */
  found: z.boolean(),
  verdict: z.enum(['yes', 'no']).nullish(),
  statements: z.array(ShownStatement).max(10),
});
export type Turn = z.infer<typeof Turn>;

interface Answer {
  readonly found: boolean;
  readonly verdict?: 'yes' | 'no' | null | undefined;
  readonly statements: readonly ShownStatement[];
  readonly nearest: ShownStatement | null;
}

/** What is kept of a question and its answer for the questions that follow. */
export function turnOf(question: string, { found, verdict, statements, nearest }: Answer): Turn {
  const shown = statements.length > 0 || !nearest ? statements : [nearest];
  return {
    question: question.slice(0, MAX_KEPT.question),
    found,
    verdict: verdict ?? null,
    statements: shown.slice(0, 10).map(({ text, paragraphs, comments, answer, speaker }) => ({
      text: text.slice(0, MAX_KEPT.text),
      paragraphs: paragraphs.slice(0, 50),
      comments: comments.slice(0, 50),
      ...(answer && { answer: answer.slice(0, MAX_KEPT.span) }),
      ...(speaker && { speaker: speaker.slice(0, MAX_KEPT.span) }),
    })),
  };
}
