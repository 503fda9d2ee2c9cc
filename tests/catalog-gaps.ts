import { type Catalog, catalogs } from '../src/i18n/catalogs.ts';
import { collectSentences, hasWords } from './sentences.ts';

/** The differences between a catalog and the program's sentences. */
export interface CatalogGaps {
  /** Sentences shown in English because they are not translated; each plural form separately. */
  readonly missing: readonly string[];
  /** Translations of sentences that the program no longer uses. */
  readonly unused: readonly string[];
}

const FORM = /_(?:zero|one|two|few|many|other)$/;

/** The sentence that a catalog's key, perhaps a plural form, belongs to. */
export const sentenceOf = (key: string): string => key.replace(FORM, '');

const counted = new Set(Object.keys(catalogs.en).map(sentenceOf));

/** The gaps in a catalog other than English; `sentences` are the program's. */
export function findGaps(
  name: string,
  catalog: Catalog,
  sentences: ReadonlySet<string> = collectSentences(),
): CatalogGaps {
  // the form for millions is the same as the plural unless the catalog says otherwise
  const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories.filter(form => form !== 'many');
  const wanted = [...sentences]
    .filter(hasWords)
    .flatMap(sentence => (counted.has(sentence) ? forms.map(form => `${sentence}_${form}`) : [sentence]));
  return {
    missing: wanted.filter(key => !Object.hasOwn(catalog, key)),
    unused: Object.keys(catalog).filter(key => !sentences.has(sentenceOf(key))),
  };
}
