import { isGivenName } from './lexicon.ts';

/** Full names of people, split into words, by their last word in lower case. */
export type FullNames = ReadonlyMap<string, readonly string[]>;

const CAPITALIZED = /\p{Lu}[\p{L}’'-]*/gu;

/** The capitalized words of a text, in order. */
export const findCapitalized = (text: string): readonly string[] => text.match(CAPITALIZED) ?? [];

/** Runs of capitalized words separated only by a space. */
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

/** A name without a trailing apostrophe or possessive ending. */
export const stripApostrophe = (word: string) => word.replace(/['’]s?$/, '');

/** The people whose full names occur in the texts; if several share their last word, none of them. */
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
