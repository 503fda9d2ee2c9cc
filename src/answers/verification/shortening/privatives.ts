import { namesCreature, namesMaterial } from '../../../language/animacy.ts';
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import type { SentenceWord } from '../propositions/words.ts';

const MATERIALS = new Set(protectedWords.materials.words);

const isMaterial = (word: string) => MATERIALS.has(word) || namesMaterial(word);

/** Whether the noun phrase that goes on at an index is about a living being. */
function isCreature(sentence: readonly SentenceWord[], at: number): boolean {
  let head = at;
  while (sentence[head]?.kind === 'adjective' || sentence[head + 1]?.kind === 'noun') head++;
  return namesCreature(sentence[head]?.stem ?? '') || namesCreature(sentence[head]?.lower ?? '');
}

/** Adjectives that make something else of what follows them. */
const PRIVATIVE = new Set(protectedWords.privative.words);
const TURNING_PREFIXES = protectedWords.turningPrefixes.words;

/** Whether a word before a noun makes something else of it: "former", "toy". */
export const isPrivative = (word: string): boolean =>
  PRIVATIVE.has(word) ||
  PRIVATIVE.has(word.split('-')[0] ?? '') ||
  (!word.endsWith('ly') && TURNING_PREFIXES.some(prefix => word.startsWith(prefix)));

/** Whether a stretch before a noun makes something else of it: "former", or what a figure of a creature is made of. */
export const makesOther = (sentence: readonly SentenceWord[], from: number, to: number): boolean =>
  sentence.slice(from, to).some(({ lower }) => isPrivative(lower)) ||
  (isCreature(sentence, to) && sentence.slice(from, to).some(({ lower }) => isMaterial(lower)));
