import type { Alignment } from './alignment.ts';
import { type Comparison, type Conflict, createComparison, isBorneOut, lookAround } from './comparison.ts';
import { findDenial } from './denials.ts';
import { findOtherOfThings, findOthers } from './others.ts';
import type { ReadSentence } from './reading.ts';
import { findTurned, findTurnedRoles } from './turns.ts';

/** Whether a sentence bears a word of the claim out together with words beside it, so that nothing else need. */
export function isBorneOutWith(
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
  at: number,
): boolean {
  const link = alignment.byClaim.get(at);
  if (!isBorneOut(link)) return false;
  const { left, right, count } = lookAround(
    createComparison(claim, source, alignment, () => true),
    link,
  );
  return (left && right) || count >= 2;
}

/**
 * What in a sentence of the text speaks against a sentence of a claim that is laid beside it, after the relations of
 * natural logic (MacCartney & Manning 2008): another thing in the same place, a denial, a turn, roles turned round.
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
