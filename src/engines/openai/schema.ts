import { z } from 'zod';
import type { AnyRecipe } from '../../answers/recipe.ts';

export type Json = Readonly<Record<string, unknown>>;

/**
 * What strict structured outputs know on every server that speaks of them; limits are checked by the recipe's
 * own schema afterwards.
 */
const KNOWN = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'anyOf',
  'additionalProperties',
]);

const schemas = new WeakMap<AnyRecipe, Json>();

/** The recipe's draft as a strict JSON schema: every property required, none added. */
export function draftSchema(recipe: AnyRecipe): Json {
  const known = schemas.get(recipe);
  if (known) return known;
  const made = strict(z.toJSONSchema(recipe.draft)) as Json;
  schemas.set(recipe, made);
  return made;
}

/** Any schema as a strict one. */
export function strictSchema(schema: z.ZodType): Json {
  return strict(z.toJSONSchema(schema)) as Json;
}

function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => KNOWN.has(key));
  const made = Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? strictProperties(value as Json) : strict(value)]),
  );
  if (made.type !== 'object') return made;
  return { ...made, required: Object.keys((made.properties ?? {}) as Json), additionalProperties: false };
}

function strictProperties(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, strict(schema)]));
}
