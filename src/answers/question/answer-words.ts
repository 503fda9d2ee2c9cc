/** Counts the words of a text, separated by white space. */
export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/**
 * Finds the words of an answer in its statement, at word boundaries. Returns UTF-16 offsets of the first
 * occurrence; null if there is none.
 */
export function findAnswerWords(text: string, answer: string): { start: number; end: number } | null {
  if (answer.trim() === '') return null;
  for (let start = text.indexOf(answer); start >= 0; start = text.indexOf(answer, start + 1)) {
    const end = start + answer.length;
    if (!isWithinWord(text, start) && !isWithinWord(text, end)) return { start, end };
  }
  return null;
}

const isWithinWord = (text: string, at: number) =>
  WORD_CHARACTER.test(text.charAt(at - 1)) && WORD_CHARACTER.test(text.charAt(at));
