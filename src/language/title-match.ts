import { stemmer } from 'stemmer';
import { isWithinErrors } from './edit-distance.ts';
import { foldWords } from './similarity.ts';

/** How a title matches typed words: all in any form; as beginnings; with typing errors; some; none. */
type TitleMatch = 'whole' | 'begun' | 'mistyped' | 'some' | 'none';

/** How many typing errors are allowed in words of at least this many letters, longest first. */
const FORGIVEN = [
  { letters: 10, errors: 2 },
  { letters: 6, errors: 1 },
] as const;

/** How many typing errors are allowed in a word: none in short ones, where they would make other words. */
export function countForgivenErrors(word: string): number {
  return FORGIVEN.find(({ letters }) => word.length >= letters)?.errors ?? 0;
}

/** Whether a word matches the typed one with errors, in whole or by its beginning. */
export function isMistypedFor(typed: string, word: string): boolean {
  const most = countForgivenErrors(typed);
  if (most === 0) return false;
  return isWithinErrors(typed, word, most) || isWithinErrors(typed, word.slice(0, typed.length), most);
}

type WordMatch = 'whole' | 'begun' | 'mistyped' | 'none';

/** Forms of one word begin alike: comparing three letters first avoids slow stemming. */
const isSameWord = (typed: string, word: string) =>
  typed === word || (typed.slice(0, 3) === word.slice(0, 3) && stemmer(typed) === stemmer(word));

function matchWord(typed: string, words: readonly string[]): WordMatch {
  if (words.some(word => isSameWord(typed, word))) return 'whole';
  if (words.some(word => word.startsWith(typed))) return 'begun';
  return words.some(word => isMistypedFor(typed, word)) ? 'mistyped' : 'none';
}

/** How a title matches the typed words (`extractSearchWords`). */
export function matchTitle(typed: readonly string[], title: string): TitleMatch {
  const words = foldWords(title);
  const found = typed.map(word => matchWord(word, words));
  if (found.every(match => match === 'none')) return 'none';
  if (found.includes('none')) return 'some';
  if (found.includes('mistyped')) return 'mistyped';
  return found.includes('begun') ? 'begun' : 'whole';
}
