import type { Language } from '../languages.ts';
import { cardinals } from './cardinals.ts';
import { tokenizeText } from './text.ts';

interface NumberWords {
  /** The value of each number phrase, written as words joined by spaces. */
  readonly phrases: ReadonlyMap<string, number>;
  /** The beginnings of the words for a thousand, a million and a thousand million. */
  readonly scales: readonly (readonly [string, number])[];
  /** The number of words in the longest phrase. */
  readonly longest: number;
}

const numberWordsByLanguage = new Map<Language, NumberWords | null>();

/** From 2 on: in half of the languages, "one" is also an article. */
const SPELLED_VALUES = [
  ...Array.from({ length: 98 }, (_, index) => index + 2),
  ...Array.from({ length: 9 }, (_, index) => 100 * (index + 1)),
];

function getNumberWords(language: Language): NumberWords | null {
  const known = numberWordsByLanguage.get(language);
  if (known !== undefined) return known;
  const cardinal = cardinals[language];
  const made = cardinal ? buildNumberWords(cardinal) : null;
  numberWordsByLanguage.set(language, made);
  return made;
}

function buildNumberWords(cardinal: (value: number) => string): NumberWords {
  const phrases = new Map(SPELLED_VALUES.map(value => [tokenizeText(cardinal(value)).join(' '), value]));
  const scales = [1e3, 1e6, 1e9].flatMap(value =>
    [value, 2 * value].flatMap(each => {
      const last = tokenizeText(cardinal(each)).at(-1);
      // only a word of its own: "zweitausend" is written as one
      return last && last.length >= 3 && tokenizeText(cardinal(each)).length > 1
        ? [[last, value] as const]
        : [];
    }),
  );
  return {
    phrases,
    scales,
    longest: Math.max(...[...phrases.keys()].map(spelledNumber => spelledNumber.split(' ').length)),
  };
}

/** A number in a text with all the values it may have: `14.200` has one in German and another in English. */
export interface NumberReading {
  readonly text: string;
  readonly values: readonly number[];
  /** The groups of digits between points and colons, the same for `22:40`, `22.40` and `22 h 40`. */
  readonly parts: readonly number[];
}

const DIGITS = /\p{Nd}+(?:[.,:'’\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd})|[.,:]\p{Nd}+)*/gu;

/** Converts the digits of any script to ASCII. */
const toAsciiDigits = (text: string) => text.replace(/\p{Nd}/gu, digit => String(parseDigit(digit)));

function parseDigit(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
  return code - zero;
}

function parseValues(digits: string): number[] {
  const found = new Set<number>();
  if (/^\d+(?:[.,'’\u00a0\u202f ]\d{3})+$/.test(digits)) found.add(Number(digits.replace(/\D/g, '')));
  const [, whole, decimals] = digits.match(/^(\d+(?:[.,'’\u00a0\u202f ]\d{3})*)[.,](\d+)$/) ?? [];
  if (whole !== undefined) found.add(Number(`${whole.replace(/\D/g, '')}.${decimals}`));
  if (/^\d+$/.test(digits)) found.add(Number(digits));
  return [...found];
}

/** The numbers in a text, written in digits or, from two on, in the words of its language. */
export function extractNumbers(text: string, language: Language): NumberReading[] {
  const spelling = getNumberWords(language);
  const found: NumberReading[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const digits = toAsciiDigits(match[0]);
    const scale = spelling ? findScaleAfter(text.slice(match.index + match[0].length), spelling) : 1;
    const parts = digits.split(/\D/).map(Number);
    found.push({
      text: match[0],
      values: parseValues(digits).map(value => value * scale),
      parts,
    });
  }
  return spelling ? [...found, ...extractSpelledNumbers(text, spelling)] : found;
}

/** The factor expressed by the word after a number: `2,1 Millionen`, `£2.1m`. */
function findScaleAfter(rest: string, { scales }: NumberWords): number {
  const [word] = rest.match(/^[\s\u00a0-]{0,2}\p{L}[\p{L}\p{M}]*/u) ?? [];
  if (word === undefined) return 1;
  const [written] = tokenizeText(word);
  if (written === undefined) return 1;
  const short = { m: 1e6, mn: 1e6, mio: 1e6, bn: 1e9, k: 1e3, mrd: 1e9, md: 1e9 }[written];
  if (short !== undefined && (written.length > 1 || !/^\s/.test(word))) return short;
  return parseScale(written, scales);
}

/** The factor that a word stands for, as a scale word or an inflected form of one. */
function parseScale(word: string, scales: NumberWords['scales']): number {
  const exact = scales.find(([scale]) => scale === word);
  if (exact) return exact[1];
  const isInflected = ([scale]: readonly [string, number]) =>
    scale.length >= 5 && word.length <= scale.length + 3 && word.startsWith(scale.slice(0, -1));
  return scales.find(isInflected)?.[1] ?? 1;
}

function extractSpelledNumbers(text: string, spelling: NumberWords): NumberReading[] {
  const all = tokenizeText(text);
  const found: NumberReading[] = [];
  for (let at = 0; at < all.length; ) {
    const spelledNumber = findPhraseAt(all, at, spelling);
    if (spelledNumber === null) at += 1;
    else {
      at += spelledNumber.length;
      const value = spelledNumber.value * parseScale(all[at] ?? '', spelling.scales);
      found.push({ text: spelledNumber.text, values: [value], parts: [] });
    }
  }
  return found;
}

interface NumberPhrase {
  readonly text: string;
  /** The number of words. */
  readonly length: number;
  readonly value: number;
}

/** The longest number phrase that begins at a word, or null. */
function findPhraseAt(
  all: readonly string[],
  at: number,
  { phrases, longest }: NumberWords,
): NumberPhrase | null {
  for (let length = Math.min(longest, all.length - at); length > 0; length--) {
    const text = all.slice(at, at + length).join(' ');
    const value = phrases.get(text);
    if (value !== undefined) return { text, length, value };
  }
  return null;
}
