import { createHash } from 'node:crypto';

/** The short key of what an answer was asked for with; what is equal has the same key. */
export function keyOf(options: object): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 16);
}

/** The same key whatever language the answer was wanted in. */
export function askedKey(options: object): string {
  return keyOf('language' in options ? { ...options, language: null } : options);
}

/** Whether there are words of a member's in it, and not only what a menu offers. */
export function isWorded(options: object): boolean {
  return 'question' in options || 'claim' in options;
}
