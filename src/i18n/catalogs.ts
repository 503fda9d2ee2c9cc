import { readFileSync } from 'node:fs';
import { type CatalogName, catalogNames } from './languages.ts';

/**
 * The translations into one language, keyed by English sentence. A sentence with a `count` has the keys
 * `sentence_one` and `sentence_other`, plus any other plural forms of the language.
 */
export type Catalog = Readonly<Record<string, string>>;

/** All catalogs by name. The English one only contains sentences with plural forms. */
export const catalogs = Object.fromEntries(catalogNames.map(name => [name, readCatalog(name)])) as Readonly<
  Record<CatalogName, Catalog>
>;

function readCatalog(name: CatalogName): Catalog {
  return JSON.parse(readFileSync(new URL(`locales/${name}.json`, import.meta.url), 'utf8')) as Catalog;
}

/**
 * Returns a catalog's translation of a sentence, in the plural form for the count; the English sentence if
 * there is none.
 */
type FindPattern = (catalog: string, sentence: string, count?: number) => string;

/** Creates a lookup over catalogs keyed by name, one of which is `en`. */
export function createPatternFinder(of: Readonly<Record<string, Catalog>>): FindPattern {
  const lookUps = new Map(Object.entries(of).map(([name, texts]) => [name, createLookUp(name, texts)]));
  return (catalog, sentence, count) =>
    lookUps.get(catalog)?.(sentence, count) ?? lookUps.get('en')?.(sentence, count) ?? sentence;
}

function createLookUp(name: string, texts: Catalog) {
  const patterns = new Map(Object.entries(texts));
  const rules = new Intl.PluralRules(name);
  return (sentence: string, count: number | undefined): string | undefined => {
    if (count === undefined) return patterns.get(sentence);
    const form = rules.select(count);
    const plural = patterns.get(`${sentence}_${form}`);
    // French and Spanish have a separate plural form for millions, which reads like the regular plural here
    return (
      plural ?? (form === 'many' ? patterns.get(`${sentence}_other`) : undefined) ?? patterns.get(sentence)
    );
  };
}
