import { stemmer } from 'stemmer';
import { elementAt } from '../lists.ts';
import { foldWords } from './similarity.ts';

/**
 * How the words of a title hold what was typed: each as a word in any of its forms, each at least as a word's
 * beginning, each with typing errors at most, some of them, none.
 */
export type TitleMatch = 'whole' | 'begun' | 'mistyped' | 'some' | 'none';

/** In words of so many letters and more so many typing errors are forgiven, the longest first. */
const FORGIVEN = [
  { letters: 10, errors: 2 },
  { letters: 6, errors: 1 },
] as const;

/** How many typing errors are forgiven in a word: in short ones none, for they would be other words. */
export function countForgivenErrors(word: string): number {
  return FORGIVEN.find(({ letters }) => word.length >= letters)?.errors ?? 0;
}

/** Whether a word is one that was typed with errors, whole or only begun. */
export function isMistypedFor(typed: string, word: string): boolean {
  const most = countForgivenErrors(typed);
  if (most === 0) return false;
  return isWithinErrors(typed, word, most) || isWithinErrors(typed, word.slice(0, typed.length), most);
}

/** Whether one of the first letters, more than there may be errors, stands near its place in the other word. */
function beginsNear(one: string, other: string, most: number): boolean {
  for (let at = 0; at <= most; at++)
    if (other.slice(Math.max(0, at - most), at + most + 1).includes(one.charAt(at))) return true;
  return false;
}

/**
 * Whether two words are at most so many errors apart: a letter more, fewer or another, or two neighbours in
 * the other order (optimal string alignment, after Damerau 1964). Linear in the words' length.
 */
export function isWithinErrors(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most || !beginsNear(one, other, most)) return false;
  const width = 2 * most + 1;
  // of each row only the cells that can still be near enough, `at` of them beside the diagonal
  let [before, last] = [[] as number[], Array.from({ length: width }, (_, at) => Math.max(0, at - most))];
  for (let row = 1; row <= one.length; row++) {
    const next: number[] = [];
    for (let at = 0; at < width; at++) {
      const column = row + at - most;
      if (column < 0 || column > other.length) {
        next.push(most + 1);
        continue;
      }
      const isSame = column > 0 && one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (column > 0 ? (next[at - 1] ?? most + 1) : most + 1) + 1,
          (last[at + 1] ?? most + 1) + 1,
          column > 0 ? elementAt(last, at) + (isSame ? 0 : 1) : most + 1,
          isSwapped ? elementAt(before, at) + 1 : most + 1,
        ),
      );
    }
    [before, last] = [last, next];
  }
  return elementAt(last, other.length - one.length + most) <= most;
}

type WordMatch = 'whole' | 'begun' | 'mistyped' | 'none';

/** Forms of one word begin alike: others are not reduced to their stems, which takes longer. */
const isSameWord = (typed: string, word: string) =>
  typed === word || (typed.slice(0, 3) === word.slice(0, 3) && stemmer(typed) === stemmer(word));

function matchWord(typed: string, words: readonly string[]): WordMatch {
  if (words.some(word => isSameWord(typed, word))) return 'whole';
  if (words.some(word => word.startsWith(typed))) return 'begun';
  return words.some(word => isMistypedFor(typed, word)) ? 'mistyped' : 'none';
}

/** How a title holds words that were typed (`extractSearchWords`). */
export function matchTitle(typed: readonly string[], title: string): TitleMatch {
  const words = foldWords(title);
  const found = typed.map(word => matchWord(word, words));
  if (found.every(match => match === 'none')) return 'none';
  if (found.includes('none')) return 'some';
  if (found.includes('mistyped')) return 'mistyped';
  return found.includes('begun') ? 'begun' : 'whole';
}
