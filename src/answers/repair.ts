import { z } from 'zod';
import type { RefusedStatement } from './levels.ts';
import type { AnyRecipe } from './recipe.ts';

/** What a model is asked for where single statements of a draft are asked for once more; numbers count from 1. */
export function repairFormOf({ statements }: AnyRecipe): z.ZodObject {
  return z.object({ statements: z.array(z.object({ number: z.int(), ...statements?.form.shape })) });
}

const Repaired = z.object({
  statements: z.array(z.looseObject({ number: z.coerce.number().int().optional().catch(undefined) })),
});

/** A draft of which some statements are asked for once more. */
export interface FaultyDraft {
  readonly draft: object;
  /** Not shown. */
  readonly refused: readonly RefusedStatement[];
  /** Shown, but not in the language that was asked for. */
  readonly mistranslated: readonly RefusedStatement[];
}

/** Statements that are asked for once more, at most; of a draft that is wrong throughout, no more would come of it. */
const MAX_FAULTS = 20;

/** What is asked for once more, in the order of the numbers under which it is. */
export const faultsOf = ({ refused, mistranslated }: FaultyDraft): readonly RefusedStatement[] =>
  [...refused, ...mistranslated].slice(0, MAX_FAULTS);

/**
 * The draft with what came back in the place of each statement that was refused; what did not come back is left out, for
 * its reason. A statement that passed keeps its words and only gets another translation. Null where nothing came back
 * that has the form of a statement.
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

/** What came back, by its place in the draft. */
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
    // one by one: a statement without form takes no other with it
    const alone = recipe.draft.safeParse({ ...faulty.draft, [name]: [given] });
    const [statement] = alone.success ? listOf(alone.data, name) : [];
    if (at !== undefined && statement && !repaired.has(at)) repaired.set(at, statement);
  }
  return repaired;
}
