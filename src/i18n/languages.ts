import type { LocaleString } from 'discord-api-types/v10';

/** A language of the user interface. */
interface TextLanguage {
  /** The language's own name, for the menu of `/settings`. */
  readonly name: string;
  /** The Discord locales that use it; they are valid `Intl` locales too. */
  readonly locales: readonly LocaleString[];
}

/**
 * The list of user interface languages, keyed by the name of their catalog `locales/<name>.json`. A catalog
 * may be incomplete: missing sentences are shown in English, and `npm run texts` lists them.
 */
export const textLanguages = {
  en: { name: 'English', locales: ['en-GB', 'en-US'] },
  de: { name: 'Deutsch', locales: ['de'] },
  fr: { name: 'Français', locales: ['fr'] },
  es: { name: 'Español', locales: ['es-ES', 'es-419'] },
  zh: { name: '中文', locales: ['zh-CN', 'zh-TW'] },
} as const satisfies Readonly<Record<string, TextLanguage>>;

/** A language that has a catalog. */
export type CatalogName = keyof typeof textLanguages;

/** The languages that have a catalog. */
export const catalogNames = Object.keys(textLanguages) as readonly CatalogName[];

const localesOf = (name: CatalogName): readonly LocaleString[] => textLanguages[name].locales;

/** The Discord locales that have a catalog other than the English one. */
export const translatedLocales = catalogNames.filter(name => name !== 'en').flatMap(localesOf);

const byLocale: ReadonlyMap<string, CatalogName> = new Map(
  catalogNames.flatMap(name => [name, ...localesOf(name)].map(locale => [locale, name] as const)),
);

/** The catalog for a Discord locale or a catalog's own name; undefined if there is none. */
export function catalogNameOf(locale: string): CatalogName | undefined {
  return byLocale.get(locale);
}
