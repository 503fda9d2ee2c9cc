import { areSynonyms } from '../../../language/antonyms.ts';
import { implies } from '../../../language/thesaurus.ts';
import type { Phrase } from './phrases.ts';

/** How two phrases compare: unknown if a pronoun or another word may refer to the same thing. */
type Likeness = 'same' | 'other' | 'unknown';

export const shares = (a: ReadonlySet<string>, b: ReadonlySet<string>) => !a.isDisjointFrom(b);

/** Whether two nouns may name the same thing. */
function areAlike(a: Phrase, b: Phrase): boolean {
  if (shares(a.core, b.core)) return true;
  const [one, other] = [a.head, b.head];
  if (a.isName || b.isName) return false;
  return (
    areSynonyms(one.stem, other.stem) || implies(one.lower, other.lower) || implies(other.lower, one.lower)
  );
}

function comparePhrases(a: Phrase, b: Phrase): Likeness {
  if (a.isPronoun || b.isPronoun || a.core.size === 0 || b.core.size === 0) return 'unknown';
  if (areAlike(a, b)) return 'same';
  if (shares(a.stems, b.stems)) return 'unknown';
  return a.isName === b.isName ? 'other' : 'unknown';
}

/** The likeness of two groups of phrases: one pair that is the same decides, then one that may be. */
export function compareAny(some: readonly Phrase[], others: readonly Phrase[]): Likeness {
  if (some.length === 0 || others.length === 0) return 'unknown';
  // if both groups have names, the names decide: "the engineer, Paul Dacre"
  const pairs = some.flatMap(a => others.map(b => [a, b] as const));
  const alike = pairs.filter(([a, b]) => a.isName === b.isName && !a.isPronoun && !b.isPronoun);
  const found = (
    alike.length > 0 && !pairs.some(([a, b]) => comparePhrases(a, b) === 'same') ? alike : pairs
  ).map(([a, b]) => comparePhrases(a, b));
  if (found.includes('same')) return 'same';
  return found.includes('unknown') ? 'unknown' : 'other';
}

/** Phrases as a sentence writes them. */
export const textOf = (phrases: readonly Phrase[]) =>
  phrases.map(({ words }) => words.map(({ text }) => text).join(' ')).join(', ');
