import type { JsonObject } from './schema.ts';

/** More than a regular reply has room for, so that only replies that ignore the limit are truncated. */
const LIMITS = { objects: 200, others: 2_000, characters: 5_000, names: 100 } as const;

/** Truncates the lists and strings of a draft to their maximum lengths. Not for deeply nested values. */
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
