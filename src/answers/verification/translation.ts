import { francAll } from 'franc';
import type { Article } from '../../articles/article.ts';
import { writtenIn } from '../../articles/article-language.ts';
import { fold, shortened } from '../../language/folding.ts';
import { codesOf, type Language, languageName, languages } from '../../language/languages.ts';
import { isGivenName } from '../../language/lexicon.ts';
import {
  bare,
  datesIn,
  denies,
  isDateWord,
  type NumberRead,
  numbersIn,
  regionOf,
  turnedAround,
} from '../../language/multilingual.ts';

/**
 * A statement that the article bears out, in the language of the answer. Rules that know no dictionary cannot
 * prove a translation; they see what lies are mostly made of: numbers, dates, names, denials, directions,
 * links, words put into somebody's mouth.
 */
export interface Translatable {
  readonly text: string;
  readonly translation?: string | null | undefined;
}

/**
 * The translation where it passes, as a part of the statement; what was wrong with it is said. Without a
 * wanted language there is none.
 */
export function translated(
  { text, translation }: Translatable,
  proven: string,
  {
    article,
    language,
    say,
  }: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (language === null || translation === undefined) return {};
  if (translation === null) {
    say(`"${shortened(text)}" has no translation into ${languageName(language)}.`);
    return {};
  }
  const fault = translationFault(proven, translation, language, article);
  if (fault === null) return { translation };
  say(`The translation of "${shortened(proven)}" is not faithful: ${fault}`);
  return {};
}

/**
 * The same for a statement that is shown in the wanted language first: it must hold a name, a number or a
 * date, by which its translation can be held to it.
 */
export function translatedStatement(
  given: Translatable,
  proven: string,
  how: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (how.language === null || given.translation === undefined || hasAnchor(proven, how.article))
    return translated(given, proven, how);
  how.say(`"${shortened(proven)}" holds no name, number or date, so its translation cannot be checked.`);
  return {};
}

