import { fillTemplate } from '../../../i18n/templates.ts';
import countries from '../../../language/lexicons/countries.json' with { type: 'json' };
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';
import type { Term } from './terms.ts';

const PLACE_NAMES = Object.values(countries.words);

/** Whether two names mean the same: `Russia` and `Russian`. A capital is supported only by a capital. */
function isSameName(claimed: string, given: string): boolean {
  const isSamePlace = PLACE_NAMES.some(
    ({ country, capital }) =>
      (country.includes(claimed) && (country.includes(given) || capital.includes(given))) ||
      (capital.includes(claimed) && capital.includes(given)),
  );
  if (isSamePlace) return true;
  return isDerived(claimed, given) || isDerived(given, claimed);
}

/** Whether a name is derived from another: `Russian` from `Russia`, but not `Maundcoin` from `Maund`. */
function isDerived(long: string, short: string): boolean {
  if (short.length < 4) return false;
  const roots = [short, short.slice(0, -1), short.slice(0, -2)].filter(root => root.length >= 4);
  return roots.some(root => long.startsWith(root) && NAME_ENDING.test(long.slice(root.length)));
}

const NAME_ENDING = /^(?:'?s|s'|n|ns|an|ans|ian|ians|ish|ese|ic|i|is|er|ers|es|a|e|o|y|land|men|man)?$/;

/** The first name in a claim that the text does not have in any form; or null. */
export function findNameContradiction(terms: readonly Term[], source: AnalyzedSource): string | null {
  for (const { text, written, part, stem: root } of terms) {
    if (part !== 'name' || source.stems.has(root) || source.words.has(text)) continue;
    if ([...source.words].some(word => isSameName(text, word))) continue;
    return fillTemplate(reasons.name, { name: written });
  }
  return null;
}
