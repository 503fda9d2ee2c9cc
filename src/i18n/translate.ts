import { AsyncLocalStorage } from 'node:async_hooks';
import { createMemo } from '../memo.ts';
import { catalogs, createPatternFinder } from './catalogs.ts';
import { type CatalogName, catalogNameOf } from './languages.ts';

declare const formatted: unique symbol;
/**
 * Text formatted for Discord, in which only intended markup takes effect. Only `t`, `md` and the functions of
 * discord/render/text.ts create it, so that untrusted text cannot get into a message by oversight.
 */
export type Markdown = string & { readonly [formatted]: true };
/** Any other text. Formatted text is not accepted, because it would be escaped twice. */
export type Unformatted = string & { readonly [formatted]?: never };

/** The values of a template. A number is formatted for the language; `count` selects singular or plural. */
export type TemplateValues = Readonly<Record<string, Markdown | number>>;

/** Dates and numbers in English are formatted the British way, like the rest of the texts. */
const DEFAULT_LOCALE = 'en-GB';

const localeStorage = new AsyncLocalStorage<{ locale: string }>();

/** Runs `work` with the locale set for everything in it; English if there is no catalog for it. */
export function withLocale<Result>(locale: string | null | undefined, work: () => Result): Result {
  return localeStorage.run({ locale: known(locale) ?? DEFAULT_LOCALE }, work);
}

/** Runs `work` in a server's language. */
export type WithServerLocale = <Result>(serverId: string, work: () => Promise<Result>) => Promise<Result>;

/** A `WithServerLocale` for when no server's language is known: keeps the current one. */
export const keepLocale: WithServerLocale = (_serverId, work) => work();

/**
 * Changes the language for the rest of the surrounding `withLocale`, for use once a server's choice is known;
 * does nothing without a supported locale.
 */
export function setLocale(locale: string | null | undefined): void {
  const [now, wanted] = [localeStorage.getStore(), known(locale)];
  if (now && wanted) now.locale = wanted;
}

/** The `Intl` locale for a Discord locale or a catalog name. Undefined if there is no catalog. */
function known(locale: string | null | undefined): string | undefined {
  if (!locale) return undefined;
  if (/^en\b/.test(locale)) return DEFAULT_LOCALE;
  return catalogNameOf(locale) === undefined ? undefined : locale;
}

/** The current locale for `Intl`; nothing else affects the language of a text. */
export const currentLocale = (): string => localeStorage.getStore()?.locale ?? DEFAULT_LOCALE;

const catalogOf = (locale: string): CatalogName => catalogNameOf(locale) ?? 'en';

/** The name of the current catalog: `en`, `de`, … */
export const currentCatalog = (): CatalogName => catalogOf(currentLocale());

const findPattern = createPatternFinder(catalogs);

/**
 * Translates a sentence into the current language and fills in its `{{name}}` placeholders; the values
 * themselves are never treated as patterns.
 */
export function t(sentence: string, values: TemplateValues = {}): Markdown {
  return translateRaw(sentence, values) as Markdown;
}

/**
 * Like `t`, but for values that are not known to be escaped. Only for template-values.ts, which formats them
 * for their medium.
 */
export function translateRaw(sentence: string, values: Readonly<Record<string, string | number>>): string {
  const count = typeof values.count === 'number' ? values.count : undefined;
  const pattern = findPattern(currentCatalog(), sentence, count);
  return pattern.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? placeholder : formatPlaceholder(value);
  });
}

/** Translates a sentence into a given locale. */
export function translateInto(locale: string, sentence: string): string {
  return findPattern(catalogOf(locale), sentence);
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const formatPlaceholder = (value: string | number) =>
  typeof value === 'number' ? formatNumber(value) : value;

/** A number in the current language: `1,234`, `1.234`, `1 234`. */
export function formatNumber(value: number): Markdown {
  return getNumberFormat(currentLocale()).format(value) as Markdown;
}

/**
 * A sum of dollars in the current language, with the given number of decimal places: `$0.0120`, `0,0120 $`.
 */
export function formatDollars(value: number, digits: number): Markdown {
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const style = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  return new Intl.NumberFormat(currentLocale(), { ...style, ...places }).format(value) as Markdown;
}

/** A time (milliseconds since 1970) in the current language. */
export function formatDate(time: number, options: Intl.DateTimeFormatOptions): string {
  return getDateFormat(currentLocale(), options).format(time);
}

/** A list in the current language: `a, b and c`, or with `or`. */
export function formatList<Text extends string>(
  all: readonly Text[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): Text {
  return getListFormat(currentLocale(), { type }).format(all) as Text;
}

/** Memoizes `Intl` formats, which are slow to create, by locale and options. */
function memoizeFormat<Options extends object, Format extends object>(
  make: (locale: string, options: Options) => Format,
) {
  const formats = createMemo<Format>({ entries: 200 });
  return (locale: string, options: Options): Format =>
    formats.getOrCreate(`${locale} ${JSON.stringify(options)}`, () => make(locale, options));
}

const numberFormatFor = memoizeFormat(locale => new Intl.NumberFormat(locale));
const getNumberFormat = (locale: string) => numberFormatFor(locale, {});
const getDateFormat = memoizeFormat<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, options),
);
const getListFormat = memoizeFormat<Intl.ListFormatOptions, Intl.ListFormat>(
  (locale, options) => new Intl.ListFormat(locale, options),
);
