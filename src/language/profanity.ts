import { createRequire } from 'node:module';
import { createLazy } from '../lazy.ts';
import lists from './lexicons/profanity.json' with { type: 'json' };
import { trailingRunOf } from './trimming.ts';
import { WORD_CHARACTER } from './word-boundaries.ts';

const require = createRequire(import.meta.url);

/** Masks strong English words except for their first letter ("b•••"), unless the server wants them shown. */
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

/** The strong words' positions, in order, each to the end of its last word ("bullshit", "f u c k"). */
export function findProfanity(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const read = text.replace(EDGE_SIGNS, sign => ' '.repeat(sign.length));
  const { matcher, addedMatcher } = loadMatchers();
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

/** Characters for letters inside a word ("sh!t"), not at its edges ("crap!", "(crap)"); / separates. */
const EDGE_SIGNS = /[!(|]+(?![\p{L}\p{N}])|(?<![\p{L}\p{N}!(|])[!(|]+|\//gu;

const WORD = /[\p{L}\p{N}\p{M}]*/uy;

function findWordEnd(text: string, start: number): number {
  WORD.lastIndex = start;
  return start + (WORD.exec(text)?.[0].length ?? 0);
}

const { words: strong } = lists.strong;

/**
 * `strong` adds what the data set lacks: mild words, inflected forms, slurs, written as its patterns (`|` is
 * a word boundary; repeated letters are collapsed, except b, e, g, l, o and s). `sober` are its words that
 * news and readers also use soberly. `harmless` are words and names in which it would find a strong one.
 */
const loadMatchers = createLazy(() => {
  const { DataSet, englishDataset, englishRecommendedTransformers, parseRawPattern, RegExpMatcher } =
    require('obscenity') as typeof import('obscenity');
  const dataSet = new DataSet<{ originalWord: string }>()
    .addAll(englishDataset)
    .removePhrasesIf(entry => lists.sober.words.includes(entry.metadata?.originalWord ?? ''))
    .build();
  const options = {
    ...englishRecommendedTransformers,
    whitelistedTerms: [...(dataSet.whitelistedTerms ?? []), ...lists.harmless.words],
  };
  const addedWords = new DataSet<object>().addPhrase(entry =>
    strong.reduce((all, pattern) => all.addPattern(parseRawPattern(pattern)), entry),
  );
  return {
    matcher: new RegExpMatcher({ ...dataSet, ...options }),
    addedMatcher: new RegExpMatcher({ ...addedWords.build(), ...options }),
  };
});

/** Whether one of our own words begins in a text, which are only then searched for. */
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
