import synonyms from './lexicons/synonyms.json' with { type: 'json' };
import { stem } from './stems.ts';

/** The families of each stem. */
const familiesOf = new Map<string, string[]>();
for (const [family, words] of Object.entries(synonyms.words)) {
  for (const word of new Set(words.map(stem)))
    familiesOf.set(word, [...(familiesOf.get(word) ?? []), family]);
}

/** Whether two stems are plain synonyms, which may replace each other in a report: `buy` and `purchase`. */
export function arePlainSynonyms(a: string, b: string): boolean {
  const others = familiesOf.get(b);
  return others !== undefined && (familiesOf.get(a) ?? []).some(family => others.includes(family));
}

const stemsOf = new Map(
  Object.entries(synonyms.words).map(([family, words]) => [family, [...new Set(words.map(stem))]] as const),
);

/** The stems that are plain synonyms of a stem. */
export const plainSynonymStemsOf = (root: string): string[] =>
  (familiesOf.get(root) ?? []).flatMap(family => stemsOf.get(family) ?? []);
