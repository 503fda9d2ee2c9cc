import { EngineFailure, type GroundedStatement, type LookVerdict } from '../engines/engine.ts';
import { checkInWorker } from '../engines/in-worker.ts';
import { trackWait } from '../observability/waits.ts';
import { logFieldsOf } from './answer-request.ts';
import type { Attempt } from './attempt.ts';
import {
  type GenerationDependencies,
  type GenerationJob,
  showMeanwhile,
  waitingOptions,
} from './generation-job.ts';
import type { Level } from './levels.ts';
import { payFor } from './paid-call.ts';
import { reasons } from './verification/reasons.ts';

/** An attempt, and whether a second look at its worded statements was requested but could not be taken. */
interface LookedAt {
  readonly attempt: Attempt;
  readonly isUnseen: boolean;
}

/**
 * Takes a second look, if enabled, at the statements in the model's words: each beside the words it is based
 * on. Statements that these do not support are left out and counted. If the call fails, or would exceed a
 * limit, all statements stay.
 */
export async function lookAgain(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  attempt: Attempt,
): Promise<LookedAt> {
  const worded = statementsOf(job, attempt).filter(({ level }) => level === 'worded');
  if (!job.engine.secondLook || worded.length === 0) return { attempt, isUnseen: false };
  const stage = { step: 'looking again', statements: worded.length } as const;
  job.work.report({ stage, checkedSoFar: showMeanwhile(job, attempt) });
  try {
    const verdicts = await judgeStatements(dependencies, job, worded);
    const against = new Map(
      worded.flatMap((statement, index) => {
        const reason = reasonOf(verdicts[index] ?? null);
        return reason === null ? [] : [[statement, reason] as const];
      }),
    );
    return {
      attempt: against.size === 0 ? attempt : await leaveOut(job, attempt, against),
      isUnseen: false,
    };
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    dependencies.log.warn({ err: error, ...logFieldsOf(job.request) }, 'a second look could not be had');
    return { attempt, isUnseen: true };
  }
}

interface ShownStatement extends GroundedStatement {
  readonly level: Level;
}

function statementsOf(
  { request: { recipe } }: Pick<GenerationJob, 'request'>,
  { answer }: Attempt,
): readonly ShownStatement[] {
  return recipe.statements && answer !== null ? answer[recipe.statements.name] : [];
}

function judgeStatements(
  dependencies: GenerationDependencies,
  job: GenerationJob,
  worded: readonly ShownStatement[],
): Promise<readonly (LookVerdict | null)[]> {
  const { signal } = job.work;
  const { secondLook } = job.engine;
  const purpose = {
    estimate: () => secondLook?.estimate(worded),
    isAnother: true,
    model: 'check',
  } as const;
  return payFor(dependencies, job, purpose, onUsage =>
    trackWait('model', async () => (await secondLook?.judge(worded, { onUsage, signal })) ?? []),
  );
}

/** The reason why a statement is left out after a second look, or null. */
function reasonOf(verdict: LookVerdict | null): string | null {
  if (verdict === 'does not') return reasons.notInGround;
  return verdict === 'contradicts' ? reasons.againstGround : null;
}

/** The answer without these statements, checked as a whole. */
async function leaveOut(
  job: GenerationJob,
  attempt: Attempt,
  against: ReadonlyMap<ShownStatement, string>,
): Promise<Attempt> {
  const { recipe } = job.request;
  const draft = {
    ...attempt.answer,
    [recipe.statements?.name ?? '']: statementsOf(job, attempt).filter(each => !against.has(each)),
    leftOut: [...attempt.answer.leftOut, ...against.values()],
  };
  const checked = await checkInWorker(job.request, draft, waitingOptions(job.work));
  return { draft, coverage: attempt.coverage, ...checked };
}
