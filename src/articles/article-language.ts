import { beginningOf, languageOf } from '../language/language-detection.ts';
import { detectLanguage, type Language } from '../language/languages.ts';
import type { Article } from './article.ts';

const codes = new WeakMap<Article, string>();
const languages = new WeakMap<Article, Language | null>();

/**
 * The language of an article as its ISO 639-3 code, told by its own text; an article without paragraphs is
 * told by its comments. Throws like `languageOf`.
 */
export function articleLanguage(article: Article): string {
  const found = codes.get(article) ?? languageOf(beginningOf(ownTexts(article)));
  codes.set(article, found);
  return found;
}

/**
 * The language that an article is written in, as far as it is one of ours and the text is long enough to
 * tell; else null.
 */
export function writtenIn(article: Article): Language | null {
  const before = languages.get(article);
  if (before !== undefined) return before;
  const found = detectLanguage(ownTexts(article).join('\n'));
  languages.set(article, found);
  return found;
}

function ownTexts({ headline, paragraphs, comments }: Article): string[] {
  return [
    headline,
    ...(paragraphs.length > 0 ? paragraphs : comments.flatMap(comment => comment.paragraphs)),
  ];
}
