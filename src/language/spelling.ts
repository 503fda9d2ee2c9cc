/** Unifies British and American spelling: "metres" and "meters", "organise" and "organize". */
export function unifySpelling(word: string): string {
  if (word.length < 5) return word;
  return word
    .replace(/(?<=\p{L}{2})is(?=(?:e|es|ed|ing|ation|ations)$)/u, 'iz')
    .replace(/tre(?=s?$)/, 'ter')
    .replace(/our(?=(?:s|ed|ing|ite|ites)?$)/, 'or')
    .replace(/ll(?=(?:ed|ing|er|ers)$)/, 'l');
}
