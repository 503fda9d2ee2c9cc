import { fillTemplate } from '../../../i18n/templates.ts';
import { splitWords, stem } from '../../../language/stems.ts';
import { reasons } from '../reasons.ts';
import { type AnalyzedSentence, type AnalyzedSource, isNegation, negatedStemsIn } from './source.ts';
import type { Term } from './terms.ts';

/** Whether a sentence uses a word before any negation. */
function isAffirmedIn({ text, stems }: AnalyzedSentence, root: string): boolean {
  if (!stems.has(root)) return false;
  for (const word of splitWords(text)) {
    if (isNegation(word)) return false;
    if (stem(word) === root) return true;
  }
  return false;
}

/** Why a claim denies what the text affirms or affirms what the text denies; or null. */
export function findNegationContradiction(
  claim: string,
  terms: readonly Term[],
  source: AnalyzedSource,
  best: readonly AnalyzedSentence[],
): string | null {
  const [closest] = best;
  if (!closest) return null;
  if (splitWords(claim).some(isNegation)) {
    const denied = negatedStemsIn(claim);
    const isDenied = source.sentences.some(sentence => [...denied].some(word => sentence.negated.has(word)));
    const isAffirmed =
      best.every(({ isNegative: negates }) => !negates) ||
      [...denied].some(word => isAffirmedIn(closest, word));
    return denied.size > 0 && !isDenied && isAffirmed ? reasons.denies : null;
  }
  const untrue = terms.find(({ stem: root }) => closest.negated.has(root) && !isAffirmedIn(closest, root));
  return untrue ? fillTemplate(reasons.denied, { word: untrue.text }) : null;
}
