import { fillTemplate } from '../../../i18n/templates.ts';
import { areAntonyms, areSynonyms, hasAntonym } from '../../../language/antonyms.ts';
import { reasons } from '../reasons.ts';
import { type AnalyzedSentence, type AnalyzedSource, surfaceFormOf } from './source.ts';
import type { Term } from './terms.ts';

/** Finds a word whose opposite the text uses; the first close sentence with either decides. */
export function findDirectionContradiction(
  terms: readonly Term[],
  source: AnalyzedSource,
  best: readonly AnalyzedSentence[],
): string | null {
  for (const { text, stem: root, part } of terms) {
    // `uninstall` is not the opposite of `installed` in the way that `unlikely` is of `likely`
    if (source.stems.has(root) || (part === 'verb' && !hasAntonym(root))) continue;
    for (const sentence of best) {
      if ([...sentence.stems].some(other => areSynonyms(root, other))) break;
      const other = [...sentence.stems].find(each => areAntonyms(root, each));
      if (other !== undefined)
        return fillTemplate(reasons.other, { other: surfaceFormOf(other, sentence), word: text });
    }
  }
  return null;
}

/** The stems around each occurrence of a word, up to `reach` on either side. */
function neighborsOf(order: readonly string[], root: string, reach: number): string[] {
  return order.flatMap((word, at) =>
    word === root ? order.slice(Math.max(0, at - reach), at + reach + 1) : [],
  );
}

/** Finds a thing that rises in the claim and only falls in the text. */
export function findLocalDirectionContradiction(
  terms: readonly Term[],
  source: AnalyzedSource,
): string | null {
  const roots = terms.map(term => term.stem);
  for (const [index, { text, stem: direction, part }] of terms.entries()) {
    if (!hasAntonym(direction) || part === 'name') continue;
    const thing = [index + 1, index - 1]
      .map(at => terms[at])
      .find(near => near?.part === 'noun' && !hasAntonym(near.stem));
    if (!thing) continue;
    const near = source.sentences.flatMap(({ order }) => neighborsOf(order, thing.stem, DIRECTION_REACH));
    if (near.some(word => word === direction || areSynonyms(word, direction))) continue;
    const other = near.find(word => areAntonyms(word, direction) && !roots.includes(word));
    if (other !== undefined)
      return fillTemplate(reasons.otherOfThing, { other, thing: thing.text, word: text });
  }
  return null;
}

const DIRECTION_REACH = 3;
