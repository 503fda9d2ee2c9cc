/** Words of a text, as white space parts them. */
export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/**
 * Where the words of an answer stand in its statement, first and last word whole (offsets in UTF-16 units, the first
 * place of several); null where they do not stand there.
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
