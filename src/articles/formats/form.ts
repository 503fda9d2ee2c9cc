import { UserError } from '../../errors.ts';
import { cleanLine } from '../../language/cleaning.ts';
import { elementAt } from '../../lists.ts';
import type { ArticleText } from '../article.ts';
import { parseText } from './text.ts';

/** The values typed into the form for an article. */
export interface ArticleForm {
  readonly headline: string;
  readonly text: string;
  /** Numbered, with replies indented; empty if there are none. */
  readonly comments: string;
}

/** A headline that stands above the text, if there is one, and the text below it. */
function splitFirstLine(text: string): string[] {
  const [first = '', ...below] = text.trim().split('\n');
  const isHeadline = first.trim().length <= LONGEST_HEADLINE && below[0]?.trim() === '';
  return isHeadline ? [first, below.join('\n')] : [];
}

/** Characters of a first line that is taken for a headline, at most: a longer one is a paragraph. */
const LONGEST_HEADLINE = 200;

/**
 * Parses a filled-in form by composing the plain-text form from it. Throws a UserError that names the field,
 * and the line if a comment does not begin with its number.
 */
export function parseArticleForm({ headline, text, comments }: ArticleForm): ArticleText {
  const title = cleanLine(headline);
  if (title === '') {
    const [first = '', ...rest] = splitFirstLine(text);
    if (first === '' || rest.length === 0)
      throw new UserError('The headline is missing: type it in its field, or as the first line of the text.');
    return parseArticleForm({ headline: first, text: rest.join('\n'), comments });
  }
  const alone = parseText(`${title}\n\n${text}`);
  if (alone.paragraphs.length === 0 && comments.trim() === '')
    throw new UserError('Text: there’s nothing to read here.');
  if (comments.trim() === '') return alone;
  const lines = comments.replace(/\r\n?/g, '\n').split('\n');
  const first = lines.findIndex(line => line.trim() !== '');
  if (!/^\s*1[.)] /.test(elementAt(lines, first)))
    throw new UserError(
      'Comments, line {{line}}: “{{text}}” doesn’t start with “1. ”. Number the comments from 1. Indent a reply by two more spaces than what it answers, and number it from 1 again.',
      { line: first + 1, text: elementAt(lines, first).trim().slice(0, 60) },
    );
  const indented = lines.map(line => `  ${line}`).join('\n');
  const whole = parseText(`${title}\n\n${text.trim()}\n\n\n${indented}`);
  const isWhole =
    whole.paragraphs.length === alone.paragraphs.length && whole.comments.length > alone.comments.length;
  if (!isWhole)
    throw new UserError(
      'Comments: I can’t tell where they start. Number them from 1, with a blank line between them.',
    );
  return whole;
}
