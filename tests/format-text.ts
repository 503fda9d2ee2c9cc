import { type Article, type ArticleText, type Comment, parentNumberOf } from '../src/articles/article.ts';
import { isClosedNotice } from '../src/articles/formats/text-lines.ts';

const CLOSED_NOTICE = 'Comments are closed.';

/**
 * Writes an article in the plain-text form. It has no place for the byline, address, date or names of
 * commenters, so these are left out.
 */
export function formatText(article: ArticleText | Article): string {
  const { headline, paragraphs, comments, notices, commentsClosed } = article;
  const closing = commentsClosed && !notices.some(isClosedNotice) ? [...notices, CLOSED_NOTICE] : notices;
  const body = [headline, ...paragraphs].join('\n\n');
  const end = [...comments.map(formatComment), ...closing].join('\n\n');
  return end === '' ? `${body}\n` : `${body}\n\n\n${end}\n`;
}

function formatComment(comment: Comment): string {
  const indent = '  '.repeat(comment.number.split('.').length);
  const ordinal = comment.number.slice((parentNumberOf(comment.number)?.length ?? -1) + 1);
  return `${indent}${ordinal}. ${comment.paragraphs.join(`\n${indent}  `)}`;
}
