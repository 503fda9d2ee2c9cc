import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { createMemo } from '../memo.ts';
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

/** Patterns that stay at hand, at most: many more than there are sentences. */
const MAX_PATTERNS = 5000;

/** Each pattern is looked up once: a message takes twenty of them. */
export function createPatternFinder(of: Readonly<Record<string, Catalog>>): FindPattern {
  const i18n = createInstance();
  void i18n.init({
    initAsync: false,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    resources: Object.fromEntries(
      Object.entries(of).map(([name, texts]) => [name, { translation: addManyForms(texts) }]),
    ),
  });
  const patterns = createMemo<string>({ entries: MAX_PATTERNS });
  return (catalog, sentence, count) => {
    const key = `${catalog} ${count === undefined ? '' : pluralFormsOf(catalog, count)} ${sentence}`;
    const plural = count === undefined ? {} : { count };
    return patterns.getOrCreate(key, () =>
      i18n.t(sentence, { ...plural, lng: catalog, skipInterpolation: true }),
    );
  };
}

/** French and Spanish have a plural of their own for millions, which reads like the other one here. */
function addManyForms(texts: Catalog): Catalog {
  const others = Object.entries(texts).filter(([key]) => key.endsWith('_other'));
  return {
    ...Object.fromEntries(others.map(([key, text]) => [key.replace(/_other$/, '_many'), text])),
    ...texts,
  };
}

/** One for each catalog. */
const pluralRules = createMemo<Intl.PluralRules>({ entries: 20 });

/**
 * The form of a count in the catalog's language, and in English, which stands in for what the catalog lacks.
 */
function pluralFormsOf(catalog: string, count: number): string {
  return [catalog, 'en'].map(name => pluralRulesOf(name).select(count)).join(' ');
}

function pluralRulesOf(name: string): Intl.PluralRules {
  return pluralRules.getOrCreate(name, () => new Intl.PluralRules(name));
}
