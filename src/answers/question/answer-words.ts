import { isInsideWord } from '../../language/word-boundaries.ts';

/** Counts the words of a text, separated by white space. */
export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/**
 * Finds the words of an answer in its statement, at word boundaries. Returns UTF-16 offsets of the first
 * occurrence; null if there is none.
 */
export function findAnswerWords(text: string, answer: string): { start: number; end: number } | null {
  if (answer.trim() === '') return null;
  for (let start = text.indexOf(answer); start >= 0; start = text.indexOf(answer, start + 1)) {
    const end = start + answer.length;
    if (!isInsideWord(text, start, end)) return { start, end };
  }
  return null;
}
