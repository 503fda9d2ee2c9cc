import type { Logger } from 'pino';
import { EngineFailure, type EstimateOptions, type TokenUsage } from '../engines/engine.ts';
import { UserError } from '../errors.ts';
import type { Reservation } from '../usage/ledger.ts';
import { logFieldsOf } from './answer-request.ts';
import type { GenerationDependencies, GenerationJob } from './generation-job.ts';

/** The purpose of a call, and the most it may use. */
interface CallPurpose {
  /** Exact if `isCounted`, otherwise rough; undefined if unknown. */
  readonly estimate: (how: { readonly isCounted: boolean }) => Promise<TokenUsage> | undefined;
  /** Whether it is a further call for an answer that is already counted. */
  readonly isAnother?: boolean;
  /** Absent for the model that answers. */
  readonly model?: 'check';
}

/** The purpose of a call for a draft, or for corrections to one. */
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

/** Makes a call; a paid one is reserved before and settled afterwards, whatever the outcome. */
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

/** Makes any failure of an engine, or of ours, a reason to ask the next; only the last one's is thrown. */
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
