import { z } from 'zod';
import { removeReset } from '../reset.ts';

/** Maximum length, in characters, of a statement kept for follow-ups. */
export const MAX_SHOWN = 600;

const MAX_KEPT = { question: 1000, text: MAX_SHOWN, span: 200 } as const;

const ShownStatement = z.object({
  text: z.string().min(1).max(MAX_KEPT.text),
  paragraphs: z.array(z.int().min(1)).max(50),
  comments: z.array(z.string().min(1)).max(50),
  /** The words of the text that answer by themselves, if known. */
  answer: z.string().min(1).max(MAX_KEPT.span).nullish(),
  speaker: z.string().min(1).max(MAX_KEPT.span).nullish(),
});
export type ShownStatement = z.infer<typeof ShownStatement>;

/** One question of a conversation in its completed form, with what was shown for it. */
export const Turn = z.object({
  question: z.string().min(1).max(MAX_KEPT.question),
  /** Whether there was an answer, or a passage that probably holds it; else what was shown is only near. */
  found: z.boolean(),
  verdict: z.enum(['yes', 'no']).nullish(),
  statements: z.array(ShownStatement).max(10),
});
export type Turn = z.infer<typeof Turn>;

/** The texts of all statements that were shown for the questions of a conversation. */
export const listShown = (turns: readonly Turn[]): string[] =>
  turns.flatMap(({ statements }) => statements.map(({ text }) => text));

interface Answer {
  readonly found: boolean;
  readonly outcome?: 'answered' | 'probable' | 'not found' | undefined;
  readonly verdict?: 'yes' | 'no' | null | undefined;
  readonly statements: readonly ShownStatement[];
  readonly nearest: ShownStatement | null;
  readonly further?: readonly ShownStatement[] | undefined;
}

/** The record of a question and its answer for the questions that follow. */
export function turnOf(question: string, answer: Answer): Turn {
  const { found, outcome, verdict, statements, nearest, further = [] } = answer;
  const shown = statements.length > 0 || !nearest ? statements : [nearest, ...further];
  return {
    question: removeReset(question).slice(0, MAX_KEPT.question),
    found: found || outcome === 'probable',
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

/** Reads a thread's record of a question. Without a valid record, only the question itself is known. */
export function readTurn({
  question,
  turn,
}: {
  readonly question: string;
  readonly turn: string | null;
}): Turn {
  const parsed = turn === null ? undefined : Turn.safeParse(parseJson(turn));
  return parsed?.data ?? { question: question.slice(0, MAX_KEPT.question), found: false, statements: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // somebody edited the database by hand
    return undefined;
  }
}
