import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { extractQuantities, findOtherQuantity } from '../../../language/quantities.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';

const HEDGES = new RegExp(String.raw`\b${oneOf(lexicon.hedges.words)}\s+\S{0,3}$`, 'i');

const ROUNDING = 0.05;

/**
 * The first number in a claim that the text does not have, or only with another sign or currency; or null. A hedged
 * number may be 5 percent off.
 */
export function findNumberContradiction(claim: string, { quantities }: AnalyzedSource): string | null {
  for (const { text, value, start } of extractQuantities(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = quantities.some(
      ({ value: other }) => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value),
    );
    if (!given) return fillTemplate(reasons.number, { number: text });
  }
  const other = findOtherQuantity(claim, quantities, { isStrict: false });
  return other && fillTemplate(reasons.number, { number: other.claimed.written });
}
