import { type Alignment, isSupported } from './alignment.ts';
import { type Comparison, type Conflict, createComparison, lookAround } from './comparison.ts';
import { findDenial } from './denials.ts';
import { findOtherOfThings, findOthers } from './others.ts';
import type { ReadSentence } from './reading.ts';
import { findTurned, findTurnedRoles } from './turns.ts';

/** Whether a sentence supports a word of the claim together with its neighbours, which settles that word. */
export function isSupportedInContext(
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
  at: number,
): boolean {
  const link = alignment.byClaim.get(at);
  if (!isSupported(link)) return false;
  const { left, right, count } = lookAround(
    createComparison(claim, source, alignment, () => true),
    link,
  );
  return (left && right) || count >= 2;
}

/**
 * The conflicts between a sentence of the text and a sentence of a claim aligned with it, after the relations
 * of natural logic (MacCartney & Manning 2008): another thing in the same place, a denial, a reversal,
 * swapped roles.
 */
export function findConflicts(
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
  isKnown: Comparison['isKnown'],
): Conflict[] {
  const comparison = createComparison(claim, source, alignment, isKnown);
  const others = [findDenial(comparison), findTurned(comparison), findTurnedRoles(comparison)];
  return [
    ...findOthers(comparison),
    ...findOtherOfThings(comparison),
    ...others.filter(found => found !== null),
  ];
}
