import { stemmer } from 'stemmer';
import * as stopwords from 'stopword';
import { createMemo } from '../memo.ts';
import emptyWords from './lexicons/empty-words.json' with { type: 'json' };

/** Words that carry no meaning of their own. */
const ENGLISH_STOP_WORDS = new Set(emptyWords.words);

const WORD = /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

function normalizeWord(word: string): string {
  if (/^\p{N}/u.test(word)) return word.replaceAll(',', '');
  return word.replaceAll('’', "'").replace(/'s$|\.$/, '');
}

/**
 * The words of a text in order, in small letters: no possessive endings, `U.S.` as `u.s`, `1,200` as `1200`.
 */
export function splitWords(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map(normalizeWord);
}

/** A word of `splitWords` as the text writes it: "Agatha" for "agatha"; the word itself where it does not. */
export function writtenFormOf(word: string, text: string): string {
  return text.match(WORD)?.find(each => normalizeWord(each.toLowerCase()) === word) ?? word;
}

/** Languages in Latin letters whose empty words are known, as ISO 639-3 codes. */
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
/** Languages whose empty words are known, English first, as ISO 639-3 codes. */
export const stopWordLanguages: readonly string[] = ['eng', ...OTHER_LANGUAGES];

const stopWords = new Map<string, ReadonlySet<string>>([['eng', ENGLISH_STOP_WORDS]]);

/** The words of a language that carry no meaning of their own, by its ISO 639-3 code; empty where they are not known. */
export function stopWordsOf(code: string): ReadonlySet<string> {
  const other = OTHER_LANGUAGES.find(each => each === code);
  const found =
    stopWords.get(code) ??
    new Set<string>(other === undefined || !(other in stopwords) ? [] : readStopWords(other));
  stopWords.set(code, found);
  return found;
}

const readStopWords = (code: (typeof OTHER_LANGUAGES)[number]): readonly string[] =>
  (stopwords as unknown as Record<string, string[]>)[code] ?? [];

let currentLanguage = 'eng';

/**
 * Does a piece of work with the words of a language: which are empty, and what their stems are. The work is
 * one synchronous call, so nothing else is read in between, and the language ends with it.
 */
export function withTextLanguage<Result>(code: string, work: () => Result): Result {
  const before = currentLanguage;
  currentLanguage = code;
  try {
    return work();
  } finally {
    currentLanguage = before;
  }
}

/** The language of what is read just now, as its ISO 639-3 code. */
export const getReadingLanguage = (): string => currentLanguage;

/**
 * Whether what is read just now is English: who speaks, and what a speaker's role is, is told by English
 * grammar alone.
 */
export const isReadingEnglish = (): boolean => currentLanguage === 'eng';

/** The words that carry meaning: `words` without articles, pronouns, auxiliaries, prepositions. */
export function extractContentWords(text: string): string[] {
  const empty = stopWordsOf(currentLanguage);
  return splitWords(text).filter(word => !empty.has(word));
}

/** Whether a word carries no meaning of its own. */
export const isEmptyWord = (word: string): boolean => stopWordsOf(currentLanguage).has(word.toLowerCase());

const memoizedStems = createMemo<string>({ entries: 50_000 });

/** Letters that stand for a word in other languages than English. */
const PREFIX_LENGTH = 6;

/**
 * The stem of one word in small letters: in English by Porter 1980 (numbers, abbreviations and words with
 * foreign letters stay as they are), in other languages its beginning, which does nearly as well for
 * retrieval (McNamee, Nicholas and Mayfield 2009).
 */
export function stem(word: string): string {
  if (currentLanguage !== 'eng')
    return /^\p{L}/u.test(word) ? [...word].slice(0, PREFIX_LENGTH).join('') : word;
  return memoizedStems.getOrCreate(word, () => (/^[a-z]+$/.test(word) ? stemmer(word) : word));
}

/** The stems of the words that carry meaning, in order, repeated as often as they occur. */
export function stemText(text: string): string[] {
  return extractContentWords(text).map(stem);
}
