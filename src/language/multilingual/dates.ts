import type { Language } from '../languages.ts';
import { toLowerCase } from './text.ts';

const dateWordsByLanguage = new Map<Language, ReadonlyMap<string, number>>();

/** The words for months (0 to 11) and days of the week (20 to 26), as written alone and in a date. */
function getDateWords(language: Language): ReadonlyMap<string, number> {
  const known = dateWordsByLanguage.get(language);
  if (known) return known;
  const made = new Map<string, number>();
  const addWords = (
    options: Intl.DateTimeFormatOptions,
    kind: 'month' | 'weekday',
    date: Date,
    value: number,
  ) => {
    const format = new Intl.DateTimeFormat(language === 'no' ? 'nb' : language, {
      ...options,
      timeZone: 'UTC',
    });
    const written = format.formatToParts(date).find(({ type }) => type === kind)?.value;
    if (written && /\p{L}{3}/u.test(written)) made.set(toLowerCase(written), value);
  };
  for (let index = 0; index < 12; index++) {
    addWords({ month: 'long' }, 'month', new Date(Date.UTC(2024, index, 5)), index);
    addWords({ day: 'numeric', month: 'long' }, 'month', new Date(Date.UTC(2024, index, 5)), index);
  }
  // 1 January 2024 is a Monday
  for (let index = 0; index < 7; index++)
    addWords({ weekday: 'long' }, 'weekday', new Date(Date.UTC(2024, 0, 1 + index)), 20 + index);
  dateWordsByLanguage.set(language, made);
  return made;
}

/** The names of months and of the days of the week in a language, in lower case. */
export function listDateWords(language: Language): {
  readonly months: string[];
  readonly weekdays: string[];
} {
  const all = [...getDateWords(language)];
  const wordsOf = (isSuch: (value: number) => boolean) =>
    all.filter(([, value]) => isSuch(value)).map(([word]) => word);
  return { months: wordsOf(value => value < 20), weekdays: wordsOf(value => value >= 20) };
}

/** A text's months and days; words with another meaning in lower case count as names ("may"). */
export function extractDates(text: string, language: Language): ReadonlySet<number> {
  const named = getDateWords(language);
  const isName = (word: string) => !['en', 'de'].includes(language) || /^\p{Lu}/u.test(word);
  const all = text.match(/\p{L}[\p{L}\p{M}-]*/gu) ?? [];
  return new Set(all.filter(isName).flatMap(word => parseDateWord(word, named)));
}

/** Parses a compound that begins with a day or month: `Montagabend`. */
function parseCompound(word: string, named: ReadonlyMap<string, number>): number | undefined {
  for (const [name, value] of named) if (name.length >= 6 && word.startsWith(name)) return value;
  return undefined;
}

function parseDateWord(word: string, named: ReadonlyMap<string, number>): number[] {
  const small = toLowerCase(word);
  const value = named.get(small) ?? named.get(small.replace(/s$/, '')) ?? parseCompound(small, named);
  return value === undefined ? [] : [value];
}

/** Whether a word names a month or a day of the week in its language. */
export const isDateWord = (word: string, language: Language) =>
  parseDateWord(word, getDateWords(language)).length > 0;
