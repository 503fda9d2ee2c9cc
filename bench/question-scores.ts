import type { QuestionAnswer } from '../src/answers/question/schema.ts';
import { type Article, commentTextOf } from '../src/articles/article.ts';
import type { Question } from './question-items.ts';
import { foldWords, holdsPhrase } from './question-words.ts';

/** The outcome of a reply: an answer, a passage that may contain it, or that the article does not say. */
export type Outcome = 'answered' | 'passage' | 'not found';

/** The bot's reply to one question. */
export interface Reply {
  readonly outcome: Outcome;
  /** The text that the reader sees, without the question, the marks and the footer. */
  readonly text: string;
}

/**
 * The outcome of an answer, determined only here. An answer of another kind (a summary, a digest of the
 * comments) always counts as answered.
 */
export function outcomeOf(kind: string, content: unknown): Outcome {
  if (kind !== 'question') return 'answered';
  const { outcome } = content as QuestionAnswer;
  return outcome === 'probable' ? 'passage' : outcome;
}

/**
 * The verdict on a reply. For an unanswerable question, any reply but "not found" claims too much, though a
 * passage claims less than an answer.
 */
export type Verdict =
  | 'right'
  | 'right passage'
  | 'wrong'
  | 'wrong passage'
  | 'not found'
  | 'unheard'
  | 'refused'
  | 'passage for nothing'
  | 'invented';

/** Judges a reply to a question; `null` means there was no reply. */
export function judgeReply(question: Question, reply: Reply | null, article: Article): Verdict {
  if (!reply) return 'unheard';
  if (question.unanswerable) {
    if (reply.outcome === 'not found') return 'refused';
    return reply.outcome === 'passage' ? 'passage for nothing' : 'invented';
  }
  if (reply.outcome === 'not found') return 'not found';
  const isRight = holdsAnswer(question, reply.text, article);
  if (reply.outcome === 'answered') return isRight ? 'right' : 'wrong';
  return isRight ? 'right passage' : 'wrong passage';
}

/** Whether a reply names the speaker; null if the question has none. */
export function namesSpeaker({ speaker }: Question, reply: Reply | null): boolean | null {
  if (speaker === undefined) return null;
  return reply !== null && holdsPhrase(reply.text, speaker);
}

function holdsAnswer({ answers, kind }: Question, text: string, article: Article): boolean {
  if (kind === 'summary') return countShown(text, article.paragraphs) >= 2;
  if (kind === 'comments') return countShown(text, article.comments.map(commentTextOf)) >= 2;
  return (answers ?? []).some(answer => holdsPhrase(text, answer));
}

/** The minimum number of consecutive words of a text that a reply must contain to show it. */
const SHOWN_WORDS = 6;

/** How many of the texts a reply quotes from verbatim. */
function countShown(reply: string, texts: readonly string[]): number {
  const shown = foldWords(reply);
  return texts.filter(text => {
    const words = foldWords(text).trim().split(' ');
    const run = Math.min(SHOWN_WORDS, words.length);
    return words.some(
      (_, at) => at + run <= words.length && shown.includes(` ${words.slice(at, at + run).join(' ')} `),
    );
  }).length;
}

/** A proportion with its 95 % Wilson score interval, in percent. */
export interface Share {
  readonly part: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.96;

/**
 * The proportion of `part` in `of`. The interval assumes independent questions, which those about the same
 * article are not.
 */
export function shareOf(part: number, of: number): Share {
  if (of === 0) return { part, of, low: 0, high: 100 };
  const share = part / of;
  const center = share + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 100 / (1 + (Z * Z) / of);
  return {
    part,
    of,
    low: Math.max(0, (center - spread) * scale),
    high: Math.min(100, (center + spread) * scale),
  };
}
