import { readFileSync } from 'node:fs';
import { type CatalogName, catalogNames } from './languages.ts';

/**
 * The translations of one language by their English sentences. A sentence with a `count` stands under
 * `sentence_one` and `sentence_other`, and whatever other plural forms the language has.
 */
export type Catalog = Readonly<Record<string, string>>;

/** All catalogs by their names. The one for English holds only what has a singular and a plural. */
export const catalogs = Object.fromEntries(catalogNames.map(name => [name, readCatalog(name)])) as Readonly<
  Record<CatalogName, Catalog>
>;

function readCatalog(name: CatalogName): Catalog {
  return JSON.parse(readFileSync(new URL(`locales/${name}.json`, import.meta.url), 'utf8')) as Catalog;
}

/** Finds what a catalog has for a sentence, in the plural form of the count; English where it has nothing. */
export type FindPattern = (catalog: string, sentence: string, count?: number) => string;

/** Looks sentences up in catalogs by their names, of which one is `en`. */
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
    // French and Spanish have a plural of their own for millions, which reads like the other one here
    return (
      plural ?? (form === 'many' ? patterns.get(`${sentence}_other`) : undefined) ?? patterns.get(sentence)
    );
  };
}
