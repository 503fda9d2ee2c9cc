/** Whether a text holds a phrase as whole words, however it is punctuated and written. */
export function holdsPhrase(text: string, phrase: string): boolean {
  return foldWords(text).includes(foldWords(phrase));
}

const WORDS = /[£$€]?\p{N}+(?:[.,]\p{N}+)*%?|[\p{L}\p{M}]+/gu;

/** Words, figures and sums in small letters, with a space around each: what stands between them is left out. */
export function foldWords(text: string): string {
  return ` ${(text.replaceAll('\\', '').toLowerCase().match(WORDS) ?? []).join(' ')} `;
}
