import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  parseRawPattern,
  RegExpMatcher,
} from 'obscenity';
import lists from './lexicons/profanity.json' with { type: 'json' };
import { endOf } from './trimming.ts';

/** Masks strong English words but for their first letter ("b•••"), unless the server wants them shown. */
export function mask(text: string, { maskStrongLanguage }: { maskStrongLanguage: boolean }): string {
  if (!maskStrongLanguage) return text;
  let [masked, at] = ['', 0];
  for (const { start, end } of strongWords(text)) {
    const first = String.fromCodePoint(text.codePointAt(start)!);
    masked += `${text.slice(at, start)}${first}•••`;
    at = end;
  }
  return masked + text.slice(at);
}

/**
 * Where strong words stand, in order, each from the beginning of its first word to the end of its last
 * ("bullshit", "f u c k").
 */
function strongWords(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const read = text.replace(AT_THE_EDGE, sign => ' '.repeat(sign.length));
  const matches = [
    ...matcher.getAllMatches(read),
    ...(hasBeginning(read) ? addedMatcher.getAllMatches(read) : []),
  ];
  for (const { startIndex, endIndex } of matches.toSorted((a, b) => a.startIndex - b.startIndex)) {
    const last = found.at(-1);
    if (last && endIndex < last.end) continue;
    const start = startIndex - endOf(text.slice(last?.end ?? 0, startIndex), IN_WORD).length;
    const end = endOfWord(text, endIndex + 1);
    if (last && start < last.end) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

/**
 * Signs that are read as letters inside a word ("sh!t"), but are none at its edges ("crap!", "(crap)"); a
 * stroke parts words.
 */
const AT_THE_EDGE = /[!(|]+(?![\p{L}\p{N}])|(?<![\p{L}\p{N}!(|])[!(|]+|\//gu;

const IN_WORD = /[\p{L}\p{N}\p{M}]/u;
const WORD = /[\p{L}\p{N}\p{M}]*/uy;

function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start;
  return start + WORD.exec(text)![0].length;
}

const { strong, sober, harmless } = lists;

/**
 * `strong` is what the data set does not have: mild words, inflected forms, slurs, as its patterns (`|` is
 * the edge of a word; letters that are doubled are compared as one, but for b, e, g, l, o and s). `sober`:
 * what it has, but news and readers say soberly. `harmless`: words and names in which one of them is seen.
 */
const known = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(phrase => sober.includes(phrase.metadata?.originalWord ?? ''))
  .build();
const how = {
  ...englishRecommendedTransformers,
  whitelistedTerms: [...(known.whitelistedTerms ?? []), ...harmless],
};
const matcher = new RegExpMatcher({ ...known, ...how });
const added = new DataSet<object>().addPhrase(phrase =>
  strong.reduce((all, pattern) => all.addPattern(parseRawPattern(pattern)), phrase),
);
const addedMatcher = new RegExpMatcher({ ...added.build(), ...how });

/** Our own words are looked for only where one begins as they do: most texts have none. */
function hasBeginning(text: string): boolean {
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
  const word = parts.includes('hell') ? 'hell' : parts[0]!;
  return [word.replace(/\[.\]/g, ''), word.replace(/[[\]]/g, '')].map(each => each.slice(0, 4));
}
