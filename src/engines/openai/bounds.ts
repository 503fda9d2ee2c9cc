import type { Json } from './schema.ts';

/** More than fits into the room that a reply has, so that only what ignores that room is cut. */
const MOST = { objects: 200, others: 2_000, characters: 5_000, names: 100 } as const;

/**
 * A draft with no more than the first so many items of each list, and the first so many characters of each
 * string. Not for deep nests.
 */
export function withinBounds(draft: Json): Json {
  return cut(draft) as Json;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > MOST.characters ? value.slice(0, MOST.characters) : value;
  if (Array.isArray(value)) return value.slice(0, isOfObjects(value) ? MOST.objects : MOST.others).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).slice(0, MOST.names);
  return Object.fromEntries(entries.map(([name, each]) => [name, cut(each)]));
}

function isOfObjects(values: readonly unknown[]): boolean {
  return values.some(each => typeof each === 'object');
}
