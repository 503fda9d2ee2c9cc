import type { Logger } from 'pino';
import { type Engine, EngineFailure, type RejectedDraft, type TokenUsage } from '../engines/engine.ts';
import { prepareCheckInWorker } from '../engines/in-worker.ts';
import { UserError } from '../errors.ts';
import type { Observe } from '../observability/observe.ts';
import type { FlightTask } from '../scheduling/single-flight.ts';
import type { Asker, Ledger } from '../usage/ledger.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import { type AnswerRequest, languageOf, logFieldsOf } from './answer-request.ts';
import { type Attempt, draftAndCheck, isEmptyAnswer, pickBetter } from './attempt.ts';
import { createPartialCheck } from './partial-check.ts';
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

/**
 * A new answer that passed its check, observed with the time that it took. Throws an EngineFailure where the engine has
 * none, what the ledger throws at a limit, and the signal's reason once it is aborted.
 */
export async function generateAnswer(
  dependencies: GenerationDependencies,
  job: GenerationJob,
): Promise<CheckedContent> {
  const began = performance.now();
  const recordOutcome = (outcome: 'done' | 'failed') =>
    dependencies.observe({
      kind: 'generation',
      recipe: job.request.recipe.kind,
      engine: job.engine.name,
      outcome,
      took: performance.now() - began,
    });
  try {
    const made = await generate(dependencies, job);
    recordOutcome('done');
    return made;
  } catch (error) {
    recordOutcome('failed');
    throw error;
  }
}

async function generate(dependencies: GenerationDependencies, job: GenerationJob): Promise<CheckedContent> {
  const { log, observe } = dependencies;
  const { engine, request } = job;
  const { recipe } = request;
  const first = await draftFirst(dependencies, job);
  const { length } = first.complaints;
  if (length > 0)
    observe({ kind: 'check failed', recipe: recipe.kind, engine: engine.name, complaints: length });
  const isAskedAgain = length > 0 && engine.heedsComplaints;
  const { answer, complaints, coverage } = isAskedAgain
    ? pickBetter(first, await retryWithComplaints(dependencies, job, first))
    : first;
  if (complaints.length > 0)
    log.info({ ...logFieldsOf(request), complaints: complaints.length }, 'draft mended');
  if (engine.heedsComplaints && isEmptyAnswer(recipe, { answer, complaints }))
    throw new EngineFailure('The article backs up nothing the model said');
  const made = { content: answer, coverage };
  job.work.signal.throwIfAborted();
  await job.store(made);
  return made;
}

/** The first draft, of which those who wait are shown what passes the check while it is being made. */
async function draftFirst(dependencies: GenerationDependencies, job: GenerationJob): Promise<Attempt> {
  const { engine, request, work } = job;
  const progress = createProgress(job);
  const partialCheck = createPartialCheck(request, work.signal, progress.reportChecked);
  let isOver = false;
  // the model is asked first: what those who wait are told, and what its answer is checked by, has time
  // while it works
  const prepareMeanwhile = () => {
    if (isOver) return;
    progress.reportAskingOnce();
    if (engine.isPaid) prepareCheckInWorker(request.article);
  };
  try {
    const how = {
      ...waitingOptions(work),
      onPartialDraft: partialCheck.offer,
      onPart: progress.reportAsking,
    };
    const made = await payFor(dependencies, job, undefined, onUsage => {
      setImmediate(prepareMeanwhile);
      return draftAndCheck(engine, request, { ...how, onUsage }, progress.reportChecking);
    });
    if (made.complaints.length > 0 && engine.heedsComplaints)
      progress.reportAskingAgain(made.complaints.length);
    return made;
  } finally {
    isOver = true;
    partialCheck.end();
  }
}

/** Tells those who wait what is being done, with what has passed its check so far. */
function createProgress({ engine, request, work }: GenerationJob) {
  let checkedSoFar: Answered<unknown> | null = null;
  let isTold = false;
  const report = (stage: AnswerProgress<unknown>['stage']) => work.report({ stage, checkedSoFar });
  const reportAsking = (part: { readonly at: number; readonly of: number } | null) => {
    isTold = true;
    report({ step: 'asking', engine: engine.name, part });
  };
  const reportChecking = (statements: number) => report({ step: 'checking', statements });
  return {
    reportAsking,
    reportChecking,
    reportAskingOnce: () => {
      if (!isTold) reportAsking(null);
    },
    reportAskingAgain: (complaints: number) => report({ step: 'asking again', complaints }),
    reportChecked(content: unknown, statements: number): void {
      const language = languageOf(request);
      checkedSoFar = { content, engine: engine.name, notice: null, coverage: null, language };
      reportChecking(statements);
    },
  };
}

/**
 * Asks once more with the complaints; if that fails, or would pass a limit, what the first attempt left
 * stands.
 */
async function retryWithComplaints(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  rejected: Attempt,
): Promise<Attempt> {
  const { engine, request, work } = job;
  try {
    return await payFor(dependencies, job, rejected, onUsage =>
      draftAndCheck(engine, request, { onUsage, rejected, ...waitingOptions(work) }),
    );
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    dependencies.log.warn({ err: error, ...logFieldsOf(request) }, 'a second draft could not be had');
    return rejected;
  }
}

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** Makes a draft that is paid for: reserved before the call, settled after it, whatever came of it. */
async function payFor<Result>(
  { ledger, observe, log }: GenerationDependencies,
  job: GenerationJob,
  rejected: RejectedDraft | undefined,
  make: (addUsage: (usage: TokenUsage) => void) => Promise<Result>,
): Promise<Result> {
  const { engine, request, asker } = job;
  const { recipe, article, options } = request;
  if (!engine.isPaid) return await catchEngineFailure(log, job, () => make(() => undefined));
  const how = { rejected, isCounted: ledger.needsEstimates };
  const estimate = await catchEngineFailure(
    log,
    job,
    async () => (await engine.estimate?.(recipe, article, options, how)) ?? NO_USAGE,
  );
  const purpose = { recipe: recipe.kind, articleId: article.id, isAnother: rejected !== undefined };
  const reservation = await ledger.reserve(asker, purpose, estimate);
  let used = NO_USAGE;
  const addUsage = ({ inputTokens, outputTokens, isCounted }: TokenUsage) => {
    used = {
      inputTokens: used.inputTokens + inputTokens,
      outputTokens: used.outputTokens + outputTokens,
      isCounted: Boolean(used.isCounted || isCounted),
    };
    observe({ kind: 'tokens', input: inputTokens, output: outputTokens });
  };
  try {
    return await catchEngineFailure(log, job, () => make(addUsage));
  } finally {
    await reservation.settle(used);
  }
}

/**
 * Whatever goes wrong with an engine, even in our own code, is no more than a reason to ask the next one;
 * only the last one's is thrown.
 */
async function catchEngineFailure<Result>(
  log: Logger,
  { hasSuccessor, request, work }: GenerationJob,
  draft: () => Promise<Result>,
): Promise<Result> {
  try {
    return await draft();
  } catch (error) {
    const isForeseen = error instanceof EngineFailure || error instanceof UserError;
    if (isForeseen || work.signal.aborted || !hasSuccessor) throw error;
    log.error({ err: error, ...logFieldsOf(request) }, 'an engine failed in a way that is not foreseen');
    throw new EngineFailure('I couldn’t use the model’s answer', {}, { cause: error });
  }
}

/** For what a worker is asked: those who wait are told when there is none yet. */
export function waitingOptions({ signal, report }: FlightTask<AnswerProgress<unknown>>) {
  return { signal, onWaiting: () => report({ stage: { step: 'waiting' }, checkedSoFar: null }) };
}
