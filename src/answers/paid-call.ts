import type { Logger } from 'pino';
import { EngineFailure, type EstimateOptions, type TokenUsage } from '../engines/engine.ts';
import { UserError } from '../errors.ts';
import type { Reservation } from '../usage/ledger.ts';
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

/** Makes a call; one that is paid for is reserved before it and settled after it, whatever came of it. */
export async function payFor<Result>(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  purpose: CallPurpose,
  make: (addUsage: (usage: TokenUsage) => void) => Promise<Result>,
): Promise<Result> {
  const { observe, log } = dependencies;
  const reservation = job.engine.isPaid ? await reserve(dependencies, job, purpose) : undefined;
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
    return await make(addUsage);
  } catch (error) {
    throw toEngineFailure(error, job, log);
  } finally {
    await reservation?.settle(used);
  }
}

async function reserve(
  { ledger, log }: GenerationDependencies,
  job: GenerationJob,
  { estimate, isAnother = false, model }: CallPurpose,
): Promise<Reservation> {
  const { recipe, article } = job.request;
  let expected: TokenUsage | undefined;
  try {
    expected = await estimate({ isCounted: ledger.needsEstimates });
  } catch (error) {
    throw toEngineFailure(error, job, log);
  }
  const purpose = { recipe: recipe.kind, articleId: article.id, isAnother, model };
  return ledger.reserve(job.asker, purpose, expected ?? NO_USAGE);
}

/**
 * Whatever goes wrong with an engine, even in our own code, is no more than a reason to ask the next one;
 * only the last one's is thrown.
 */
function toEngineFailure(
  error: unknown,
  { hasSuccessor, request, work }: GenerationJob,
  log: Logger,
): unknown {
  const isForeseen = error instanceof EngineFailure || error instanceof UserError;
  if (isForeseen || work.signal.aborted || !hasSuccessor) return error;
  log.error({ err: error, ...logFieldsOf(request) }, 'an engine failed in a way that is not foreseen');
  return new EngineFailure('I couldn’t use the model’s answer', {}, { cause: error });
}
