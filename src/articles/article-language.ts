import { detectLanguageCode, sampleTexts } from '../language/language-detection.ts';
import { detectLanguage, type Language } from '../language/languages.ts';
import { memoizePerObject } from '../memo.ts';
import type { Article } from './article.ts';

/**
 * The language of an article as an ISO 639-3 code, detected from its own text, or from its comments if it has
 * no paragraphs. Throws like `detectLanguageCode`.
 */
export const getArticleLanguageCode: (article: Article) => string = memoizePerObject(article =>
  detectLanguageCode(sampleTexts(ownTextsOf(article))),
);

/** The language of an article, or null if it is not supported or the text is too short to tell. */
export const getArticleLanguage: (article: Article) => Language | null = memoizePerObject(article =>
  detectLanguage(ownTextsOf(article).join('\n')),
);

function ownTextsOf({ headline, paragraphs, comments }: Article): string[] {
  return [
    headline,
    ...(paragraphs.length > 0 ? paragraphs : comments.flatMap(comment => comment.paragraphs)),
  ];
}
