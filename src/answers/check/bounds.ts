import type { ReadWord } from './reading.ts';

/** The bound before a number: more (1), fewer (-1) or about as many (0); null if there is none. */
export function boundAt(words: readonly ReadWord[], index: number): -1 | 0 | 1 | null {
  const before = words
    .slice(Math.max(0, index - 3), index)
    .map(({ lower }) => lower)
    .join(' ');
  if (/\b(?:more than|over|at least|above)$/.test(before)) return 1;
  if (/\b(?:less than|fewer than|under|up to|below|at most)$/.test(before)) return -1;
  return /\b(?:about|around|roughly|nearly|almost|some|approximately)$/.test(before) ? 0 : null;
}

/** How far off an approximate number may be, as a share of the larger of the two. */
const ROUNDING = 0.06;

/** Whether "more than 50" or "about 60" fits the text's 57, so that the numbers do not conflict. */
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

/** Whether a number may be the rounded form of another, or the same in other words. */
export const isRoundedTo = (claimed: number, given: number): boolean =>
  Math.abs(claimed - given) <= ROUNDING * Math.abs(given);
