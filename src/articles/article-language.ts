import { detectLanguageCode, sampleTexts } from '../language/language-detection.ts';
import { detectLanguage, type Language } from '../language/languages.ts';
import { memoizePerObject } from '../memo.ts';
import type { Article } from './article.ts';

/**
 * The language of an article as its ISO 639-3 code, told by its own text; an article without paragraphs is
 * told by its comments. Throws like `languageOf`.
 */
export const getArticleLanguageCode: (article: Article) => string = memoizePerObject(article =>
  detectLanguageCode(sampleTexts(ownTextsOf(article))),
);

/**
 * The language that an article is written in, as far as it is one of ours and the text is long enough to
 * tell; else null.
 */
export const getArticleLanguage: (article: Article) => Language | null = memoizePerObject(article =>
  detectLanguage(ownTextsOf(article).join('\n')),
);

function ownTextsOf({ headline, paragraphs, comments }: Article): string[] {
  return [
    headline,
    ...(paragraphs.length > 0 ? paragraphs : comments.flatMap(comment => comment.paragraphs)),
  ];
}
