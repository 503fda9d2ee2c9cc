import { createRequire } from 'node:module';
import type { Options } from 'franc';
import { createLazy } from '../lazy.ts';

const require = createRequire(import.meta.url);
const loadFranc = createLazy(() => require('franc') as typeof import('franc'));

/**
 * The ISO 639-3 codes of the languages that a text may be in, most likely first, each with its score up to 1;
 * `und` if the text is too short to tell. By trigrams (Cavnar and Trenkle 1994, "N-Gram-Based Text
 * Categorization").
 */
export function rankLanguages(text: string, options?: Options): [string, number][] {
  return loadFranc().francAll(text, options);
}
