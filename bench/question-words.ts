/** Whether a text contains a phrase as whole words, ignoring punctuation and case. */
export function holdsPhrase(text: string, phrase: string): boolean {
  return foldWords(text).includes(foldWords(phrase));
}

const WORDS = /[£$€]?\p{N}+(?:[.,]\p{N}+)*%?|[\p{L}\p{M}]+/gu;

/**
 * The words, numbers and amounts of a text in lower case, each surrounded by spaces; everything between them
 * is dropped.
 */
export function foldWords(text: string): string {
  return ` ${(text.replaceAll('\\', '').toLowerCase().match(WORDS) ?? []).join(' ')} `;
}
