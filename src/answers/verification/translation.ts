import { francAll } from 'franc';
import type { Article } from '../../articles/article.ts';
import { getArticleLanguage } from '../../articles/article-language.ts';
import { fold, truncate } from '../../language/folding.ts';
import {
  type Language,
  languageNameOf,
  supportedLanguages,
  trigramCodesOf,
} from '../../language/languages.ts';
import { isGivenName } from '../../language/lexicon.ts';
import { extractDates, isDateWord } from '../../language/multilingual/dates.ts';
import { findReversedDirection } from '../../language/multilingual/directions.ts';
import { detectNegation } from '../../language/multilingual/negations.ts';
import { extractNumbers, type NumberReading } from '../../language/multilingual/numbers.ts';
import { regionOf } from '../../language/multilingual/regions.ts';
import { foldName } from '../../language/multilingual/text.ts';

/**
 * A statement that the article bears out, in the language of the answer. Rules that know no dictionary cannot
 * prove a translation; they see what lies are mostly made of: numbers, dates, names, denials, directions,
 * links, words put into somebody's mouth.
 */
export interface TranslatableStatement {
  readonly text: string;
  readonly translation?: string | null | undefined;
}

/**
 * The translation where it passes, as a part of the statement; what was wrong with it is said. Without a
 * wanted language there is none.
 */
export function keepFaithfulTranslation(
  { text, translation }: TranslatableStatement,
  proven: string,
  {
    article,
    language,
    say,
  }: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (language === null || translation === undefined) return {};
  if (translation === null) {
    say(`"${truncate(text)}" has no translation into ${languageNameOf(language)}.`);
    return {};
  }
  const error = findTranslationError(proven, translation, language, article);
  if (error === null) return { translation };
  say(`The translation of "${truncate(proven)}" is not faithful: ${error}`);
  return {};
}

/**
 * The same for a statement that is shown in the wanted language first: it must hold a name, a number or a
 * date, by which its translation can be held to it.
 */
export function keepAnchoredTranslation(
  given: TranslatableStatement,
  proven: string,
  how: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (how.language === null || given.translation === undefined || hasAnchor(proven, how.article))
    return keepFaithfulTranslation(given, proven, how);
  how.say(`"${truncate(proven)}" holds no name, number or date, so its translation cannot be checked.`);
  return {};
}

