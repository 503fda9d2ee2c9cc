import { fillTemplate } from '../../../i18n/templates.ts';
import { areSynonyms } from '../../../language/antonyms.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { stemText } from '../../../language/stems.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';
import type { Term } from './terms.ts';

/** A claim with a smaller share of known words is about something else. */
const MIN_KNOWN_SHARE = 0.4;

/** Why a claim is not about the text, because too few of its words are known there; or null. */
export function findInsertion(terms: readonly Term[], source: AnalyzedSource): string | null {
  const isKnown = ({ stem: root }: Term) =>
    source.stems.has(root) || [...source.stems].some(other => areSynonyms(root, other));
  const inserted = terms.filter(term => !isKnown(term));
  if (1 - inserted.length / terms.length >= MIN_KNOWN_SHARE) return null;
  return fillTemplate(reasons.unknown, { words: inserted.map(({ text }) => `“${text}”`).join(', ') });
}

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
