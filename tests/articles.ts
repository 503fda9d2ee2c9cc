import { type Article, type Comment, identifyArticle } from '../src/articles/article.ts';

/** An article with the content that a test needs. */
export function createArticle(
  headline: string,
  paragraphs: readonly string[],
  comments: Readonly<Record<string, string>> = {},
): Article {
  return identifyArticle({
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs: [...paragraphs],
    comments: Object.entries(comments).map(
      ([number, text]): Comment => ({ number, author: null, paragraphs: text.split('\n') }),
    ),
    commentsClosed: false,
    notices: [],
  });
}
