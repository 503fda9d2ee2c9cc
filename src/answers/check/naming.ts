import { isGivenName } from '../../language/lexicon.ts';
import type { ReadSentence, ReadWord } from './reading.ts';

/** The full names of people, in words, by the last word in small letters. */
export type People = ReadonlyMap<string, readonly string[]>;

const CAPITALIZED = /\p{Lu}[\p{L}’'-]*/gu;

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

const stripPossessive = (word: string) => word.replace(/['’]s?$/, '');

/** The people whom texts name in full; where two share their last word, neither. */
export function collectPeople(texts: readonly string[]): People {
  const people = new Map<string, readonly string[] | null>();
  for (const text of texts) {
    for (const run of findRuns(text)) {
      const all = run.map(stripPossessive);
      const name = all.slice(all.findIndex(isGivenName));
      if (!all.some(isGivenName) || name.length < 2) continue;
      const last = name.at(-1)?.toLowerCase() ?? '';
      const before = people.get(last);
      people.set(last, before === undefined || before?.[0] === name[0] ? name : null);
    }
  }
  return new Map([...people].flatMap(([last, name]) => (name ? [[last, name] as const] : [])));
}

/** A word that a reader supplies: it is there for a claim that says it, and not missed where none does. */
const implyWord = (text: string): ReadWord => ({
  text,
  lower: text.toLowerCase(),
  stem: text.toLowerCase(),
  part: 'name',
  figure: null,
  gap: ' ',
  isPossessive: false,
  isQuoted: false,
  isImplied: true,
});

/** The one person whom sentences name, by the last word of each name; null where they name nobody or several. */
function findOnlyPerson(before: readonly string[], people: People): readonly string[] | null {
  const found = new Map<string, readonly string[]>();
  for (const word of before.flatMap(text => text.match(CAPITALIZED) ?? [])) {
    const name = people.get(stripPossessive(word).toLowerCase());
    if (name) found.set(name.join(' '), name);
  }
  const [only = null] = found.values();
  return found.size === 1 ? only : null;
}

/**
 * A sentence with the names that a reader supplies: in full where it has only the last word of one, and beside "he" or
 * "she" at its head the one person whom the sentences before it in its paragraph name.
 */
export function supplyNames(sentence: ReadSentence, before: readonly string[], people: People): ReadSentence {
  const words = sentence.words.flatMap((word, index) => {
    const name = /^\p{Lu}/u.test(word.text) ? people.get(word.lower) : undefined;
    const isFull = name?.some(part => part === sentence.words[index - 1]?.text);
    return name && !isFull ? [...name.slice(0, -1).map(implyWord), word] : [word];
  });
  const [first] = words;
  if (!first || !/^(?:he|she)$/.test(first.lower)) return { ...sentence, words };
  const person = findOnlyPerson(before, people);
  return person
    ? { ...sentence, words: [first, ...person.map(implyWord), ...words.slice(1)] }
    : { ...sentence, words };
}
