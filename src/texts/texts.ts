import { AsyncLocalStorage } from 'node:async_hooks';
import { createInstance, type FormatterModule } from 'i18next';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/**
 * What is said to members, in their language. The English sentence is the key; the catalogs beside this file hold the others, and
 * `en.json` only what has a singular and a plural. A new language is one more catalog and its line in `tongues`.
 */
export const catalogs = { en, de, fr, es, zh } as const satisfies Record<string, Readonly<Record<string, string>>>;

/** The locales of Discord for which there is a catalog, beside English. */
export const tongues: Readonly<Record<string, string>> = {
  de: 'de',
  fr: 'fr',
  'es-ES': 'es',
  'es-419': 'es',
  'zh-CN': 'zh',
  'zh-TW': 'zh',
};

/** A number is written as the language writes numbers; `count` chooses between singular and plural. */
export type Values = Readonly<Record<string, string | number>>;

/** English dates and numbers are the British ones, as the rest of the texts. */
const ENGLISH = 'en-GB';

const around = new AsyncLocalStorage<{ locale: string }>();

/** Does the work so that everything said on its way is in this locale's language; English where there is no catalog for it. */
export function speaking<Result>(locale: string | null | undefined, work: () => Result): Result {
  return around.run({ locale: known(locale) ?? ENGLISH }, work);
}

/** Does the work in the language in which a server is spoken to. */
export type InTongue = <Result>(serverId: string, work: () => Promise<Result>) => Promise<Result>;

/** Where no server's language is known, whatever is spoken already. */
export const anyTongue: InTongue = (_serverId, work) => work();

/** Goes over to another language for the rest of the work around, as soon as a server's choice is known; nothing where there is none. */
export function speak(locale: string | null | undefined): void {
  const [now, wanted] = [around.getStore(), known(locale)];
  if (now && wanted) now.locale = wanted;
}

/** The locale as `Intl` takes it: Discord's name, or the name of a catalog. Undefined for one without a catalog. */
function known(locale: string | null | undefined): string | undefined {
  if (!locale) return undefined;
  if (/^en\b/.test(locale)) return ENGLISH;
  return Object.hasOwn(tongues, locale) || Object.hasOwn(catalogs, locale) ? locale : undefined;
}

const locale = () => around.getStore()?.locale ?? ENGLISH;
const catalogOf = (locale: string) => tongues[locale] ?? (Object.hasOwn(catalogs, locale) ? locale : 'en');

/** The catalog's name: `en`, `de`, … */
export const tongue = () => catalogOf(locale()) as keyof typeof catalogs;

const i18n = createInstance();
i18n.use({
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) => (typeof value === 'number' ? formatNumber(value) : value),
} as FormatterModule);
void i18n.init({
  initAsync: false,
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, alwaysFormat: true },
  resources: Object.fromEntries(Object.entries(catalogs).map(([name, texts]) => [name, { translation: withMany(texts) }])),
});

/** French and Spanish have a plural of their own for millions, which reads like the other one here. */
function withMany(texts: Readonly<Record<string, string>>): Record<string, string> {
  const others = Object.entries(texts).filter(([key]) => key.endsWith('_other'));
  return { ...Object.fromEntries(others.map(([key, text]) => [key.replace(/_other$/, '_many'), text])), ...texts };
}

/** The sentence in the language of the moment, with `{{name}}` filled in; the values' own text is never read as a pattern. */
export function t(sentence: string, values: Values = {}): string {
  return i18n.t(sentence, { ...values, lng: catalogOf(locale()) });
}

/** The same in one named locale. */
export function inLocale(locale: string, sentence: string): string {
  return i18n.t(sentence, { lng: catalogOf(locale) });
}

/** `1,234`, `1.234`, `1 234`. */
export function formatNumber(value: number): string {
  return numbers(locale()).format(value);
}

/** `$0.0120`, `0,0120 $`: with so many digits behind the point. */
export function formatDollars(value: number, digits: number): string {
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const style = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  return new Intl.NumberFormat(locale(), { ...style, ...places }).format(value);
}

export function formatDate(time: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(time);
}

/** `a, b and c`, or with `or`. */
export function formatList(all: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(locale(), { type }).format(all);
}

const formats = new Map<string, Intl.NumberFormat>();
function numbers(locale: string): Intl.NumberFormat {
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale);
  formats.set(locale, format);
  return format;
}