function hasAnchor(text: string, article: Article): boolean {
  const from = getArticleLanguage(article) ?? 'en';
  const { capital } = collectNames(article);
  const named = (text.match(WORD) ?? []).some(word => capital.has(word.replace(/['’]s?$/, '')));
  return named || extractNumbers(text, from).length > 0 || extractDates(text, from).size > 0;
}

/** What a model is told about `translation`, at the end of a recipe's instructions. */
export function createTranslationTask(language: Language | null, what = '"text"'): string {
  if (language === null) return ' Every "translation" is null.';
  const name = languageNameOf(language);
  return ` Write ${what} in the article's own language, and "translation" as the same in ${name}: nothing added or left out, numbers in digits, names of people, places and organisations as the article writes them, no quotation marks but around words left in the original. Where you word a statement yourself, let it hold a name, a number or a date.`;
}

/** Why a translation is not shown for a text that the article bears out, or null. */
export function findTranslationError(
  text: string,
  translation: string,
  to: Language,
  article: Article,
): string | null {
  const from = getArticleLanguage(article) ?? 'en';
  return (
    findActiveContent(translation, text) ??
    findMisquotation(translation, article) ??
    findLengthMismatch(text, from, translation, to) ??
    findWrongLanguage(text, from, translation, to) ??
    findNumberMismatch(text, from, translation, to) ??
    findDateMismatch(text, from, translation, to) ??
    findNameMismatch(text, from, translation, to, article) ??
    findNegationMismatch(text, from, translation, to) ??
    findDirectionMismatch(text, from, translation, to)
  );
}

const ACTIVE_CONTENT =
  /\b(?:https?:\/\/|www\.|discord(?:app)?\.(?:gg|com))\S*|(?<![\w-])[\w-]+\.(?:com|org|net|gg|io|example|info|ru|de)\b\S*|<[@#&:t/!][^<>]*>|[@＠]\S+|\]\([^)\s]*/giu;

function findActiveContent(translation: string, text: string): string | null {
  const found = translation.match(ACTIVE_CONTENT)?.find(part => !fold(text).includes(fold(part)));
  return found === undefined ? null : `"${truncate(found)}" does not stand there.`;
}

const QUOTED = /[“„«»"「『”]([^“”„«»"「」『』]+)[”“»«"」』]/g;

/** What stands between quotation marks is the article's, also in a translation. */
function findMisquotation(translation: string, article: Article): string | null {
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
    : `"${truncate(found)}" stands in quotation marks but is not the article's wording.`;
}

/** Languages that say in a character what others say in a word. */
const DENSE_SCRIPTS = new Set<Language>(['zh', 'zh-Hant', 'ja', 'ko']);

function findLengthMismatch(text: string, from: Language, translation: string, to: Language): string | null {
  const weighLength = (length: number, language: Language) =>
    length * (DENSE_SCRIPTS.has(language) ? 2.5 : 1);
  const ratio = (weighLength(translation.length, to) + 12) / (weighLength(text.length, from) + 12);
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
const MIN_LETTERS = 40;
/**
 * A translation may score so much below the likeliest language and still be the wanted one: names pull it
 * elsewhere.
 */
const MIN_LANGUAGE_SCORE = 0.86;

function findWrongLanguage(text: string, from: Language, translation: string, to: Language): string | null {
  if (fold(translation) === fold(text) && translation.split(/\s+/).length > 4)
    return 'it is the text itself.';
  const letters = translation.match(/\p{L}/gu)?.length ?? 0;
  const own = translation.match(SCRIPTS[to] ?? LATIN)?.length ?? 0;
  // names may stay in their own letters
  if (own * 3 < letters) return `it is not written in ${languageNameOf(to)}.`;
  if (letters < MIN_LETTERS) return null;
  const scores = new Map(francAll(translation, { only: supportedLanguages.flatMap(trigramCodesOf) }));
  const scoreLanguage = (language: Language) =>
    Math.max(...trigramCodesOf(language).map(code => scores.get(code) ?? 0));
  if (scoreLanguage(to) < MIN_LANGUAGE_SCORE || (from !== to && scoreLanguage(from) > scoreLanguage(to)))
    return `it does not seem to be ${languageNameOf(to)}.`;
  return null;
}

type NumberReadings = readonly NumberReading[];

/**
 * Which numbers a list holds, in whatever way they are written: `22:40` may stand as `22.40` or `22 h 40`.
 */
function createNumberMatcher(list: NumberReadings): (number: NumberReading) => boolean {
  const times = new Set(list.filter(({ values }) => values.length === 0).flatMap(({ parts }) => parts));
  const values = new Set([...list.flatMap(number => number.values), ...times]);
  return number =>
    number.values.some(value => values.has(value)) ||
    (number.parts.length > 1 && number.parts.every(part => times.has(part))) ||
    (number.values.length === 0 &&
      number.parts.every(part => list.some(({ parts }) => parts.includes(part))));
}

function findNumberMismatch(text: string, from: Language, translation: string, to: Language): string | null {
  const [there, here] = [extractNumbers(text, from), extractNumbers(translation, to)];
  const strange = here.find(number => !createNumberMatcher(there)(number));
  if (strange) return `the number ${strange.text} does not stand there.`;
  const missing = there.find(number => !createNumberMatcher(here)(number));
  return missing ? `the number ${missing.text} is missing; write numbers in digits.` : null;
}

function findDateMismatch(text: string, from: Language, translation: string, to: Language): string | null {
  const [there, here] = [extractDates(text, from), extractDates(translation, to)];
  if ([...here].some(date => !there.has(date))) return 'it names another month or day.';
  return [...there].some(date => !here.has(date)) ? 'a month or day is missing.' : null;
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/gu;

/**
 * The words with a capital, with whether a sentence begins with it, and whether the word before has a capital
 * too.
 */
function findCapitalizedWords(
  text: string,
): { word: string; first: boolean; follows: boolean; counted: boolean }[] {
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
  const [short, long] = [foldName(a), foldName(b)].sort((x, y) => x.length - y.length) as [string, string];
  if (short === long) return true;
  if (short.length < 3) return false;
  return (
    long.startsWith(short.slice(0, Math.max(short.length <= 4 ? short.length : 4, short.length - 2))) &&
    long.length - short.length <= 4
  );
}

interface ArticleNames {
  /** Words with a capital within sentences. */
  readonly capital: ReadonlySet<string>;
  /** Words in small letters. */
  readonly small: ReadonlySet<string>;
}

const namesByArticle = new WeakMap<Article, ArticleNames>();

function collectNames(article: Article): ArticleNames {
  const known = namesByArticle.get(article);
  if (known) return known;
  const all = [
    article.byline ?? '',
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ];
  const capital = new Set(
    all
      .flatMap(findCapitalizedWords)
      .flatMap(({ word, first }) => (first && !isGivenName(word) ? [] : [word])),
  );
  const small = new Set(all.flatMap(text => text.match(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]*/gu) ?? []));
  const made = { capital, small };
  namesByArticle.set(article, made);
  return made;
}

/** Languages that give every noun a capital. */
const NOUN_CAPITALIZING = new Set<Language>(['de']);

function findNameMismatch(
  text: string,
  from: Language,
  translation: string,
  to: Language,
  article: Article,
): string | null {
  const { capital, small } = collectNames(article);
  const there = (text.match(WORD) ?? []).map(word => word.replace(/['’]s?$/, ''));
  const isInText = (word: string) => there.some(each => isSameName(each, word));
  const isName = (word: string) =>
    capital.has(word) && !small.has(word.toLowerCase()) && !isDateWord(word, from);
  const here = findCapitalizedWords(translation).filter(({ word }) => !isDateWord(word, to));
  const regions = new Set(there.flatMap(word => regionOf(word, from) ?? []));

  // names made of ordinary words ("the Silver Band") may be translated: so many capitals may be new
  let room = findCapitalizedWords(text).filter(
    ({ word }) => !isName(word) && !isMentioned(translation, word),
  ).length;
  for (const { word, first, follows, counted } of here) {
    const country = regionOf(word, to);
    if (isInText(word) || (country !== undefined && regions.has(country))) continue;
    const isOther =
      [...capital].some(name => isName(name) && foldName(name) === foldName(word)) ||
      (isGivenName(word) && !first);
    const isStrange = NOUN_CAPITALIZING.has(to) ? follows && !counted && !first : !first && --room < 0;
    if (isOther || isStrange) return `the name ${word} does not stand there.`;
  }
  const wanted = there.filter(word => /^\p{Lu}/u.test(word) && word.length > 1 && isName(word));
  const missing = wanted.find(
    name => !isMentioned(translation, name) && !hasRegion(name, from, translation, to),
  );
  return missing === undefined ? null : `the name ${missing} is missing; write names as the article does.`;
}

const isMentioned = (text: string, name: string) =>
  (text.match(WORD) ?? []).some(word => isSameName(word.replace(/['’]s?$/, ''), name));

function hasRegion(name: string, from: Language, translation: string, to: Language): boolean {
  const country = regionOf(name, from);
  return (
    country !== undefined && (translation.match(WORD) ?? []).some(word => regionOf(word, to) === country)
  );
}

function findNegationMismatch(
  text: string,
  from: Language,
  translation: string,
  to: Language,
): string | null {
  const [there, here] = [detectNegation(text, from), detectNegation(translation, to)];
  if (!there || !here) return null;
  if (there.plain && !here.plain && !here.soft) return 'it does not deny what the text denies.';
  return here.plain && !there.plain && !there.soft ? 'it denies what the text does not deny.' : null;
}

function findDirectionMismatch(
  text: string,
  from: Language,
  translation: string,
  to: Language,
): string | null {
  const turned = findReversedDirection(text, from, translation, to);
  return turned === null ? null : `it turns a direction around (${turned}).`;
}
