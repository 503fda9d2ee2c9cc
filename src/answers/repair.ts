import { z } from 'zod';
import type { RefusedStatement } from './levels.ts';
import type { AnyRecipe } from './recipe.ts';

/** The schema for a model's corrections of single statements; numbers count from 1. */
export function repairFormOf({ statements }: AnyRecipe): z.ZodObject {
  return z.object({ statements: z.array(z.object({ number: z.int(), ...statements?.form.shape })) });
}

const Repaired = z.object({
  statements: z.array(z.looseObject({ number: z.coerce.number().int().optional().catch(undefined) })),
});

/** A draft with the statements to be requested once more. */
export interface FaultyDraft {
  readonly draft: object;
  /** Statements that are not shown. */
  readonly refused: readonly RefusedStatement[];
  /** Statements that are shown, but not in the requested language. */
  readonly mistranslated: readonly RefusedStatement[];
}

/** Maximum statements to request again; a draft that is wrong throughout would not get better with more. */
const MAX_FAULTS = 20;

/** The statements to request once more, in the order in which they are numbered. */
export const faultsOf = ({ refused, mistranslated }: FaultyDraft): readonly RefusedStatement[] =>
  [...refused, ...mistranslated].slice(0, MAX_FAULTS);

/**
 * Returns the draft with each refused statement replaced by its correction; refused statements without one
 * are left out, with their reasons. A statement that passed keeps its words and only gets a new translation.
 * Null if the reply contains no valid statement.
 */
export function applyRepair(recipe: AnyRecipe, faulty: FaultyDraft, reply: unknown): object | null {
  const name = recipe.statements?.name;
  if (name === undefined) return null;
  const { draft, refused, mistranslated } = faulty;
  const repaired = readRepaired(recipe, faulty, name, reply);
  if (repaired.size === 0) return null;
  const shown = new Set(mistranslated.map(({ at }) => at));
  const lost = new Map(refused.filter(({ at }) => !repaired.has(at)).map(({ at, reason }) => [at, reason]));
  const statements = listOf(draft, name).flatMap((statement, at) => {
    const next = repaired.get(at);
    if (!next) return lost.has(at) ? [] : [statement];
    return [shown.has(at) ? { ...statement, translation: next.translation } : next];
  });
  return { ...draft, [name]: statements, leftOut: [...lost.values()] };
}

interface DraftedStatement {
  readonly translation?: string | null;
}

const listOf = (draft: object, name: string) =>
  (draft as Record<string, readonly DraftedStatement[]>)[name] ?? [];

/** The corrected statements by index in the draft. */
function readRepaired(
  recipe: AnyRecipe,
  faulty: FaultyDraft,
  name: string,
  reply: unknown,
): ReadonlyMap<number, DraftedStatement> {
  const faults = faultsOf(faulty);
  const repaired = new Map<number, DraftedStatement>();
  for (const [index, { number, ...given }] of (Repaired.safeParse(reply).data?.statements ?? []).entries()) {
    const at = faults[(number ?? index + 1) - 1]?.at;
    // one by one, so that an invalid statement does not invalidate others
    const alone = recipe.draft.safeParse({ ...faulty.draft, [name]: [given] });
    const [statement] = alone.success ? listOf(alone.data, name) : [];
    if (at !== undefined && statement && !repaired.has(at)) repaired.set(at, statement);
  }
  return repaired;
}
