import type { Logger } from 'pino';
import type { Engine } from '../engines/engine.ts';
import type { Observe } from '../observability/observe.ts';
import type { FlightTask } from '../scheduling/single-flight.ts';
import type { Asker, Ledger } from '../usage/ledger.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import { type AnswerRequest, languageOf } from './answer-request.ts';
import { isEmptyAnswer } from './attempt.ts';
import type { CheckedContent } from './stored-answers.ts';

/** What answers are generated with. */
export interface GenerationDependencies {
  readonly log: Logger;
  /** Where what a model costs is counted and limited. */
  readonly ledger: Ledger;
  readonly observe: Observe;
}

/** One generation. */
export interface GenerationJob {
  readonly engine: Engine;
  /** Whether another engine is asked where this one fails. */
  readonly hasSuccessor: boolean;
  readonly request: AnswerRequest;
  /** Who began it, and pays. */
  readonly asker: Asker;
  readonly work: FlightTask<AnswerProgress<unknown>>;
  /** Stores what is made. */
  readonly store: (made: CheckedContent) => Promise<void>;
}

/** For what a worker is asked: those who wait are told when there is none yet. */
export function waitingOptions({ signal, report }: FlightTask<AnswerProgress<unknown>>) {
  return { signal, onWaiting: () => report({ stage: { step: 'waiting' }, checkedSoFar: null }) };
}

/** What those who wait are shown of an answer that has passed its check, while it is made better; null if nothing. */
export function showMeanwhile(
  { engine, request }: GenerationJob,
  attempt: Parameters<typeof isEmptyAnswer>[1],
): Answered<unknown> | null {
  if (isEmptyAnswer(request.recipe, attempt)) return null;
  const language = languageOf(request);
  return { content: attempt.answer, engine: engine.name, notice: null, coverage: null, language };
}
