import { EngineFailure } from '../engines/engine.ts';
import { checkInWorker } from '../engines/in-worker.ts';
import { trackWait } from '../observability/waits.ts';
import { logFieldsOf } from './answer-request.ts';
import { type Attempt, draftAndCheck, findFaults, isToBeRedrafted, pickBetter } from './attempt.ts';
import {
  type GenerationDependencies,
  type GenerationJob,
  showMeanwhile,
  waitingOptions,
} from './generation-job.ts';
import { draftPurposeOf, payFor } from './paid-call.ts';
import { applyRepair, type FaultyDraft, faultsOf } from './repair.ts';

/**
 * Improves a first attempt with one more call: for each statement that did not pass, or for the whole draft
 * if there are no separate statements. If the call fails, or would exceed a limit, the first attempt stands.
 */
export async function askAgain(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  first: Attempt,
): Promise<Attempt> {
  const { engine, request } = job;
  const { recipe } = request;
  const faults = engine.repair ? findFaults(recipe, first) : null;
  if (!faults && !isToBeRedrafted(recipe, first)) return first;
  const complaints = faults ? faultsOf(faults).length : first.complaints.length;
  job.work.report({ stage: { step: 'asking again', complaints }, checkedSoFar: showMeanwhile(job, first) });
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

const retryWithComplaints = (dependencies: GenerationDependencies, job: GenerationJob, rejected: Attempt) =>
  payFor(dependencies, job, draftPurposeOf(job, { rejected }), onUsage =>
    draftAndCheck(job.engine, job.request, { onUsage, rejected, ...waitingOptions(job.work) }),
  );

/** The draft with the model's corrections of the statements that did not pass, checked as a whole. */
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
  const reply = await payFor(dependencies, job, draftPurposeOf(job, { faults }), onUsage =>
    trackWait(
      'model',
      async () => await engine.repair?.(recipe, article, options, faults, { onUsage, signal }),
    ),
  );
  const draft = applyRepair(recipe, faulty, reply);
  if (draft === null) return first;
  const { coverage } = first;
  const second = { draft, coverage, ...(await checkInWorker(request, draft, waitingOptions(work))) };
  // repaired statements may displace some that passed
  return recipe.countStatements(second.answer) < recipe.countStatements(first.answer) ? first : second;
}
