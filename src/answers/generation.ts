import { EngineFailure } from '../engines/engine.ts';
import { runOnArticle } from '../engines/in-worker.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import { languageOf, logFieldsOf } from './answer-request.ts';
import { askAgain } from './asking-again.ts';
import { type Attempt, draftAndCheck, isEmptyAnswer } from './attempt.ts';
import { type GenerationDependencies, type GenerationJob, waitingOptions } from './generation-job.ts';
import { lookAgain } from './looking-again.ts';
import { draftPurposeOf, payFor } from './paid-call.ts';
import { createPartialCheck } from './partial-check.ts';
import type { CheckedContent } from './stored-answers.ts';

/** Generates a checked answer, timed. Throws an EngineFailure, the ledger's error or the signal's reason. */
export async function generateAnswer(
  dependencies: GenerationDependencies,
  job: GenerationJob,
): Promise<CheckedContent> {
  const { log, observe } = dependencies;
  const { engine, request } = job;
  const { recipe } = request;
  const names = { recipe: recipe.kind, engine: engine.name };
  const began = performance.now();
  let outcome: 'done' | 'failed' = 'failed';
  try {
    const first = await draftFirst(dependencies, job);
    const { length } = first.complaints;
    if (length > 0) observe({ kind: 'check failed', ...names, complaints: length });
    const second = engine.heedsComplaints ? await askAgain(dependencies, job, first) : first;
    const { attempt, isUnseen } = await lookAgain(dependencies, job, second);
    const { answer, complaints, coverage } = attempt;
    if (complaints.length > 0)
      log.info({ ...logFieldsOf(request), complaints: complaints.length }, 'draft mended');
    if (engine.heedsComplaints && isEmptyAnswer(recipe, attempt))
      throw new EngineFailure('The article backs up nothing the model said');
    const made = { content: answer, coverage, ...(isUnseen && { isUnseen }) };
    job.work.signal.throwIfAborted();
    await job.store(made);
    outcome = 'done';
    return made;
  } finally {
    observe({ kind: 'generation', ...names, outcome, took: performance.now() - began });
  }
}

/** Makes the first draft, and shows those waiting the parts that have passed the check meanwhile. */
async function draftFirst(dependencies: GenerationDependencies, job: GenerationJob): Promise<Attempt> {
  const { engine, request, work } = job;
  const progress = createProgress(job);
  const partialCheck = createPartialCheck(request, work.signal, progress.reportChecked);
  let isOver = false;
  // the model is asked first: reporting progress and preparing the check can wait until it is working
  const prepareMeanwhile = () => {
    if (isOver) return;
    progress.reportAskingOnce();
    // a failure here recurs when the draft is checked, and is reported then
    if (engine.isPaid) runOnArticle('prepare', request.article, {}).catch(() => undefined);
  };
  try {
    const how = {
      ...waitingOptions(work),
      onPartialDraft: partialCheck.offer,
      onPart: progress.reportAsking,
    };
    return await payFor(dependencies, job, draftPurposeOf(job), onUsage => {
      setImmediate(prepareMeanwhile);
      return draftAndCheck(engine, request, { ...how, onUsage }, progress.reportChecking);
    });
  } finally {
    isOver = true;
    partialCheck.end();
  }
}

/** Creates functions that report progress to those waiting, with what has passed its check so far. */
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
