import { createHash } from 'node:crypto';

/**
 * The short key of what an answer was asked for with; what is equal and asked in the same place has the same
 * key.
 */
export function keyOf(options: object, place: string): string {
  return shortHash(`${place} ${JSON.stringify(options)}`);
}

/** Whether a key is of this place. Earlier ones were made without it: their buttons go on working. */
export function isKeyOf(key: string, options: object, place: string): boolean {
  return key === keyOf(options, place) || key === shortHash(JSON.stringify(options));
}

/** One key for what was asked, wherever that was and whatever language the answer was wanted in. */
export function askedKey(options: object): string {
  return shortHash(JSON.stringify('language' in options ? { ...options, language: null } : options));
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Whether there are words of a member's in it, and not only what a menu offers. */
export function isWorded(options: object): boolean {
  return 'question' in options || 'claim' in options;
}
