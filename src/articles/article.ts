import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineMessage } from '../i18n/define-message.ts';
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
  /** What other readers gave it, as the source counts; absent where unknown. */
  votes: z.int().optional(),
});

/** One reader's text, with its number in the tree and whatever is known of it. */
export type Comment = z.infer<typeof Comment>;

/** Characters of a picture's address, at most. */
const MAX_IMAGE_ADDRESS = 1000;

/**
 * Where an article's picture is: Discord fetches it, we never do. An https address of a host with a name, without user
 * and password.
 */
export const ImageAddress = z
  .url({ protocol: /^https$/ })
  .max(MAX_IMAGE_ADDRESS)
  .refine(text => {
    const { hostname, username, password } = new URL(text);
    return username + password === '' && /\.[a-z][a-z0-9-]*$/i.test(hostname);
  });

/**
 * What was read from a file or page. Paragraphs are numbered from 1, comments stand in reading order (a reply
 * after what it answers), notices are lines about the comments such as "Comments are closed.".
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
  /** As its source says, a BCP 47 tag (`en`, `de-AT`); absent where unknown. */
  language: z.string().min(2).optional(),
  /** Only a part of it was readable (a paywall); absent where all of it is there. */
  partial: z.literal(true).optional(),
  /** Its own picture; absent where it has none. */
  image: ImageAddress.optional(),
});

/** An article as it is read: headline, paragraphs and comments, without id and source. */
export type ArticleText = z.infer<typeof ArticleText>;

/**
 * An article is never edited: `id` is made from its text, so a changed text is another article (a new version
 * of its source).
 */
export interface Article extends ArticleText {
  readonly id: string;
}

/**
 * An article as the library keeps it. `source` is where it came from (a file's name, a URL); versions of one
 * source count from 1.
 */
export interface StoredArticle extends Article {
  /** The name that its owner shows it under; absent where that is the headline. */
  readonly name?: string;
  readonly source: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
}

/** What every answer says about a partial article. */
export const PARTIAL_NOTICE = defineMessage('Only part of the article was readable.');

/**
 * The article with its id: the first 16 hex digits of the SHA-256 over everything that was read but votes,
 * which change all the time, and the picture, which says nothing.
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

/** What an article is called where it is shown. Its own headline is what answers are made from. */
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

/** The comments of an article by their numbers. */
export const getCommentsByNumber: (article: Article) => ReadonlyMap<string, Comment> = memoizePerObject(
  ({ comments }) => new Map(comments.map(comment => [comment.number, comment])),
);

/** `2.1.3` -> `2.1`; null for a comment on the first level. */
export function parentNumberOf(number: string): string | null {
  const dot = number.lastIndexOf('.');
  return dot < 0 ? null : number.slice(0, dot);
}
