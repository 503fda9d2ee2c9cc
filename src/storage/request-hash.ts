import { hash } from 'node:crypto';

/**
 * The short key of what an answer was asked for with; what is equal and asked in the same place has the same
 * key.
 */
export function requestKeyOf(options: object, scope: string): string {
  return shortHash(`${scope} ${JSON.stringify(options)}`);
}

/** Whether a key is of this place. Earlier ones were made without it: their buttons go on working. */
export function matchesRequestKey(key: string, options: object, scope: string): boolean {
  return key === requestKeyOf(options, scope) || key === shortHash(JSON.stringify(options));
}

/** One key for what was asked, wherever that was and whatever language the answer was wanted in. */
export function questionKeyOf(options: object): string {
  return shortHash(JSON.stringify('language' in options ? { ...options, language: null } : options));
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
