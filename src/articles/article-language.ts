import { detectLanguageCode, sampleTexts } from '../language/language-detection.ts';
import { detectLanguage, type Language } from '../language/languages.ts';
import type { Article } from './article.ts';

const codeByArticle = new WeakMap<Article, string>();
const languageByArticle = new WeakMap<Article, Language | null>();

/**
 * The language of an article as its ISO 639-3 code, told by its own text; an article without paragraphs is
 * told by its comments. Throws like `languageOf`.
 */
export function getArticleLanguageCode(article: Article): string {
  const found = codeByArticle.get(article) ?? detectLanguageCode(sampleTexts(ownTextsOf(article)));
  codeByArticle.set(article, found);
  return found;
}

/**
 * The language that an article is written in, as far as it is one of ours and the text is long enough to
 * tell; else null.
 */
export function getArticleLanguage(article: Article): Language | null {
  const before = languageByArticle.get(article);
  if (before !== undefined) return before;
  const found = detectLanguage(ownTextsOf(article).join('\n'));
  languageByArticle.set(article, found);
  return found;
}

function ownTextsOf({ headline, paragraphs, comments }: Article): string[] {
  return [
    headline,
    ...(paragraphs.length > 0 ? paragraphs : comments.flatMap(comment => comment.paragraphs)),
  ];
}
