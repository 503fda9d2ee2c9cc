import type { Article } from '../../articles/article.ts';
import type { Language } from '../../language/languages.ts';
import { isGivenName } from '../../language/lexicon.ts';
import { isDateWord } from '../../language/multilingual/dates.ts';
import { regionOf } from '../../language/multilingual/regions.ts';
import { foldName } from '../../language/multilingual/text.ts';
import { memoizePerObject } from '../../memo.ts';

/** A word, with apostrophes and hyphens; an elided article before a name (`d’Ines`) is a word of its own. */
export const WORD =
  /\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\p{L}[\p{L}\p{M}]*(?:(?:-|['’](?!\p{Lu}))\p{L}[\p{L}\p{M}]*)*/gu;

/** The words of a text without a possessive `’s`; `L’Islande` also counts as `Islande`. */
function listNameWords(text: string): string[] {
  return (text.match(WORD) ?? []).flatMap(word => {
    const name = word.replace(/['’]s?$/, '');
    const behind = name.replace(/^\p{Lu}\p{Ll}{0,4}['’](?=\p{Lu})/u, '');
    return behind === name ? [name] : [name, behind];
  });
}

/** The capitalized words, with whether each begins a sentence and whether it follows another one. */
function findCapitalizedWords(
  text: string,
): { word: string; first: boolean; follows: boolean; counted: boolean }[] {
  const found: { word: string; first: boolean; follows: boolean; counted: boolean }[] = [];
  let end = 0;
  let before = false;
  let beforeCounted = false;
  for (const match of text.matchAll(WORD)) {
    const gap = text.slice(end, match.index);
    const first = end === 0 || /[.!?:…]["'“”‘’»)]*\s|[“„«"‘]|[–—]\s/.test(gap);
    const capital = /^\p{Lu}/u.test(match[0]);
    // `2,1 Millionen Pfund`: what is counted is not a name
    const counted: boolean = /\p{N}\s*$/u.test(gap) || (beforeCounted && capital);
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

/** Whether two words are spellings of one name: with another ending, or other accents. */
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
  /** Words capitalized within sentences. */
  readonly capital: ReadonlySet<string>;
  /** Lowercase words. */
  readonly small: ReadonlySet<string>;
}

/** An article's names: words capitalized within sentences, and its lower-case words to tell them from. */
export const collectNames: (article: Article) => ArticleNames = memoizePerObject(article => {
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
  return { capital, small };
});

/** Languages that capitalize every noun. */
const NOUN_CAPITALIZING = new Set<Language>(['de']);

/** Why the names in a translation do not match those in its text, or null. */
export function findNameMismatch(
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

  // names made of ordinary words ("the Silver Band") may be translated, so as many capitalized words may be
  // new; neither "The" at the start nor "Monday" makes room for a name
  let room = findCapitalizedWords(text).filter(
    ({ word, first }) =>
      !(first && small.has(word.toLowerCase())) &&
      !isDateWord(word, from) &&
      !isName(word) &&
      !isMentioned(translation, word),
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

const isMentioned = (text: string, name: string) => listNameWords(text).some(word => isSameName(word, name));

function hasRegion(name: string, from: Language, translation: string, to: Language): boolean {
  const country = regionOf(name, from);
  return country !== undefined && listNameWords(translation).some(word => regionOf(word, to) === country);
}
