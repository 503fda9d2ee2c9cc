import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/*
 * Whatever is worked out once and used again is held here, and nothing is held without bounds. Values are found by a key
 * that is made of all that they follow from, never by the object that they were made from: nobody has to hand on the
 * same object for a value to be right. `memoizePerObject` alone goes by identity, which can cost the work a second time
 * but never give another value.
 */

/** How much a memo holds; beyond that, what was used longest ago is dropped. At least one bound is given. */
export interface MemoBounds<Value> {
  readonly entries?: number;
  /** Of all keys and values together; a value that is larger than that by itself is not stored. */
  readonly characters?: number;
  /** How many characters a value takes; wanted with `characters`. */
  readonly sizeOf?: (value: Value) => number;
}

export interface Memo<Value> {
  /** How many values are stored. */
  readonly size: number;
  /** The value under a key, or undefined; reading counts as a use. */
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Stores a value and returns it. */
  set(key: string, value: Value): Value;
  delete(key: string): void;
  /** The value under a key, made and stored where there is none. */
  getOrCreate(key: string, create: () => Value): Value;
}

/** A map with bounds. */
export function createMemo<Value extends NonNullable<unknown>>(bounds: MemoBounds<Value>): Memo<Value> {
  const values = new LRUCache<string, Value>(limitsOf(bounds));
  function set(key: string, value: Value): Value {
    values.set(key, value);
    return value;
  }
  return {
    get size() {
      return values.size;
    },
    get: key => values.get(key),
    has: key => values.has(key),
    set,
    delete: key => void values.delete(key),
    getOrCreate: (key, create) => values.get(key) ?? set(key, create()),
  };
}

function limitsOf<Value>({ entries, characters, sizeOf }: MemoBounds<Value>) {
  const max = entries === undefined ? {} : { max: entries };
  if (characters === undefined) return max as { max: number };
  const sizeCalculation = (value: Value, key: string) => key.length + (sizeOf?.(value) ?? 0) || 1;
  return { ...max, maxSize: characters, sizeCalculation };
}

/**
 * The same function, which works out its value once for each object that it is given and forgets it with the object. For
 * what follows from an object that never changes.
 */
export function memoizePerObject<Given extends object, Value>(
  create: (given: Given) => Value,
): (given: Given) => Value {
  const known = new WeakMap<Given, { readonly value: Value }>();
  return given => {
    const before = known.get(given);
    if (before) return before.value;
    const value = create(given);
    known.set(given, { value });
    return value;
  };
}

/** The SHA-256 of a value's JSON, in hexadecimal digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}

/** The same of an object that never changes (an article, an answer), worked out once for each object. */
export const contentHashOf: (content: object) => string = memoizePerObject(hashOf);
