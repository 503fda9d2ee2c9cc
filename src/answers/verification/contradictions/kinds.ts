import { fillTemplate } from '../../../i18n/templates.ts';
import { areMutuallyExclusive } from '../../../language/exclusive-kinds.ts';
import { reasons } from '../reasons.ts';
import { analyzeSource, surfaceFormOf } from './source.ts';
import { extractTerms, rankSentences } from './terms.ts';

/** Finds another day, colour, crime or animal than the nearest sentences name. */
export function findKindContradiction(claim: string, passages: readonly string[]): string | null {
  const terms = extractTerms(claim);
  const best = rankSentences(terms, analyzeSource(passages));
  const claimed = new Set(terms.map(term => term.stem));
  for (const { text, stem: root } of terms) {
    if (best.some(({ stems }) => stems.has(root))) continue;
    for (const sentence of best) {
      const other = [...sentence.stems].find(each => !claimed.has(each) && areMutuallyExclusive(root, each));
      if (other !== undefined)
        return fillTemplate(reasons.other, { other: surfaceFormOf(other, sentence), word: text });
    }
  }
  return null;
}
