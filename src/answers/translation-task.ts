import { type Language, languageNameOf } from '../language/languages.ts';

/** The sentence about `translation` at the end of a recipe's instructions for a model. */
export function createTranslationTask(language: Language | null, what = '"text"'): string {
  if (language === null) return ' Every "translation" is null.';
  const name = languageNameOf(language);
  return ` Write ${what} in the article's own language, and "translation" as the same in ${name}: nothing added or left out, numbers in digits, names of people, places and organisations as the article writes them, no quotation marks but around words left in the original. Where you word a statement yourself, let it hold a name, a number or a date.`;
}
