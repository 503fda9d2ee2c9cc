import type { JsonObject } from './schema.ts';

/** More than fits into the room that a reply has, so that only what ignores that room is cut. */
const LIMITS = { objects: 200, others: 2_000, characters: 5_000, names: 100 } as const;

/**
 * A draft with no more than the first so many items of each list, and the first so many characters of each
 * string. Not for deep nests.
 */
export function truncateDraft(draft: JsonObject): JsonObject {
  return truncateValue(draft) as JsonObject;
}

function truncateValue(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LIMITS.characters ? value.slice(0, LIMITS.characters) : value;
  if (Array.isArray(value))
    return value.slice(0, isObjectList(value) ? LIMITS.objects : LIMITS.others).map(truncateValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).slice(0, LIMITS.names);
  return Object.fromEntries(entries.map(([name, each]) => [name, truncateValue(each)]));
}

function isObjectList(values: readonly unknown[]): boolean {
  return values.some(each => typeof each === 'object');
}
