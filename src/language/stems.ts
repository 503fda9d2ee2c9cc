import { createRequire } from 'node:module';
import { stemmer } from 'stemmer';
import { createLazy } from '../lazy.ts';
import { createWordMemo } from '../memo.ts';
import emptyWords from './lexicons/empty-words.json' with { type: 'json' };

const require = createRequire(import.meta.url);
/** The stop words of other languages, by their ISO 639-3 codes. */
const loadStopWords = createLazy(
  () => require('stopword') as unknown as Readonly<Record<string, readonly string[] | undefined>>,
);

/** The stop words of English. */
const ENGLISH_STOP_WORDS = new Set(emptyWords.words);

const WORD = /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** Most words, which are the same when normalized. */
const PLAIN_WORD = /^[a-z]+$/;

function normalizeWord(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  if (/^\p{N}/u.test(word)) return word.replaceAll(',', '');
  return removeAccents(word.replaceAll('’', "'").replace(/'s$|\.$/, ''));
}

/** An English text's "café" is typed "cafe" as well; in other languages an accent tells words apart. */
const removeAccents = (word: string): string =>
  currentLanguage === 'eng' && /[^\0-\x7f]/.test(word)
    ? word.normalize('NFD').replaceAll(/\p{M}/gu, '')
    : word;

/** The lower-case words of a text in order: no possessives, `U.S.` as `u.s`, `1,200` as `1200`, `café` as `cafe`. */
export function splitWords(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map(normalizeWord);
}

/** A word of `splitWords` as in the text: "Agatha" for "agatha"; itself if it does not occur. */
export function writtenFormOf(word: string, text: string): string {
  return text.match(WORD)?.find(each => normalizeWord(each.toLowerCase()) === word) ?? word;
}

/** Languages in Latin letters with known stop words, as ISO 639-3 codes. */
const OTHER_LANGUAGES = [
  ...[
    'deu',
    'fra',
    'spa',
    'ita',
    'por',
    'nld',
    'cat',
    'glg',
    'swe',
    'dan',
    'nob',
    'fin',
    'pol',
    'ces',
    'slk',
    'slv',
    'hrv',
  ],
  ...['hun', 'ron', 'tur', 'est', 'lav', 'lit', 'ind', 'swa', 'afr', 'vie', 'som'],
] as const;
/** Languages with known stop words, English first, as ISO 639-3 codes. */
export const stopWordLanguages: readonly string[] = ['eng', ...OTHER_LANGUAGES];

const stopWords = new Map<string, ReadonlySet<string>>([['eng', ENGLISH_STOP_WORDS]]);

/** The stop words of a language, by its ISO 639-3 code; empty if they are not known. */
export function stopWordsOf(code: string): ReadonlySet<string> {
  const known = stopWords.get(code);
  if (known) return known;
  const other = OTHER_LANGUAGES.find(each => each === code);
  const found = new Set(other === undefined ? [] : loadStopWords()[other]);
  stopWords.set(code, found);
  return found;
}

let currentLanguage = 'eng';

/** Runs synchronous `work` with the stop words and stems of a language, and restores the previous one. */
export function withTextLanguage<Result>(code: string, work: () => Result): Result {
  const before = currentLanguage;
  currentLanguage = code;
  try {
    return work();
  } finally {
    currentLanguage = before;
  }
}

/** The language of the text being processed, as its ISO 639-3 code. */
export const getReadingLanguage = (): string => currentLanguage;

/** Whether the text is English: only English grammar recognizes speakers and their roles. */
export const isReadingEnglish = (): boolean => currentLanguage === 'eng';

/** The content words of a text: `splitWords` without articles, pronouns, auxiliaries, prepositions. */
export const extractContentWords = (text: string): string[] => selectContentWords(splitWords(text));

/** Those of `splitWords` that are content words. */
export function selectContentWords(words: readonly string[]): string[] {
  const empty = stopWordsOf(currentLanguage);
  return words.filter(word => !empty.has(word));
}

/** Whether a word is a stop word. */
export const isEmptyWord = (word: string): boolean => stopWordsOf(currentLanguage).has(word.toLowerCase());

const memoizedStems = createWordMemo(20_000, (word: string) =>
  PLAIN_WORD.test(word) ? stemmer(word) : word,
);

/** Length of the prefix that serves as the stem in languages other than English. */
const PREFIX_LENGTH = 6;

/**
 * The stem of one lower-case word: in English by Porter 1980 (numbers, abbreviations and words with other
 * letters stay unchanged), in other languages its prefix, which is nearly as good for retrieval (McNamee,
 * Nicholas and Mayfield 2009).
 */
export function stem(word: string): string {
  if (currentLanguage !== 'eng')
    return /^\p{L}/u.test(word) ? [...word].slice(0, PREFIX_LENGTH).join('') : word;
  return memoizedStems(word);
}

/** The stems of the content words, in order, with repetitions. */
export function stemText(text: string): string[] {
  return extractContentWords(text).map(stem);
}
