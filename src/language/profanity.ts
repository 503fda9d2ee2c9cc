import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  parseRawPattern,
  RegExpMatcher,
} from 'obscenity';
import lists from './lexicons/profanity.json' with { type: 'json' };
import { trailingRunOf } from './trimming.ts';

/** Masks strong English words but for their first letter ("b•••"), unless the server wants them shown. */
export function maskProfanity(text: string, { maskStrongLanguage }: { maskStrongLanguage: boolean }): string {
  if (!maskStrongLanguage) return text;
  let [masked, at] = ['', 0];
  for (const { start, end } of findProfanity(text)) {
    const first = String.fromCodePoint(text.codePointAt(start) ?? 0);
    masked += `${text.slice(at, start)}${first}•••`;
    at = end;
  }
  return masked + text.slice(at);
}

/**
 * Where strong words stand, in order, each from the beginning of its first word to the end of its last
 * ("bullshit", "f u c k").
 */
export function findProfanity(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const read = text.replace(EDGE_SIGNS, sign => ' '.repeat(sign.length));
  const matches = [
    ...matcher.getAllMatches(read),
    ...(hasKnownBeginning(read) ? addedMatcher.getAllMatches(read) : []),
  ];
  for (const { startIndex, endIndex } of matches.toSorted((a, b) => a.startIndex - b.startIndex)) {
    const last = found.at(-1);
    if (last && endIndex < last.end) continue;
    const start = startIndex - trailingRunOf(text.slice(last?.end ?? 0, startIndex), WORD_CHARACTER).length;
    const end = findWordEnd(text, endIndex + 1);
    if (last && start < last.end) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

/**
 * Signs that are read as letters inside a word ("sh!t"), but are none at its edges ("crap!", "(crap)"); a
 * stroke parts words.
 */
const EDGE_SIGNS = /[!(|]+(?![\p{L}\p{N}])|(?<![\p{L}\p{N}!(|])[!(|]+|\//gu;

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const WORD = /[\p{L}\p{N}\p{M}]*/uy;

function findWordEnd(text: string, start: number): number {
  WORD.lastIndex = start;
  return start + (WORD.exec(text)?.[0].length ?? 0);
}

const { words: strong } = lists.strong;

/**
 * `strong` is what the data set does not have: mild words, inflected forms, slurs, as its patterns (`|` is
 * the edge of a word; letters that are doubled are compared as one, but for b, e, g, l, o and s). `sober`:
 * what it has, but news and readers say soberly. `harmless`: words and names in which one of them is seen.
 */
const profanityDataSet = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(entry => lists.sober.words.includes(entry.metadata?.originalWord ?? ''))
  .build();
const matcherOptions = {
  ...englishRecommendedTransformers,
  whitelistedTerms: [...(profanityDataSet.whitelistedTerms ?? []), ...lists.harmless.words],
};
const matcher = new RegExpMatcher({ ...profanityDataSet, ...matcherOptions });
const addedWords = new DataSet<object>().addPhrase(entry =>
  strong.reduce((all, pattern) => all.addPattern(parseRawPattern(pattern)), entry),
);
const addedMatcher = new RegExpMatcher({ ...addedWords.build(), ...matcherOptions });

/** Our own words are looked for only where one begins as they do: most texts have none. */
function hasKnownBeginning(text: string): boolean {
  const folded = text
    .toLowerCase()
    .replace(/[@$013!]/g, sign => READ_AS[sign] ?? sign)
    .replace(/([^beglos])\1+/g, '$1')
    .replace(/([beglos])\1{2,}/g, '$1$1');
  if (/[^\P{L}a-z]/u.test(folded)) return true;
  for (const [word] of folded.matchAll(/[a-z]{3,}/g))
    if (beginnings.has(word.slice(0, 4)) || beginnings.has(word.slice(0, 3))) return true;
  return false;
}

const READ_AS: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '!': 'i',
};

const beginnings = new Set(strong.flatMap(beginningsOf));

function beginningsOf(pattern: string): string[] {
  const parts = pattern.replaceAll('|', '').split(' ');
  const [first = ''] = parts;
  const word = parts.includes('hell') ? 'hell' : first;
  return [word.replace(/\[.\]/g, ''), word.replace(/[[\]]/g, '')].map(each => each.slice(0, 4));
}
