import { AsyncLocalStorage } from 'node:async_hooks';
import { createMemo } from '../memo.ts';
import { catalogs, createPatternFinder } from './catalogs.ts';
import { type CatalogName, catalogNameOf } from './languages.ts';

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
  return catalogNameOf(locale) === undefined ? undefined : locale;
}

/** The locale of the moment, as `Intl` takes it: what is said depends on nothing else. */
export const currentLocale = (): string => localeStorage.getStore()?.locale ?? DEFAULT_LOCALE;

const catalogOf = (locale: string): CatalogName => catalogNameOf(locale) ?? 'en';

/** The catalog's name: `en`, `de`, … */
export const currentCatalog = (): CatalogName => catalogOf(currentLocale());

const findPattern = createPatternFinder(catalogs);

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
  const count = typeof values.count === 'number' ? values.count : undefined;
  const pattern = findPattern(currentCatalog(), sentence, count);
  return pattern.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? placeholder : formatPlaceholder(value);
  });
}

/** The same in one named locale. */
export function translateInto(locale: string, sentence: string): string {
  return findPattern(catalogOf(locale), sentence);
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const formatPlaceholder = (value: string | number) =>
  typeof value === 'number' ? formatNumber(value) : value;

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

/** A time (milliseconds since 1970) in the language that is spoken. */
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
