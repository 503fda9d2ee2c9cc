import type { Logger } from 'pino';
import type { Engine } from '../engines/engine.ts';
import type { Observe } from '../observability/observe.ts';
import type { FlightTask } from '../scheduling/single-flight.ts';
import type { Asker, Ledger } from '../usage/ledger.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import { type AnswerRequest, languageOf } from './answer-request.ts';
import { isEmptyAnswer } from './attempt.ts';
import type { CheckedContent } from './stored-answers.ts';

/** The services used to generate answers. */
export interface GenerationDependencies {
  readonly log: Logger;
  /** Counts and limits what models cost. */
  readonly ledger: Ledger;
  readonly observe: Observe;
}

/** One generation. */
export interface GenerationJob {
  readonly engine: Engine;
  /** Whether another engine is asked if this one fails. */
  readonly hasSuccessor: boolean;
  readonly request: AnswerRequest;
  /** The person who started it, and whose limits it counts against. */
  readonly asker: Asker;
  readonly work: FlightTask<AnswerProgress<unknown>>;
  /** Stores the generated answer. */
  readonly store: (made: CheckedContent) => Promise<void>;
}

/** Options for a worker's task: everybody waiting for the answer is told while no worker is free. */
export function waitingOptions({ signal, report }: FlightTask<AnswerProgress<unknown>>) {
  return { signal, onWaiting: () => report({ stage: { step: 'waiting' }, checkedSoFar: null }) };
}

/** The answer to show to those waiting while it is improved; null if it has nothing to show. */
export function showMeanwhile(
  { engine, request }: GenerationJob,
  attempt: Parameters<typeof isEmptyAnswer>[1],
): Answered<unknown> | null {
  if (isEmptyAnswer(request.recipe, attempt)) return null;
  const language = languageOf(request);
  return { content: attempt.answer, engine: engine.name, notice: null, coverage: null, language };
}
