/** A character of a word: a letter, a digit or a mark that belongs to one. */
export const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/** Whether a piece of a text begins or ends inside a word. `start` and `end` are UTF-16 offsets. */
export function isInsideWord(text: string, start: number, end: number): boolean {
  const inside = (index: number) =>
    WORD_CHARACTER.test(text.charAt(index - 1)) && WORD_CHARACTER.test(text.charAt(index));
  return inside(start) || inside(end);
}
