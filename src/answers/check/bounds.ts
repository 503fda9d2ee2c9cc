import type { ReadWord } from './reading.ts';

/** What stands before a number: that there are more (1), fewer (-1), about as many (0); null where nothing does. */
function boundAt(words: readonly ReadWord[], index: number): -1 | 0 | 1 | null {
  const before = words
    .slice(Math.max(0, index - 3), index)
    .map(({ lower }) => lower)
    .join(' ');
  if (/\b(?:more than|over|at least|above)$/.test(before)) return 1;
  if (/\b(?:less than|fewer than|under|up to|below|at most)$/.test(before)) return -1;
  return /\b(?:about|around|roughly|nearly|almost|some|approximately)$/.test(before) ? 0 : null;
}

/** What is about as many may be so much more or less. */
const ROUNDING = 0.06;

/** Whether "more than 50" or "about 60" is said where the text gives 57: then the numbers do not speak against it. */
export function isWithinBounds(
  claim: { readonly words: readonly ReadWord[]; readonly index: number },
  source: { readonly words: readonly ReadWord[]; readonly index: number },
): boolean {
  const claimed = claim.words[claim.index]?.figure?.value ?? 0;
  const given = source.words[source.index]?.figure?.value ?? 0;
  const [here, there] = [boundAt(claim.words, claim.index), boundAt(source.words, source.index)];
  if (here === null || there !== null) return false;
  if (here === 0) return Math.abs(claimed - given) <= ROUNDING * Math.max(claimed, given);
  return here * (given - claimed) > 0 && Math.abs(claimed - given) <= 0.5 * given;
}
