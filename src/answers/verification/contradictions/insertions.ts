import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { stemText } from '../../../language/stems.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';

const REASON = new RegExp(String.raw`\b${oneOf(lexicon.reasons.words)}\s+([^,;.]+)`, 'gi');

/** Finds a reason ("because …") none of whose words the text has. */
export function findReasonContradiction(claim: string, source: AnalyzedSource): string | null {
  for (const [whole, reason = ''] of claim.matchAll(REASON)) {
    const roots = stemText(reason);
    if (roots.length > 0 && roots.every(word => !source.stems.has(word)))
      return fillTemplate(reasons.reason, { words: whole.trim() });
  }
  return null;
}
