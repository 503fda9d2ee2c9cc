import { fold } from '../../language/folding.ts';
import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { memoizePerObject } from '../../memo.ts';
import { findDirectionContradiction, findLocalDirectionContradiction } from './contradictions/directions.ts';
import { findInsertion, findReasonContradiction } from './contradictions/insertions.ts';
import { findKindContradiction } from './contradictions/kinds.ts';
import { findNameContradiction } from './contradictions/names.ts';
import { findNegationContradiction } from './contradictions/negation.ts';
import { findBindingContradiction, findNumberContradiction } from './contradictions/numbers.ts';
import { findObjectContradiction } from './contradictions/objects.ts';
import { findRoleContradiction } from './contradictions/roles.ts';
import { type AnalyzedSource, analyzeSource } from './contradictions/source.ts';
import { extractTerms, rankSentences } from './contradictions/terms.ts';
import { reasons } from './reasons.ts';

const LETTER = /[\p{L}\p{N}]/u;

/** Whether a passage contains the claim as it is: whole words only, ignoring case and closing punctuation. */
function isVerbatim(claim: string, { folded }: AnalyzedSource): boolean {
  const wanted = trimEnd(fold(claim).toLowerCase(), /[.!?…]/);
  if (!LETTER.test(wanted)) return false;
  return folded.some(passage => {
    const at = passage.indexOf(wanted);
    return at >= 0 && !LETTER.test(passage[at - 1] ?? '') && !LETTER.test(passage[at + wanted.length] ?? '');
  });
}

/** Like `findContradiction`, for one claim and several texts: the claim is analyzed once. */
export function createContradictionFinder(claim: string): (passages: readonly string[]) => string | null {
  const terms = extractTerms(claim);
  return passages => {
    const source = analyzeSource(passages);
    if (isVerbatim(claim, source)) return null;
    if (terms.length === 0) return reasons.nothing;
    const best = rankSentences(terms, source);
    return (
      findNumberContradiction(claim, source) ??
      findNameContradiction(terms, source) ??
      findDirectionContradiction(terms, source, best) ??
      findNegationContradiction(claim, terms, source, best) ??
      findLocalDirectionContradiction(terms, source) ??
      findRoleContradiction(claim, terms, source) ??
      findObjectContradiction(claim, terms, source) ??
      findReasonContradiction(claim, source) ??
      findBindingContradiction(claim, source) ??
      findKindContradiction(terms, best) ??
      findInsertion(terms, source)
    );
  };
}

/**
 * Returns null if the passages support the claim, else one sentence that says why not. Plain rules over
 * words, after the edits of natural logic (MacCartney & Manning 2008, "Modeling semantic containment and
 * exclusion in natural language inference").
 */
export function findContradiction(claim: string, passages: readonly string[]): string | null {
  return createContradictionFinder(claim)(passages);
}

/** The sentence sharing most with the claim, verbatim, and its passage's index; null if none shares any. */
export function findNearestSentence(
  claim: string,
  passages: readonly string[],
): { text: string; passage: number } | null {
  const wanted = [...new Set(stemText(claim))];
  let best: { text: string; passage: number; score: number } | null = null;
  for (const { text, passage, stems } of readSentences(passages)) {
    const shared = wanted.filter(word => stems.has(word)).length;
    const score = shared / Math.sqrt(stems.size + 5);
    if (shared > 0 && score > (best?.score ?? 0)) best = { text, passage, score };
  }
  return best && { text: best.text, passage: best.passage };
}

/** The passages' sentences with their stems; kept, as they are searched for each sentence of a claim. */
const readSentences = memoizePerObject((passages: readonly string[]) =>
  passages.flatMap((each, passage) =>
    splitSentences(each).map(text => ({ text, passage, stems: new Set(stemText(text)) })),
  ),
);
