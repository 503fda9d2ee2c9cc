import { type Catalog, catalogs } from '../src/i18n/catalogs.ts';
import { collectSentences, hasWords } from './sentences.ts';

/** How far a catalog and the sentences of the program are apart. */
export interface CatalogGaps {
  /** What is said in English for want of a translation, plural forms one by one. */
  readonly missing: readonly string[];
  /** What nobody says any more. */
  readonly unused: readonly string[];
}

const FORM = /_(?:zero|one|two|few|many|other)$/;

/** The sentence whose plural form stands under a key of a catalog. */
export const sentenceOf = (key: string): string => key.replace(FORM, '');

const counted = new Set(Object.keys(catalogs.en).map(sentenceOf));

/** The gaps of a catalog that is not the English one; `sentences` are those of the program. */
export function findGaps(
  name: string,
  catalog: Catalog,
  sentences: ReadonlySet<string> = collectSentences(),
): CatalogGaps {
  // what the language has for millions reads like its plural where the catalog does not say otherwise
  const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories.filter(form => form !== 'many');
  const wanted = [...sentences]
    .filter(hasWords)
    .flatMap(sentence => (counted.has(sentence) ? forms.map(form => `${sentence}_${form}`) : [sentence]));
  return {
    missing: wanted.filter(key => !Object.hasOwn(catalog, key)),
    unused: Object.keys(catalog).filter(key => !sentences.has(sentenceOf(key))),
  };
}
