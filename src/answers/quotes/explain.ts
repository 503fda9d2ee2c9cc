import type { Article } from '../../articles/article.ts';
import { getArticleLanguageCode } from '../../articles/article-language.ts';
import { removeQuotedLines } from '../../articles/quoted-lines.ts';
import { withTextLanguage } from '../../language/stems.ts';
import { type ExplainedQuote, explainQuotes } from './extract.ts';

/** Every quotation of an article with the rules that decided its speaker, read in the article's language. */
export function explainArticleQuotes(article: Article): ExplainedQuote[] {
  return withTextLanguage(getArticleLanguageCode(article), () => explainQuotes(removeQuotedLines(article)));
}
