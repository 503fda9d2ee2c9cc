import { type Article, getCommentsByNumber } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { formatCount } from './frame.ts';
import { escapeLine, formatWithinCode, joinText, mask } from './text.ts';

/*
 * Who wrote a comment, as readers know each other: by the name, or as "a reader". Numbers such as 2.1.3 tell nobody
 * anything.
 */

const MAX_NAME = 40;
/** Names that are listed; how many more there are is said. */
const MAX_NAMES = 3;

/** How a name is escaped: for a line, or for what stands in a code span. */
export type NameStyle = (name: string, limit: number) => Markdown;
export const inLine: NameStyle = escapeLine;
export const inCode: NameStyle = formatWithinCode;

/** The name under which a comment was written, or null. */
export function authorOf(article: Article, number: string, settings: DisplaySettings): string | null {
  const author = getCommentsByNumber(article).get(number)?.author?.trim();
  return author ? mask(author, settings) : null;
}

/** Where a reader is named, which tells how one without a name is called. */
const nameless = {
  opening: defineMessage('A reader'),
  within: defineMessage('a reader'),
  other: defineMessage('another reader'),
  above: defineMessage('the reader above'),
} as const;

/** `Ada`, or `a reader`. */
export function formatReader(
  article: Article,
  number: string,
  {
    settings,
    style = inLine,
    place = 'within',
  }: { settings: DisplaySettings; style?: NameStyle; place?: keyof typeof nameless },
): Markdown {
  const author = authorOf(article, number, settings);
  return author === null ? t(nameless[place]) : style(author, MAX_NAME);
}

/** `Ada, Bo and 2 more readers`, `3 readers`, `a reader`: each once. */
export function formatReaders(
  article: Article,
  numbers: readonly string[],
  { settings, style = inLine }: { settings: DisplaySettings; style?: NameStyle },
): Markdown {
  const [first, ...others] = numbers;
  if (first !== undefined && others.length === 0) return formatReader(article, first, { settings, style });
  const authors = new Set(numbers.flatMap(number => authorOf(article, number, settings) ?? []));
  const shown = [...authors].slice(0, MAX_NAMES);
  const rest = countReaders(article, numbers) - shown.length;
  if (shown.length === 0) return formatCount(rest, 'reader');
  const names = joinText(
    shown.map(name => style(name, MAX_NAME)),
    ', ',
  );
  return rest > 0 ? t('{{names}} and {{count}} more reader', { names, count: rest }) : names;
}

/** By how many readers comments are: those of one name are one's, and each without a name is another's. */
export function countReaders(article: Article, numbers: readonly string[]): number {
  const comments = getCommentsByNumber(article);
  const authors = numbers.map(number => comments.get(number)?.author?.trim() || null);
  return (
    new Set(authors.filter(author => author !== null)).size + authors.filter(each => each === null).length
  );
}
