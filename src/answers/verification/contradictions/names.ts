import { fillTemplate } from '../../../i18n/templates.ts';
import countries from '../../../language/lexicons/countries.json' with { type: 'json' };
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';
import type { Term } from './terms.ts';

const PLACE_NAMES = Object.values(countries.words);

/** `Russia` and `Russian`, `Italy` and `Italians`; a capital is borne out by a capital alone. */
function isSameName(claimed: string, given: string): boolean {
  const isSamePlace = PLACE_NAMES.some(
    ({ country, capital }) =>
      (country.includes(claimed) && (country.includes(given) || capital.includes(given))) ||
      (capital.includes(claimed) && capital.includes(given)),
  );
  if (isSamePlace) return true;
  const [short, long] = claimed.length < given.length ? [claimed, given] : [given, claimed];
  return (
    short.length >= 4 &&
    long.startsWith(short.slice(0, Math.max(4, short.length - 2))) &&
    long.length - short.length <= 4
  );
}

/** The first name of a claim that the text does not have in any form; or null. */
export function findNameContradiction(terms: readonly Term[], source: AnalyzedSource): string | null {
  for (const { text, written, part, stem: root } of terms) {
    if (part !== 'name' || source.stems.has(root) || source.words.has(text)) continue;
    if ([...source.words].some(word => isSameName(text, word))) continue;
    return fillTemplate(reasons.name, { name: written });
  }
  return null;
}
