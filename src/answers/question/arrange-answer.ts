import { withholdWorded } from '../verification/proven-only.ts';
import { writeFact } from './fact-sentence.ts';
import type { AnswerStatement, DraftStatement, QuestionAnswer } from './schema.ts';

type Shown = Pick<QuestionAnswer, 'found' | 'outcome' | 'statements' | 'nearest' | 'leftOut'> &
  Partial<Pick<QuestionAnswer, 'fact' | 'verdict' | 'further'>>;

/** Completes an answer with its text and with the paragraphs and comments it rests on. */
export function arrangeAnswer({
  fact = null,
  verdict = null,
  further = [],
  ...shown
}: Shown): QuestionAnswer {
  const { statements, nearest } = shown;
  const stated = nearest ? [nearest, ...further] : statements;
  return {
    ...shown,
    ...(further.length > 0 && { further }),
    fact,
    verdict,
    text: [...(fact ? [writeFact(fact)] : []), ...stated.map(({ text }) => text)].join(' '),
    paragraphs: [...new Set(stated.flatMap(({ paragraphs }) => paragraphs))].sort((a, b) => a - b),
    comments: [...new Set(stated.flatMap(({ comments }) => comments))],
  };
}

/**
 * The answer without statements that use other words than the article. If none is left, the words that the
 * first one rested on become the nearest passage; `found` still says that there is an answer.
 */
export function keepProvenStatements(answer: QuestionAnswer): QuestionAnswer {
  const { proven, withheld } = withholdWorded(answer.statements);
  if (withheld.length === 0) return answer;
  const leftOut = [...answer.leftOut, ...withheld];
  const nearest = proven.length > 0 ? null : passageBehind(answer.statements);
  const { fact, verdict, outcome } = answer;
  return arrangeAnswer({ found: true, outcome, fact, verdict, statements: proven, nearest, leftOut });
}

/** The first words that any of these statements rests on; null if they name none. */
export function passageBehind(statements: readonly AnswerStatement[]): DraftStatement | null {
  const ground = statements.flatMap(statement => statement.ground)[0];
  if (!ground) return null;
  const { quote, paragraph, comment } = ground;
  return {
    text: quote,
    paragraphs: paragraph ? [paragraph] : [],
    comments: comment ? [comment] : [],
  };
}
