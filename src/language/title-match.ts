import { stemmer } from 'stemmer';
import { isWithinErrors } from './edit-distance.ts';
import { foldWords } from './similarity.ts';

/**
 * How the words of a title hold what was typed: each as a word in any of its forms, each at least as a word's
 * beginning, each with typing errors at most, some of them, none.
 */
type TitleMatch = 'whole' | 'begun' | 'mistyped' | 'some' | 'none';

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