function hasAnchor(text: string, article: Article): boolean {
  const from = writtenIn(article) ?? 'en';
  const { capital } = namesIn(article);
  const named = (text.match(WORD) ?? []).some(word => capital.has(word.replace(/['’]s?$/, '')));
  return named || numbersIn(text, from).length > 0 || datesIn(text, from).size > 0;
}

/** What a model is told about `translation`, at the end of a recipe's instructions. */
export function translationTask(language: Language | null, what = '"text"'): string {
  if (language === null) return ' Every "translation" is null.';
  const name = languageName(language);
  return ` Write ${what} in the article's own language, and "translation" as the same in ${name}: nothing added or left out, numbers in digits, names of people, places and organisations as the article writes them, no quotation marks but around words left in the original. Where you word a statement yourself, let it hold a name, a number or a date.`;
}

/** Why a translation is not shown for a text that the article bears out, or null. */
export function translationFault(
  text: string,
  translation: string,
  to: Language,
  article: Article,
): string | null {
  const from = writtenIn(article) ?? 'en';
  return (
    acting(translation, text) ??
    quoting(translation, article) ??
    proportion(text, from, translation, to) ??
    tongue(text, from, translation, to) ??
    numbers(text, from, translation, to) ??
    dates(text, from, translation, to) ??
    names(text, from, translation, to, article) ??
    negation(text, from, translation, to) ??
    direction(text, from, translation, to)
  );
}

const ACTING =
  /\b(?:https?:\/\/|www\.|discord(?:app)?\.(?:gg|com))\S*|(?<![\w-])[\w-]+\.(?:com|org|net|gg|io|example|info|ru|de)\b\S*|<[@#&:t/!][^<>]*>|[@＠]\S+|\]\([^)\s]*/giu;

function acting(translation: string, text: string): string | null {
  const found = translation.match(ACTING)?.find(part => !fold(text).includes(fold(part)));
  return found === undefined ? null : `"${shortened(found)}" does not stand there.`;
}

const QUOTED = /[“„«»"「『”]([^“”„«»"「」『』]+)[”“»«"」』]/g;

/** What stands between quotation marks is the article's, also in a translation. */
function quoting(translation: string, article: Article): string | null {
  const stored = [
    article.headline,
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ].map(fold);
  const found = [...translation.matchAll(QUOTED)]
    .map(([, words]) => words!)
    .find(words => !stored.some(passage => passage.includes(fold(words))));
  return found === undefined
    ? null
    : `"${shortened(found)}" stands in quotation marks but is not the article's wording.`;
}

/** Languages that say in a character what others say in a word. */
const DENSE = new Set<Language>(['zh', 'zh-Hant', 'ja', 'ko']);

function proportion(text: string, from: Language, translation: string, to: Language): string | null {
  const weight = (length: number, language: Language) => length * (DENSE.has(language) ? 2.5 : 1);
  const ratio = (weight(translation.length, to) + 12) / (weight(text.length, from) + 12);
  if (ratio > 1.8) return 'it is much longer.';
  return ratio < 0.55 ? 'it is much shorter.' : null;
}

const SCRIPTS: Partial<Record<Language, RegExp>> = {
  ar: /\p{Script=Arabic}/gu,
  bg: /\p{Script=Cyrillic}/gu,
  el: /\p{Script=Greek}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
  ko: /\p{Script=Hangul}/gu,
  ru: /\p{Script=Cyrillic}/gu,
  th: /\p{Script=Thai}/gu,
  uk: /\p{Script=Cyrillic}/gu,
  zh: /\p{Script=Han}/gu,
  'zh-Hant': /\p{Script=Han}/gu,
};
const LATIN = /\p{Script=Latin}/gu;

/** Fewer letters tell nothing of a language by their trigrams. */
const LEAST = 40;
/**
 * A translation may score so much below the likeliest language and still be the wanted one: names pull it
 * elsewhere.
 */
const NEAR = 0.86;

function tongue(text: string, from: Language, translation: string, to: Language): string | null {
  if (fold(translation) === fold(text) && translation.split(/\s+/).length > 4)
    return 'it is the text itself.';
  const letters = translation.match(/\p{L}/gu)?.length ?? 0;
  const own = translation.match(SCRIPTS[to] ?? LATIN)?.length ?? 0;
  // names may stay in their own letters
  if (own * 3 < letters) return `it is not written in ${languageName(to)}.`;
  if (letters < LEAST) return null;
  const scores = new Map(francAll(translation, { only: languages.flatMap(codesOf) }));
  const score = (language: Language) => Math.max(...codesOf(language).map(code => scores.get(code) ?? 0));
  if (score(to) < NEAR || (from !== to && score(from) > score(to)))
    return `it does not seem to be ${languageName(to)}.`;
  return null;
}

type Figures = readonly NumberRead[];

/**
 * Which numbers a list holds, in whatever way they are written: `22:40` may stand as `22.40` or `22 h 40`.
 */
function holding(list: Figures): (number: NumberRead) => boolean {
  const times = new Set(list.filter(({ values }) => values.length === 0).flatMap(({ parts }) => parts));
  const values = new Set([...list.flatMap(number => number.values), ...times]);
  return number =>
    number.values.some(value => values.has(value)) ||
    (number.parts.length > 1 && number.parts.every(part => times.has(part))) ||
    (number.values.length === 0 &&
      number.parts.every(part => list.some(({ parts }) => parts.includes(part))));
}

function numbers(text: string, from: Language, translation: string, to: Language): string | null {
  const [there, here] = [numbersIn(text, from), numbersIn(translation, to)];
  const strange = here.find(number => !holding(there)(number));
  if (strange) return `the number ${strange.text} does not stand there.`;
  const missing = there.find(number => !holding(here)(number));
  return missing ? `the number ${missing.text} is missing; write numbers in digits.` : null;
}

function dates(text: string, from: Language, translation: string, to: Language): string | null {
  const [there, here] = [datesIn(text, from), datesIn(translation, to)];
  if ([...here].some(date => !there.has(date))) return 'it names another month or day.';
  return [...there].some(date => !here.has(date)) ? 'a month or day is missing.' : null;
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/gu;

/**
 * The words with a capital, with whether a sentence begins with it, and whether the word before has a capital
 * too.
 */
function capitals(text: string): { word: string; first: boolean; follows: boolean; counted: boolean }[] {
  const found: { word: string; first: boolean; follows: boolean; counted: boolean }[] = [];
  let [end, before, beforeCounted] = [0, false, false];
  for (const match of text.matchAll(WORD)) {
    const gap = text.slice(end, match.index);
    const first = match.index === 0 || end === 0 || /[.!?:…]["'“”‘’»)]*\s|[“„«"‘]|[–—]\s/.test(gap);
    const capital = /^\p{Lu}/u.test(match[0]);
    // `2,1 Millionen Pfund`: what is counted is no name
    const counted = /\p{N}\s*$/u.test(gap) || (beforeCounted && capital);
    if (capital)
      found.push({
        word: match[0].replace(/['’]s?$/, ''),
        first,
        follows: before && /^\s$/.test(gap),
        counted,
      });
    [before, beforeCounted] = [capital && !first, counted];
    end = match.index + match[0].length;
  }
  return found;
}

/** Two ways to write one name: another ending, other accents. */
function isSameName(a: string, b: string): boolean {
  const [short, long] = [bare(a), bare(b)].sort((x, y) => x.length - y.length) as [string, string];
  if (short === long) return true;
  if (short.length < 3) return false;
  return (
    long.startsWith(short.slice(0, Math.max(short.length <= 4 ? short.length : 4, short.length - 2))) &&
    long.length - short.length <= 4
  );
}

interface Names {
  /** Words with a capital within sentences. */
  readonly capital: ReadonlySet<string>;
  /** Words in small letters. */
  readonly small: ReadonlySet<string>;
}

const namesOf = new WeakMap<Article, Names>();

function namesIn(article: Article): Names {
  const known = namesOf.get(article);
  if (known) return known;
  const all = [
    article.byline ?? '',
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ];
  const capital = new Set(
    all.flatMap(capitals).flatMap(({ word, first }) => (first && !isGivenName(word) ? [] : [word])),
  );
  const small = new Set(all.flatMap(text => text.match(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]*/gu) ?? []));
  const made = { capital, small };
  namesOf.set(article, made);
  return made;
}

/** Languages that give every noun a capital. */
const NOUNS = new Set<Language>(['de']);

function names(
  text: string,
  from: Language,
  translation: string,
  to: Language,
  article: Article,
): string | null {
  const { capital, small } = namesIn(article);
  const there = (text.match(WORD) ?? []).map(word => word.replace(/['’]s?$/, ''));
  const inText = (word: string) => there.some(each => isSameName(each, word));
  const isName = (word: string) =>
    capital.has(word) && !small.has(word.toLowerCase()) && !isDateWord(word, from);
  const here = capitals(translation).filter(({ word }) => !isDateWord(word, to));
  const regions = new Set(there.flatMap(word => regionOf(word, from) ?? []));

  // names made of ordinary words ("the Silver Band") may be translated: so many capitals may be new
  let room = capitals(text).filter(({ word }) => !isName(word) && !mentions(translation, word)).length;
  for (const { word, first, follows, counted } of here) {
    const country = regionOf(word, to);
    if (inText(word) || (country !== undefined && regions.has(country))) continue;
    const isOther =
      [...capital].some(name => isName(name) && bare(name) === bare(word)) || (isGivenName(word) && !first);
    const isStrange = NOUNS.has(to) ? follows && !counted && !first : !first && --room < 0;
    if (isOther || isStrange) return `the name ${word} does not stand there.`;
  }
  const wanted = there.filter(word => /^\p{Lu}/u.test(word) && word.length > 1 && isName(word));
  const missing = wanted.find(
    name => !mentions(translation, name) && !isRegionThere(name, from, translation, to),
  );
  return missing === undefined ? null : `the name ${missing} is missing; write names as the article does.`;
}

const mentions = (text: string, name: string) =>
  (text.match(WORD) ?? []).some(word => isSameName(word.replace(/['’]s?$/, ''), name));

function isRegionThere(name: string, from: Language, translation: string, to: Language): boolean {
  const country = regionOf(name, from);
  return (
    country !== undefined && (translation.match(WORD) ?? []).some(word => regionOf(word, to) === country)
  );
}

function negation(text: string, from: Language, translation: string, to: Language): string | null {
  const [there, here] = [denies(text, from), denies(translation, to)];
  if (!there || !here) return null;
  if (there.plain && !here.plain && !here.soft) return 'it does not deny what the text denies.';
  return here.plain && !there.plain && !there.soft ? 'it denies what the text does not deny.' : null;
}

function direction(text: string, from: Language, translation: string, to: Language): string | null {
  const turned = turnedAround(text, from, translation, to);
  return turned === null ? null : `it turns a direction around (${turned}).`;
}
