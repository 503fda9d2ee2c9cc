import { hash } from 'node:crypto';

/** A short key for the options of an answer; equal options in the same scope have the same key. */
export function requestKeyOf(options: object, scope: string): string {
  return shortHash(`${scope} ${JSON.stringify(options)}`);
}

/** Whether a key is for these options in this scope; older keys, without a scope, keep working. */
export function matchesRequestKey(key: string, options: object, scope: string): boolean {
  return key === requestKeyOf(options, scope) || key === shortHash(JSON.stringify(options));
}

/** One key for a question, whatever its scope and the language of its answer. */
export function questionKeyOf(options: object): string {
  return shortHash(JSON.stringify('language' in options ? { ...options, language: null } : options));
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
