import { AsyncLocalStorage } from 'node:async_hooks';
import { createInstance } from 'i18next';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import es from './locales/es.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };
import zh from './locales/zh.json' with { type: 'json' };

/**
 * What is said to members, in their language. The English sentence is the key; the catalogs beside this file
 * hold the others, and `en.json` only what has a singular and a plural. A new language is one more catalog
 * and its line in `tongues`.
 */
export const catalogs = { en, de, fr, es, zh } as const satisfies Record<
  string,
  Readonly<Record<string, string>>
>;

/** The locales of Discord for which there is a catalog, beside English. */
export const catalogByLocale: Readonly<Record<string, string>> = {
  de: 'de',
  fr: 'fr',
  'es-ES': 'es',
  'es-419': 'es',
  'zh-CN': 'zh',
  'zh-TW': 'zh',
};

declare const formatted: unique symbol;
/**
 * Text as Discord formats it, in which nothing acts but what is meant to. Only `t`, `md` and the gates of
 * discord/render/text.ts make it, so that no text of strangers gets into a message by forgetting.
 */
export type Markdown = string & { readonly [formatted]: true };
/** Any other text: what is formatted already would be escaped twice. */
export type Unformatted = string & { readonly [formatted]?: never };

/** A number is written as the language writes numbers; `count` chooses between singular and plural. */
export type TemplateValues = Readonly<Record<string, Markdown | number>>;

/** English dates and numbers are the British ones, as the rest of the texts. */
const DEFAULT_LOCALE = 'en-GB';

const localeStorage = new AsyncLocalStorage<{ locale: string }>();

/**
 * Does the work so that everything said on its way is in this locale's language; English where there is no
 * catalog for it.
 */
export function withLocale<Result>(locale: string | null | undefined, work: () => Result): Result {
  return localeStorage.run({ locale: known(locale) ?? DEFAULT_LOCALE }, work);
}

/** Does the work in the language in which a server is spoken to. */
export type WithServerLocale = <Result>(serverId: string, work: () => Promise<Result>) => Promise<Result>;

/** Where no server's language is known, whatever is spoken already. */
export const keepLocale: WithServerLocale = (_serverId, work) => work();

/**
 * Goes over to another language for the rest of the work around, as soon as a server's choice is known;
 * nothing where there is none.
 */
export function setLocale(locale: string | null | undefined): void {
  const [now, wanted] = [localeStorage.getStore(), known(locale)];
  if (now && wanted) now.locale = wanted;
}

/**
 * The locale as `Intl` takes it: Discord's name, or the name of a catalog. Undefined for one without a
 * catalog.
 */
function known(locale: string | null | undefined): string | undefined {
  if (!locale) return undefined;
  if (/^en\b/.test(locale)) return DEFAULT_LOCALE;
  return Object.hasOwn(catalogByLocale, locale) || Object.hasOwn(catalogs, locale) ? locale : undefined;
}

/** The locale of the moment, as `Intl` takes it: what is said depends on nothing else. */
export const currentLocale = (): string => localeStorage.getStore()?.locale ?? DEFAULT_LOCALE;

const catalogOf = (locale: string) =>
  catalogByLocale[locale] ?? (Object.hasOwn(catalogs, locale) ? locale : 'en');

/** The catalog's name: `en`, `de`, … */
export const currentCatalog = () => catalogOf(currentLocale()) as keyof typeof catalogs;

const i18n = createInstance();
void i18n.init({
  initAsync: false,
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  resources: Object.fromEntries(
    Object.entries(catalogs).map(([name, texts]) => [name, { translation: addManyForms(texts) }]),
  ),
});

/** French and Spanish have a plural of their own for millions, which reads like the other one here. */
function addManyForms(texts: Readonly<Record<string, string>>): Record<string, string> {
  const others = Object.entries(texts).filter(([key]) => key.endsWith('_other'));
  return {
    ...Object.fromEntries(others.map(([key, text]) => [key.replace(/_other$/, '_many'), text])),
    ...texts,
  };
}

/**
 * The sentence in the language of the moment, with `{{name}}` filled in; the values' own text is never read
 * as a pattern.
 */
export function t(sentence: string, values: TemplateValues = {}): Markdown {
  return translateRaw(sentence, values) as Markdown;
}

/**
 * Like `t`, for values of which nothing is known: only template-values.ts, which writes them for where they
 * are read.
 */
export function translateRaw(sentence: string, values: Readonly<Record<string, string | number>>): string {
  const pattern = patternOf(catalogOf(currentLocale()), sentence, values.count);
  return pattern.replace(PLACEHOLDER, (place, name: string) =>
    Object.hasOwn(values, name) ? formatPlaceholder(values[name]!) : place,
  );
}

/** The same in one named locale. */
export function translateInto(locale: string, sentence: string): string {
  return patternOf(catalogOf(locale), sentence);
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const formatPlaceholder = (value: string | number) =>
  typeof value === 'number' ? formatNumber(value) : value;

/** Patterns that were looked up, at most: many more than there are sentences. */
const MAX_PATTERNS = 5000;
const patterns = new Map<string, string>();

/**
 * What the catalog has for a sentence, in the plural form of the count. Each is looked up once: a message
 * takes twenty of them.
 */
function patternOf(catalog: string, sentence: string, count?: string | number): string {
  const number = typeof count === 'number' ? count : undefined;
  const key = `${catalog} ${number === undefined ? '' : getPluralRules(catalog).select(number)} ${sentence}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const plural = number === undefined ? {} : { count: number };
  const pattern = i18n.t(sentence, { ...plural, lng: catalog, skipInterpolation: true });
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(key, pattern);
  return pattern;
}

/** `1,234`, `1.234`, `1 234`. */
export function formatNumber(value: number): Markdown {
  return getNumberFormat(currentLocale()).format(value) as Markdown;
}

/** `$0.0120`, `0,0120 $`: with so many digits behind the point. */
export function formatDollars(value: number, digits: number): Markdown {
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const style = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  return new Intl.NumberFormat(currentLocale(), { ...style, ...places }).format(value) as Markdown;
}

export function formatDate(time: number, options: Intl.DateTimeFormatOptions): string {
  return getDateFormat(currentLocale(), options).format(time);
}

/** `a, b and c`, or with `or`. */
export function formatList<Text extends string>(
  all: readonly Text[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): Text {
  return getListFormat(currentLocale(), { type }).format(all) as Text;
}

/** What `Intl` takes long to make is made once for each locale and each way. */
function memoizeFormat<Options extends object, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const format = made.get(key) ?? make(locale, options);
    made.set(key, format);
    return format;
  };
}

const numberFormatFor = memoizeFormat(locale => new Intl.NumberFormat(locale));
const getNumberFormat = (locale: string) => numberFormatFor(locale, {});
const getDateFormat = memoizeFormat<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, options),
);
const getListFormat = memoizeFormat<Intl.ListFormatOptions, Intl.ListFormat>(
  (locale, options) => new Intl.ListFormat(locale, options),
);
const pluralRulesFor = memoizeFormat(locale => new Intl.PluralRules(locale));
const getPluralRules = (locale: string) => pluralRulesFor(locale, {});
