/** A text in small letters, composed (NFC), as all words of these modules are compared. */
export const toLowerCase = (text: string) => text.normalize('NFC').toLowerCase();

/** A name in small letters without accents, for another language writes it with others. */
export const foldName = (text: string) => toLowerCase(text).normalize('NFD').replace(/\p{M}/gu, '');

/** The words of a text in small letters; numbers and marks are left out. */
export const tokenizeText = (text: string) => toLowerCase(text).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];

/**
 * Whether one of these words is in a list of beginnings: `word` is the word itself, `word*` any that begins
 * so, `*word*` one that holds it behind its first two letters.
 */
export function hasAnyWord(all: readonly string[], list: readonly string[]): boolean {
  return list.some(entry => {
    const [part, before, after] = [entry.replaceAll('*', ''), entry.startsWith('*'), entry.endsWith('*')];
    if (before) return all.some(word => word.length > part.length + 2 && word.slice(2).includes(part));
    return after ? all.some(word => word.startsWith(part)) : all.includes(part);
  });
}
