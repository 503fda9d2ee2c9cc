import type { Coverage, DraftOptions, Engine, RejectedDraft } from '../engines/engine.ts';
import { checkInWorker } from '../engines/in-worker.ts';
import { trackWait } from '../observability/waits.ts';
import type { AnswerRequest } from './answer-request.ts';
import type { RefusedStatement } from './levels.ts';
import type { AnyRecipe } from './recipe.ts';
import type { FaultyDraft } from './repair.ts';

/** A draft and the result of its check; `answer` is null if the draft did not match the recipe's schema. */
export interface Attempt extends RejectedDraft {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answer: any;
  readonly coverage: Coverage | null;
  readonly refused?: readonly RefusedStatement[];
  readonly mistranslated?: readonly RefusedStatement[];
}

/** Drafts and checks. Throws a ZodError if a draft has no valid form and its engine takes no complaints. */
export async function draftAndCheck(
  engine: Engine,
  request: AnswerRequest,
  how: DraftOptions,
  onChecking?: (statements: number) => void,
): Promise<Attempt> {
  const { recipe, article, options } = request;
  let coverage: Coverage | null = null;
  const onCoverage = (given: Coverage) => {
    coverage = given;
  };
  const drafting = engine.draft(recipe, article, options, { ...how, onCoverage });
  const draft = await (engine.isPaid ? trackWait('model', () => drafting) : drafting);
  const parsed = recipe.draft.safeParse(draft);
  if (parsed.success) {
    onChecking?.(recipe.countStatements(parsed.data));
    return { draft: parsed.data, coverage, ...(await checkInWorker(request, parsed.data, how)) };
  }
  if (!engine.heedsComplaints) throw parsed.error;
  const complaints = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
  return { draft, coverage, answer: null, complaints };
}

/** The faulty statements of an attempt that can be requested again, with its draft; null if none. */
export function findFaults(
  { statements }: AnyRecipe,
  { draft, answer, refused = [], mistranslated = [] }: Attempt,
): FaultyDraft | null {
  if (!statements || answer === null || refused.length + mistranslated.length === 0) return null;
  return { draft: draft as object, refused, mistranslated };
}

/** Whether to request the whole draft again with the complaints, because it has no statements to repair. */
export function isToBeRedrafted(recipe: AnyRecipe, attempt: Attempt): boolean {
  if (attempt.complaints.length === 0) return false;
  return recipe.statements === undefined || isEmptyAnswer(recipe, attempt);
}

/** Whether an attempt has nothing to show. A nearest passage counts as something, though it is no answer. */
export function isEmptyAnswer(
  recipe: AnyRecipe,
  { answer, complaints }: Pick<Attempt, 'answer' | 'complaints'>,
): boolean {
  if (answer === null) return true;
  if (recipe.countStatements(answer) > 0) return false;
  return !recipe.emptyIsAnswer || (complaints.length > 0 && recipe.citations(answer).length === 0);
}

/** The attempt with fewer complaints; of equals the second, which knew the complaints of the first. */
export function pickBetter(first: Attempt, second: Attempt): Attempt {
  if (second.answer === null) return first;
  if (first.answer === null) return second;
  return second.complaints.length <= first.complaints.length ? second : first;
}
