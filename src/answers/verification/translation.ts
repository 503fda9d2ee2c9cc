import type { Article } from '../../articles/article.ts';
import { getArticleLanguage } from '../../articles/article-language.ts';
import { truncate } from '../../language/folding.ts';
import { type Language, languageNameOf } from '../../language/languages.ts';
import { extractDates } from '../../language/multilingual/dates.ts';
import { extractNumbers } from '../../language/multilingual/numbers.ts';
import { collectNames, WORD } from './translated-names.ts';
import { findTranslationError } from './translation-errors.ts';

/**
 * A statement that the article supports, with its translation into the language of the answer. Rules without
 * a dictionary cannot prove a translation; they check what lies are usually made of: numbers, dates, names,
 * denials, directions, links, words put into somebody's mouth.
 */
export interface TranslatableStatement {
  readonly text: string;
  readonly translation?: string | null | undefined;
}

/** The translation if it passes and one is wanted; otherwise calls `say` with what is wrong. */
export function keepFaithfulTranslation(
  { text, translation }: TranslatableStatement,
  proven: string,
  {
    article,
    language,
    say,
  }: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (language === null || translation === undefined) return {};
  if (translation === null) {
    say(`"${truncate(text)}" has no translation into ${languageNameOf(language)}.`);
    return {};
  }
  const error = findTranslationError(proven, translation, language, article);
  if (error === null) return { translation };
  say(`The translation of "${truncate(proven)}" is not faithful: ${error}`);
  return {};
}

/** Like `keepFaithfulTranslation`, for a statement first shown so: it needs a name, number or date. */
export function keepAnchoredTranslation(
  given: TranslatableStatement,
  proven: string,
  how: { article: Article; language: Language | null; say: (complaint: string) => void },
): { translation?: string } {
  if (how.language === null || given.translation === undefined || hasAnchor(proven, how.article))
    return keepFaithfulTranslation(given, proven, how);
  how.say(`"${truncate(proven)}" holds no name, number or date, so its translation cannot be checked.`);
  return {};
}

function hasAnchor(text: string, article: Article): boolean {
  const from = getArticleLanguage(article) ?? 'en';
  const { capital } = collectNames(article);
  const named = (text.match(WORD) ?? []).some(word => capital.has(word.replace(/['’]s?$/, '')));
  return named || extractNumbers(text, from).length > 0 || extractDates(text, from).size > 0;
}
