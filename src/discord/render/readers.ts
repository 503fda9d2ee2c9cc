import { type Article, type Comment, getCommentsByNumber } from '../../articles/article.ts';
import { toPlainPassage } from '../../articles/plain-comment.ts';
import { ownParagraphsOf } from '../../articles/quoted-lines.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { escapeLine, formatWithinCode, joinText, mask } from './text.ts';

/*
 * Refers to the authors of comments as readers know each other: by name, or as "a reader". Numbers such as
 * 2.1.3 tell nobody anything.
 */

const MAX_NAME = 40;
/** The most names in a list; the number of further ones is stated. */
const MAX_NAMES = 3;

/** A passage of a reader's words without the marks of Markdown, and masked as the server wants it; not yet escaped. */
export const showWords = (text: string, settings: DisplaySettings): string =>
  mask(toPlainPassage(text), settings);

/** What a comment says itself, without the lines that it quotes; not yet escaped. */
export const showOwnWords = (comment: Comment, settings: DisplaySettings): string =>
  showWords(ownParagraphsOf(comment).join('\n\n'), settings);

/** How a name is escaped: for a line of text, or for a code span. */
type NameStyle = (name: string, limit: number) => Markdown;
const inLine: NameStyle = escapeLine;
export const inCode: NameStyle = formatWithinCode;

/** The name of a comment's author, or null. */
export function authorOf(article: Article, number: string, settings: DisplaySettings): string | null {
  const author = getCommentsByNumber(article).get(number)?.author?.trim();
  return author ? mask(author, settings) : null;
}

/** How to refer to a reader without a name, by the place of the reference. */
const nameless = {
  opening: defineMessage('A reader'),
  within: defineMessage('a reader'),
  other: defineMessage('another reader'),
} as const;
export type ReaderPlace = keyof typeof nameless;

/** A reader's name, or `a reader`. */
export function formatReader(
  article: Article,
  number: string,
  {
    settings,
    style = inLine,
    place = 'within',
  }: { settings: DisplaySettings; style?: NameStyle; place?: ReaderPlace },
): Markdown {
  const author = authorOf(article, number, settings);
  return author === null ? t(nameless[place]) : style(author, MAX_NAME);
}

/** `by Ada, Bo and 2 more readers`, `by a reader`, or `in 3 comments` if their readers are not known. */
export function formatReaders(
  article: Article,
  numbers: readonly string[],
  { settings, style = inLine }: { settings: DisplaySettings; style?: NameStyle },
): Markdown {
  const [first, ...others] = numbers;
  if (first !== undefined && others.length === 0)
    return t('by {{reader}}', { reader: formatReader(article, first, { settings, style }) });
  const authors = new Set(numbers.flatMap(number => authorOf(article, number, settings) ?? []));
  const shown = [...authors].slice(0, MAX_NAMES);
  if (shown.length === 0) return t('in {{count}} comment', { count: numbers.length });
  const names = joinText(
    shown.map(name => style(name, MAX_NAME)),
    ', ',
  );
  const count = countReaders(article, numbers);
  if (count === null) return t('by {{names}} and others', { names });
  const rest = count - shown.length;
  return rest > 0
    ? t('by {{names}} and {{count}} more reader', { names, count: rest })
    : t('by {{reader}}', { reader: names });
}

/** How many readers wrote the comments; null if unknown, as a comment without a name is anybody's. */
export function countReaders(article: Article, numbers: readonly string[]): number | null {
  if (numbers.length === 1) return 1;
  const comments = getCommentsByNumber(article);
  const authors = numbers.map(number => comments.get(number)?.author?.trim() || null);
  return authors.includes(null) ? null : new Set(authors).size;
}

/** The number of readers, as `by 3 readers`, or as `in 3 comments` if it is not known. */
export function formatReaderCount(article: Article, numbers: readonly string[]): Markdown {
  const count = countReaders(article, numbers);
  return count === null
    ? t('in {{count}} comment', { count: numbers.length })
    : t('by {{count}} reader', { count });
}
