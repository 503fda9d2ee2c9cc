import { z } from 'zod';
import type { AnyRecipe } from '../../answers/recipe.ts';
import { memoizePerObject } from '../../memo.ts';

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The keywords that strict structured outputs support on every server that has them; limits are checked
 * afterwards with the recipe's own schema.
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

/** A recipe's draft form as a strict JSON schema: all properties required, no others allowed. */
export const draftSchemaOf: (recipe: AnyRecipe) => JsonObject = memoizePerObject(({ draft, form = draft }) =>
  toStrictSchema(form),
);

/** Converts any schema to a strict one. */
export function toStrictSchema(schema: z.ZodType): JsonObject {
  return toStrictNode(z.toJSONSchema(schema)) as JsonObject;
}

function toStrictNode(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toStrictNode);
  if (typeof node !== 'object' || node === null) return node;
  const retained = Object.entries(node).filter(([key]) => KNOWN_KEYWORDS.has(key));
  const made = Object.fromEntries(
    retained.map(([key, value]) => [
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
