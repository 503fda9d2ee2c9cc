import type { Logger } from 'pino';
import { type Engine, EngineFailure, type EstimateOptions, type TokenUsage } from '../engines/engine.ts';
import { checkInWorker, prepareCheckInWorker } from '../engines/in-worker.ts';
import { UserError } from '../errors.ts';
import type { Observe } from '../observability/observe.ts';
import { trackWait } from '../observability/waits.ts';
import type { FlightTask } from '../scheduling/single-flight.ts';
import type { Asker, Ledger } from '../usage/ledger.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import { type AnswerRequest, languageOf, logFieldsOf } from './answer-request.ts';
import {
  type Attempt,
  draftAndCheck,
  findFaults,
  isEmptyAnswer,
  isToBeRedrafted,
  pickBetter,
} from './attempt.ts';
import { createPartialCheck } from './partial-check.ts';
import { applyRepair, type FaultyDraft, faultsOf } from './repair.ts';
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
  const { answer, complaints, coverage } = engine.heedsComplaints
    ? await askAgain(dependencies, job, first)
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
    return await payFor(dependencies, job, {}, onUsage => {
      setImmediate(prepareMeanwhile);
      return draftAndCheck(engine, request, { ...how, onUsage }, progress.reportChecking);
    });
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
    reportChecked(content: unknown, statements: number): void {
      const language = languageOf(request);
      checkedSoFar = { content, engine: engine.name, notice: null, coverage: null, language };
      reportChecking(statements);
    },
  };
}

/**
 * What is made better of a first attempt by one more call: the statements that did not pass, each alone, or the whole
 * draft where there are none to tell apart. If the call fails, or would pass a limit, what the first attempt left stands.
 */
async function askAgain(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  first: Attempt,
): Promise<Attempt> {
  const { engine, request } = job;
  const { recipe } = request;
  const faults = engine.repair ? findFaults(recipe, first) : null;
  if (!faults && !isToBeRedrafted(recipe, first)) return first;
  const wrong = faults ? faultsOf(faults).length : first.complaints.length;
  reportAskingAgain(job, first, wrong);
  try {
    return faults
      ? await repairStatements(dependencies, job, first, faults)
      : pickBetter(first, await retryWithComplaints(dependencies, job, first));
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    dependencies.log.warn({ err: error, ...logFieldsOf(request) }, 'a second draft could not be had');
    return first;
  }
}

/** Those who wait see what has passed. */
function reportAskingAgain({ engine, request, work }: GenerationJob, first: Attempt, wrong: number): void {
  const isShown = !isEmptyAnswer(request.recipe, first);
  const answered = {
    content: first.answer,
    engine: engine.name,
    notice: null,
    coverage: null,
    language: languageOf(request),
  };
  work.report({
    stage: { step: 'asking again', complaints: wrong },
    checkedSoFar: isShown ? answered : null,
  });
}

const retryWithComplaints = (dependencies: GenerationDependencies, job: GenerationJob, rejected: Attempt) =>
  payFor(dependencies, job, { rejected }, onUsage =>
    draftAndCheck(job.engine, job.request, { onUsage, rejected, ...waitingOptions(job.work) }),
  );

/** The draft with what the model made of the statements that did not pass, checked as a whole. */
async function repairStatements(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  first: Attempt,
  faulty: FaultyDraft,
): Promise<Attempt> {
  const { engine, request, work } = job;
  const { recipe, article, options } = request;
  const faults = faultsOf(faulty);
  const { signal } = work;
  const reply = await payFor(dependencies, job, { faults }, onUsage =>
    trackWait(
      'model',
      async () => await engine.repair?.(recipe, article, options, faults, { onUsage, signal }),
    ),
  );
  const draft = applyRepair(recipe, faulty, reply);
  if (draft === null) return first;
  const { coverage } = first;
  const second = {
    draft,
    coverage,
    ...(await checkInWorker(recipe, draft, article, options, waitingOptions(work))),
  };
  // what was repaired may take the room of what passed
  return recipe.countStatements(second.answer) < recipe.countStatements(first.answer) ? first : second;
}

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** Makes a draft that is paid for: reserved before the call, settled after it, whatever came of it. */
async function payFor<Result>(
  { ledger, observe, log }: GenerationDependencies,
  job: GenerationJob,
  again: Pick<EstimateOptions, 'rejected' | 'faults'>,
  make: (addUsage: (usage: TokenUsage) => void) => Promise<Result>,
): Promise<Result> {
  const { engine, request, asker } = job;
  const { recipe, article, options } = request;
  if (!engine.isPaid) return await catchEngineFailure(log, job, () => make(() => undefined));
  const how = { ...again, isCounted: ledger.needsEstimates };
  const estimate = await catchEngineFailure(
    log,
    job,
    async () => (await engine.estimate?.(recipe, article, options, how)) ?? NO_USAGE,
  );
  const purpose = { recipe: recipe.kind, articleId: article.id, isAnother: Object.keys(again).length > 0 };
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
