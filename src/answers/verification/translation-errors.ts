import type { Article } from '../../articles/article.ts';
import { getArticleLanguage } from '../../articles/article-language.ts';
import { fold, truncate } from '../../language/folding.ts';
import {
  type Language,
  languageNameOf,
  supportedLanguages,
  trigramCodesOf,
} from '../../language/languages.ts';
import { extractDates } from '../../language/multilingual/dates.ts';
import { findReversedDirection } from '../../language/multilingual/directions.ts';
import { detectNegation } from '../../language/multilingual/negations.ts';
import { extractNumbers, type NumberReading } from '../../language/multilingual/numbers.ts';
import { rankLanguages } from '../../language/trigrams.ts';
import { findNameMismatch } from './translated-names.ts';

/** Why a translation may not be shown for a text that the article supports, or null. */
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

/** Finds a quotation that is not in the article: even a translation keeps quoted text as it is. */
function findMisquotation(translation: string, article: Article): string | null {
  const stored = [
    article.headline,
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ].map(fold);
  const found = [...translation.matchAll(QUOTED)]
    .map(([, words = '']) => words)
    .find(words => !stored.some(passage => passage.includes(fold(words))));
  return found === undefined
    ? null
    : `"${truncate(found)}" stands in quotation marks but is not the article's wording.`;
}

/** Languages that write in one character what others write in a word. */
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

/** Minimum letters for telling a language by its trigrams. */
const MIN_LETTERS = 40;

/** Minimum score of the wanted language, where the likeliest has 1: names draw a translation to others. */
const MIN_LANGUAGE_SCORE = 0.86;

function findWrongLanguage(text: string, from: Language, translation: string, to: Language): string | null {
  if (fold(translation) === fold(text) && translation.split(/\s+/).length > 4)
    return 'it is the text itself.';
  const letters = translation.match(/\p{L}/gu)?.length ?? 0;
  const own = translation.match(SCRIPTS[to] ?? LATIN)?.length ?? 0;
  // names may stay in their own script
  if (own * 3 < letters) return `it is not written in ${languageNameOf(to)}.`;
  if (letters < MIN_LETTERS) return null;
  const scores = new Map(rankLanguages(translation, { only: supportedLanguages.flatMap(trigramCodesOf) }));
  const scoreLanguage = (language: Language) =>
    Math.max(...trigramCodesOf(language).map(code => scores.get(code) ?? 0));
  if (scoreLanguage(to) < MIN_LANGUAGE_SCORE || (from !== to && scoreLanguage(from) > scoreLanguage(to)))
    return `it does not seem to be ${languageNameOf(to)}.`;
  return null;
}

type NumberReadings = readonly NumberReading[];

/** Tests whether a list has a number, however it is written: `22:40` may become `22.40` or `22 h 40`. */
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
