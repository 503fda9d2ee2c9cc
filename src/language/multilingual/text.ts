/** A text in lower case and composed (NFC), the form in which these modules compare words. */
export const toLowerCase = (text: string) => text.normalize('NFC').toLowerCase();

/** A name in lower case without accents, since another language may write it with others. */
export const foldName = (text: string) => toLowerCase(text).normalize('NFD').replace(/\p{M}/gu, '');

/** The words of a text in lower case, without numbers and punctuation. */
export const tokenizeText = (text: string) => toLowerCase(text).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];

/**
 * Whether any of the words matches an entry of a list: `word` matches the word itself, `word*` every word
 * with that beginning, `*word*` every word that contains it after its first two letters.
 */
export function hasAnyWord(all: readonly string[], list: readonly string[]): boolean {
  return list.some(entry => {
    const [part, before, after] = [entry.replaceAll('*', ''), entry.startsWith('*'), entry.endsWith('*')];
    if (before) return all.some(word => word.length > part.length + 2 && word.slice(2).includes(part));
    return after ? all.some(word => word.startsWith(part)) : all.includes(part);
  });
}
