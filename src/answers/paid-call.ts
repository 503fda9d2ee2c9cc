import type { Logger } from 'pino';
import { EngineFailure, type EstimateOptions, type TokenUsage } from '../engines/engine.ts';
import { UserError } from '../errors.ts';
import { logFieldsOf } from './answer-request.ts';
import type { GenerationDependencies, GenerationJob } from './generation-job.ts';

/** What is called for, and what it may use at most. */
export interface CallPurpose {
  /** Counted where `isCounted`, else about; nothing where that is not known. */
  readonly estimate: (how: { readonly isCounted: boolean }) => Promise<TokenUsage> | undefined;
  /** Whether it is another call for an answer that is counted already. */
  readonly isAnother?: boolean;
  /** Absent for the model that answers. */
  readonly model?: 'check';
}

/** A draft, or what is asked for once more of one, as a purpose. */
export function draftPurposeOf(
  { engine, request: { recipe, article, options } }: GenerationJob,
  again: Pick<EstimateOptions, 'rejected' | 'faults'> = {},
): CallPurpose {
  return {
    estimate: how => engine.estimate?.(recipe, article, options, { ...again, ...how }),
    isAnother: again.rejected !== undefined || again.faults !== undefined,
  };
}

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** Makes a call that is paid for: reserved before it, settled after it, whatever came of it. */
export async function payFor<Result>(
  { ledger, observe, log }: GenerationDependencies,
  job: GenerationJob,
  { estimate: estimateCall, isAnother = false, model }: CallPurpose,
  make: (addUsage: (usage: TokenUsage) => void) => Promise<Result>,
): Promise<Result> {
  const { engine, request, asker } = job;
  if (!engine.isPaid) return await catchEngineFailure(log, job, () => make(() => undefined));
  const estimate = await catchEngineFailure(
    log,
    job,
    async () => (await estimateCall({ isCounted: ledger.needsEstimates })) ?? NO_USAGE,
  );
  const purpose = { recipe: request.recipe.kind, articleId: request.article.id, isAnother, model };
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
