import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage } from '../i18n/template-values.ts';
import { memoizePerObject } from '../memo.ts';

/**
 * One reader's text. `number` is its place in the tree, counted from 1 on each level: `2.1` is the first
 * reply to the second comment.
 */
export const Comment = z.strictObject({
  number: z.string().regex(/^[1-9]\d*(\.[1-9]\d*)*$/),
  author: z.string().min(1).nullable(),
  paragraphs: z.array(z.string().min(1)).min(1),
  /** When it was written, in the source's own words (mostly ISO 8601); absent where unknown. */
  time: z.string().min(1).optional(),
  /** The votes other readers gave it, as the source counts them; absent where unknown. */
  votes: z.int().optional(),
});

/** One reader's text, with its number in the tree and whatever else is known about it. */
export type Comment = z.infer<typeof Comment>;

/** The maximum length of a picture's address, in characters. */
const MAX_IMAGE_ADDRESS = 1000;

/**
 * The address of an article's picture, which Discord fetches and we never do: https, a host name rather than
 * an IP address, no user or password.
 */
export const ImageAddress = z
  .url({ protocol: /^https$/ })
  .max(MAX_IMAGE_ADDRESS)
  .refine(text => {
    const { hostname, username, password } = new URL(text);
    return username + password === '' && /\.[a-z][a-z0-9-]*$/i.test(hostname);
  });

/**
 * What was read from a file or page. Paragraphs are numbered from 1, comments are in reading order (a reply
 * after the comment it answers), and notices are lines about the comments such as "Comments are closed.".
 */
export const ArticleText = z.strictObject({
  headline: z.string().min(1),
  byline: z.string().min(1).nullable(),
  url: z.string().min(1).nullable(),
  published: z.string().min(1).nullable(),
  paragraphs: z.array(z.string().min(1)),
  comments: z.array(Comment),
  commentsClosed: z.boolean(),
  notices: z.array(z.string().min(1)),
  /** The language as the source declares it, a BCP 47 tag (`en`, `de-AT`); absent where unknown. */
  language: z.string().min(2).optional(),
  /** Set if only a part was readable (a paywall); absent if the article is complete. */
  partial: z.literal(true).optional(),
  /** The article's own picture; absent if it has none. */
  image: ImageAddress.optional(),
});

/** An article as it was read: headline, paragraphs and comments, without id and source. */
export type ArticleText = z.infer<typeof ArticleText>;

/** An article is never edited: `id` is derived from its text, so a changed text is a new version. */
export interface Article extends ArticleText {
  readonly id: string;
}

/**
 * An article as the library stores it. `source` is where it came from (a file name, a URL); the versions of
 * one source are numbered from 1.
 */
export interface StoredArticle extends Article {
  /** The name its owner gave it; absent if it is shown under its headline. */
  readonly name?: string;
  readonly source: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
}

/** The notice that every answer about a partial article carries. */
export const PARTIAL_NOTICE = defineMessage('Only part of the article was readable.');

/**
 * The article with its id: the first 16 hex digits of the SHA-256 of everything that was read, except the
 * votes, which change all the time, and the picture, which carries no text.
 */
export function identifyArticle(text: ArticleText): Article {
  const { image: _image, ...read } = ArticleText.parse(text);
  return {
    ...text,
    id: createHash('sha256')
      .update(JSON.stringify({ ...read, comments: read.comments.map(({ votes: _, ...comment }) => comment) }))
      .digest('hex')
      .slice(0, 16),
  };
}

/** Whether there is anything to read below the headline. */
export const hasContent = ({ paragraphs, comments }: Pick<ArticleText, 'paragraphs' | 'comments'>): boolean =>
  paragraphs.length + comments.length > 0;

/** The reason given where there is nothing. */
export const NO_CONTENT = defineMessage('There is only a headline, and neither text nor comments.');

/** The longest text and comments that are taken for an article, in characters: several novels. */
const MAX_LENGTH = 2_000_000;

/** The number of characters in paragraphs. */
export function textLengthOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, text) => sum + text.length, 0);
}

/** Whether text and comments are too long to be those of an article. */
export function isTooLong({ paragraphs, comments }: Pick<ArticleText, 'paragraphs' | 'comments'>): boolean {
  const length = comments.reduce(
    (sum, comment) => sum + textLengthOf(comment.paragraphs),
    textLengthOf(paragraphs),
  );
  return length > MAX_LENGTH;
}

/** The reason given for such a text. */
export const TOO_LONG = createMessage(
  'This is more than {{most}} characters of text. No article is that long.',
  { most: MAX_LENGTH },
);

/** The title an article is shown under. Answers are made from its own headline, not from this. */
export function displayHeadlineOf({
  name,
  headline,
}: {
  readonly name?: string;
  readonly headline: string;
}): string {
  return name ?? headline;
}

/** The text of a comment as one string, its paragraphs separated by blank lines. */
export function commentTextOf(comment: Comment): string {
  return comment.paragraphs.join('\n\n');
}

/** The comments of an article, keyed by number. */
export const getCommentsByNumber: (article: Article) => ReadonlyMap<string, Comment> = memoizePerObject(
  ({ comments }) => new Map(comments.map(comment => [comment.number, comment])),
);

/** `2.1.3` -> `2.1`; null for a comment on the first level. */
export function parentNumberOf(number: string): string | null {
  const dot = number.lastIndexOf('.');
  return dot < 0 ? null : number.slice(0, dot);
}
