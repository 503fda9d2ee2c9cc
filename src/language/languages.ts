import { z } from 'zod';
import { getExisting } from '../lists.ts';
import { createMemo } from '../memo.ts';
import { isPlainlyEnglish } from './language-detection.ts';
import { rankLanguages } from './trigrams.ts';

/**
 * The languages in which answers are available, by normalized tag, each with the ISO 639-3 codes that trigram
 * detection returns for it. They include all of Discord's.
 */
const TRIGRAM_CODES = {
  ar: ['arb'],
  bg: ['bul'],
  ca: ['cat'],
  cs: ['ces'],
  da: ['dan'],
  de: ['deu'],
  el: ['ell'],
  en: ['eng', 'sco'],
  es: ['spa'],
  fi: ['fin'],
  fr: ['fra'],
  he: ['heb'],
  hi: ['hin', 'mar', 'npi', 'mai', 'bho', 'mag'],
  hr: ['hrv', 'bos', 'srp'],
  hu: ['hun'],
  id: ['ind', 'zlm'],
  it: ['ita'],
  ja: ['jpn'],
  ko: ['kor'],
  lt: ['lit'],
  nl: ['nld'],
  no: ['nob', 'nno'],
  pl: ['pol'],
  pt: ['por', 'glg'],
  ro: ['ron'],
  ru: ['rus'],
  sk: ['slk'],
  sv: ['swe'],
  th: ['tha'],
  tr: ['tur'],
  uk: ['ukr'],
  vi: ['vie'],
  zh: ['cmn'],
  'zh-Hant': ['cmn'],
} as const satisfies Record<string, readonly string[]>;

/** The normalized tag of a language. */
export type Language = keyof typeof TRIGRAM_CODES;
/** The languages besides English whose questions and speech tags are understood, by ISO 639-3 code. */
export const foreignLanguages = { deu: 'de', fra: 'fr', spa: 'es', ita: 'it' } as const satisfies Record<
  string,
  Language
>;

/** All languages in which answers are available. */
export const supportedLanguages = Object.keys(TRIGRAM_CODES) as readonly Language[];

const isSupported = (tag: string): tag is Language => Object.hasOwn(TRIGRAM_CODES, tag);

/** Normalizes a language tag: `de-DE` is `de`, `zh-TW` is `zh-Hant`; null for unsupported ones. */
export function parseLanguageTag(tag: string): Language | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    if (language === 'zh' && script === 'Hant') return 'zh-Hant';
    if (language === 'nb' || language === 'nn') return 'no';
    return isSupported(language) ? language : null;
  } catch {
    // not a tag at all
    return null;
  }
}

/** A recipe's option for the language of the answer; null for the article's own. */
export const LanguageOption = z
  .string()
  .transform((tag, context) => {
    const language = parseLanguageTag(tag);
    if (language === null)
      context.addIssue({ code: 'custom', message: `"${tag}" is not a language I know.` });
    return language;
  })
  .nullable()
  .default(null);

/** The codes that trigram detection returns for a language. */
export const trigramCodesOf = (language: Language): readonly string[] => TRIGRAM_CODES[language];

/** The names of languages in one language; there are no more of either than there are languages. */
const displayNames = createMemo<Intl.DisplayNames>({ entries: supportedLanguages.length });

/** The name of a language, in English or another language. */
export function languageNameOf(language: Language, inLanguage = 'en'): string {
  // Intl knows Norwegian by its written standard
  const [tag, locale] = [language, inLanguage].map(each => (each === 'no' ? 'nb' : each)) as [string, string];
  const names = displayNames.getOrCreate(locale, () => new Intl.DisplayNames(locale, { type: 'language' }));
  return names.of(tag) ?? language;
}

/** Languages whose name, English name or tag begins with, or else contains, what was typed, or all. */
export function findLanguages(typed: string): Language[] {
  const wanted = foldName(typed);
  const names = new Map(
    supportedLanguages.map(
      each => [each, [each, languageNameOf(each, each), languageNameOf(each)].map(foldName)] as const,
    ),
  );
  const those = (fits: (name: string) => boolean) =>
    supportedLanguages.filter(each => getExisting(names, each).some(fits));
  const exact = parseLanguageTag(typed.trim());
  const found = [
    ...(exact ? [exact] : []),
    ...those(name => name.startsWith(wanted)),
    ...those(name => name.includes(wanted)),
  ];
  return [...new Set(found)];
}

const foldName = (text: string) => text.trim().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

const SAMPLE_LENGTH = 2000;

/** The language of a text; null if it is unsupported or the text is too short to tell. */
export function detectLanguage(text: string): Language | null {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const code = isPlainlyEnglish(sample) ? 'eng' : (rankLanguages(sample)[0]?.[0] ?? 'und');
  return supportedLanguages.find(each => (TRIGRAM_CODES[each] as readonly string[]).includes(code)) ?? null;
}
