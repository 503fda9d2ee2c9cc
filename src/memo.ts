import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { createLazy } from './lazy.ts';

/*
 * All reusable results are held in memos, and every memo has bounds. Values are found by a key made of
 * everything they depend on, never by the identity of an object: callers need not pass on the same object to
 * get the right value. Only `memoizePerObject` goes by identity, which may repeat work but never yields a
 * different value.
 */

/** The bounds of a memo; beyond them, the least recently used are dropped. At least one is required. */
interface MemoBounds<Value> {
  readonly entries?: number;
  /** The maximum length of all keys and values together; a value larger than that by itself is not stored. */
  readonly characters?: number;
  /** The size of a value in characters; required with `characters`. */
  readonly sizeOf?: (value: Value) => number;
}

export interface Memo<Value> {
  /** The number of stored values. */
  readonly size: number;
  /** The value of a key, or undefined; reading counts as use. */
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Stores a value and returns it. */
  set(key: string, value: Value): Value;
  delete(key: string): void;
  /** The value of a key, created and stored if missing. */
  getOrCreate(key: string, create: () => Value): Value;
}

/** Creates a bounded map; room for its entries is only taken once it is used. */
export function createMemo<Value extends NonNullable<unknown>>(bounds: MemoBounds<Value>): Memo<Value> {
  const values = createLazy(() => new LRUCache<string, Value>(limitsOf(bounds)));
  function set(key: string, value: Value): Value {
    values().set(key, value);
    return value;
  }
  return {
    get size() {
      return values().size;
    },
    get: key => values().get(key),
    has: key => values().has(key),
    set,
    delete: key => void values().delete(key),
    getOrCreate: (key, create) => values().get(key) ?? set(key, create()),
  };
}

function limitsOf<Value>({ entries, characters, sizeOf }: MemoBounds<Value>) {
  const max = entries === undefined ? {} : { max: entries };
  if (characters === undefined) return max as { max: number };
  const sizeCalculation = (value: Value, key: string) => key.length + (sizeOf?.(value) ?? 0) || 1;
  return { ...max, maxSize: characters, sizeCalculation };
}

/** Maximum length of a word that is remembered, in characters: hardly any word is longer, but a stranger's may be. */
const MAX_WORD = 100;

/**
 * Memoizes a cheap function of words, of which a text looks up thousands: a hit takes one look into a map, and
 * keeps no order. At most `entries` values are stored; when there are so many, half of them are dropped, those
 * not looked up since half were dropped last.
 */
export function createWordMemo<Value extends NonNullable<unknown>>(
  entries: number,
  create: (word: string) => Value,
): (word: string) => Value {
  let recent = new Map<string, Value>();
  let earlier = new Map<string, Value>();
  return word => {
    const found = recent.get(word);
    if (found !== undefined) return found;
    if (word.length > MAX_WORD) return create(word);
    const value = earlier.get(word) ?? create(word);
    if (recent.size >= entries / 2) [recent, earlier] = [new Map(), recent];
    recent.set(word, value);
    return value;
  };
}

/** Memoizes a function of objects that never change, until the object is garbage-collected. */
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

/** The hash of an object that never changes (an article, an answer), computed once per object. */
export const contentHashOf: (content: object) => string = memoizePerObject(hashOf);
