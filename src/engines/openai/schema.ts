import { z } from 'zod';
import type { AnyRecipe } from '../../answers/recipe.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * What strict structured outputs know on every server that speaks of them; limits are checked by the recipe's
 * own schema afterwards.
 */
const KNOWN_KEYWORDS = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'anyOf',
  'additionalProperties',
]);

const schemaByRecipe = new WeakMap<AnyRecipe, JsonObject>();

/** The recipe's draft as a strict JSON schema: every property required, none added. */
export function draftSchemaOf(recipe: AnyRecipe): JsonObject {
  const known = schemaByRecipe.get(recipe);
  if (known) return known;
  const made = toStrictNode(z.toJSONSchema(recipe.draft)) as JsonObject;
  schemaByRecipe.set(recipe, made);
  return made;
}

/** Any schema as a strict one. */
export function toStrictSchema(schema: z.ZodType): JsonObject {
  return toStrictNode(z.toJSONSchema(schema)) as JsonObject;
}

function toStrictNode(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toStrictNode);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => KNOWN_KEYWORDS.has(key));
  const made = Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === 'properties' ? toStrictProperties(value as JsonObject) : toStrictNode(value),
    ]),
  );
  if (made.type !== 'object') return made;
  return {
    ...made,
    required: Object.keys((made.properties ?? {}) as JsonObject),
    additionalProperties: false,
  };
}

function toStrictProperties(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, toStrictNode(schema)]));
}
