import { isGivenName } from './lexicon.ts';

/** The full names of people, in words, by the last word in small letters. */
export type FullNames = ReadonlyMap<string, readonly string[]>;

const CAPITALIZED = /\p{Lu}[\p{L}’'-]*/gu;

/** The words with capitals of a text, in order. */
export const findCapitalized = (text: string): readonly string[] => text.match(CAPITALIZED) ?? [];

/** Words with capitals that nothing but a space stands between, run by run. */
function findRuns(text: string): string[][] {
  const runs: string[][] = [];
  let end = -1;
  for (const { 0: word, index } of text.matchAll(CAPITALIZED)) {
    if (index === end + 1 && text[end] === ' ') runs.at(-1)?.push(word);
    else runs.push([word]);
    end = index + word.length;
  }
  return runs;
}

/** A name without an apostrophe at its end, or what makes it a possessive. */
export const stripApostrophe = (word: string) => word.replace(/['’]s?$/, '');

/** The people whom texts name in full; where two share their last word, neither. */
export function collectFullNames(texts: readonly string[]): FullNames {
  const people = new Map<string, readonly string[] | null>();
  for (const text of texts) {
    for (const run of findRuns(text)) {
      const all = run.map(stripApostrophe);
      const name = all.slice(all.findIndex(isGivenName));
      if (!all.some(isGivenName) || name.length < 2) continue;
      const last = name.at(-1)?.toLowerCase() ?? '';
      const before = people.get(last);
      people.set(last, before === undefined || before?.[0] === name[0] ? name : null);
    }
  }
  return new Map([...people].flatMap(([last, name]) => (name ? [[last, name] as const] : [])));
}
