import type { LocaleString } from 'discord-api-types/v10';

/** A language that members are spoken to in. */
interface TextLanguage {
  /** Its own name, for the menu of `/settings`. */
  readonly name: string;
  /** The locales of Discord whose members read it; they are locales of `Intl` too. */
  readonly locales: readonly LocaleString[];
}

/**
 * The one list of languages that members are spoken to in, by the name of their catalog
 * `locales/<name>.json`. A catalog need not be complete: what it lacks is said in English, and `npm run
 * texts` names it.
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

/** The locales of Discord that have a catalog other than the English one. */
export const translatedLocales = catalogNames.filter(name => name !== 'en').flatMap(localesOf);

const byLocale: ReadonlyMap<string, CatalogName> = new Map(
  catalogNames.flatMap(name => [name, ...localesOf(name)].map(locale => [locale, name] as const)),
);

/** The catalog of a locale of Discord, or of a catalog's own name; undefined where there is none. */
export function catalogNameOf(locale: string): CatalogName | undefined {
  return byLocale.get(locale);
}
