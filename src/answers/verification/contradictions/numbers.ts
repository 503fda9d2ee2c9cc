import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../../language/numbers.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';

const HEDGES = new RegExp(String.raw`\b${oneOf(lexicon.hedges.words)}\s+\S{0,3}$`, 'i');

const ROUNDING = 0.05;

/** The first number in a claim that the text does not have; or null. A hedged number may be 5 percent off. */
export function findNumberContradiction(claim: string, { numbers }: AnalyzedSource): string | null {
  for (const { text, value, start } of extractEnglishNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = numbers.some(
      other => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value),
    );
    if (!given) return fillTemplate(reasons.number, { number: text });
  }
  return null;
}
