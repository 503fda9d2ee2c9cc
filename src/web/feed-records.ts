import { z } from 'zod';

const timeSchema = z.string().min(1);

/** What an editor asked for. */
export const Feed = z.strictObject({
  id: z.string().min(1),
  serverId: z.string().min(1),
  /** Where it was added; unique within the server. */
  url: z.string().min(1),
  /** Where its trouble is told; null is the server's system channel. */
  channelId: z.string().min(1).nullable(),
  /** What its articles are tagged with. */
  tags: z.array(z.string().min(1)),
  paused: z.boolean(),
  /** Empty: a member who had it deleted. */
  addedBy: z.string(),
  /** ISO 8601, UTC, as all times here. */
  addedAt: timeSchema,
});

/** A feed as an editor added it. */
export type Feed = z.infer<typeof Feed>;

/** How it goes with a feed: rewritten by each look. */
export const FeedState = z.strictObject({
  title: z.string().min(1).nullable(),
  /** Where it is found now, if it has moved for good. */
  movedTo: z.string().min(1).nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  nextLook: timeSchema,
  lastLook: timeSchema.nullable(),
  lastSuccess: timeSchema.nullable(),
  /** Failures in a row. */
  failures: z.int().min(0),
  lastError: z.string().nullable(),
  /** Whether the server was told that it is broken. */
  told: z.boolean(),
  /** Why it is never looked at again; null while it is. */
  ended: z.string().nullable(),
  /** Articles that it has brought. */
  taken: z.int().min(0),
  /** Items that could not become articles, and why the last of them could not. */
  refused: z.int().min(0),
  lastRefusal: z.string().nullable(),
});

/** How the polls of a feed went. */
export type FeedState = z.infer<typeof FeedState>;

/** A feed with its state. */
export interface StoredFeed extends Feed {
  readonly state: FeedState;
}

/** What became of a feed's item. `waiting`: its page could not be had just now and is tried again. */
export const SeenItem = z.strictObject({
  feedId: z.string().min(1),
  key: z.string().min(1),
  state: z.enum(['taken', 'passed over', 'refused', 'waiting']),
  tries: z.int().min(0),
  reason: z.string().nullable(),
  at: timeSchema,
});

/** What became of an item of a feed. */
export type SeenItem = z.infer<typeof SeenItem>;

/** A page whose article is in the library, or is a copy of one that is. */
export const WebPage = z.strictObject({
  /** The server that holds it; null if it is everybody's. */
  serverId: z.string().min(1).nullable(),
  /** The article's source: its canonical address. */
  url: z.string().min(1),
  /** Of the newest version, or of the article that this is a copy of. */
  articleId: z.string().min(1),
  isCopy: z.boolean(),
  /** The feed of its comments, if it came with one. */
  commentFeed: z.string().nullable(),
  addedAt: timeSchema,
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** When it is looked at again; null for never. */
  nextLook: timeSchema.nullable(),
  /** What the last look found fault with. */
  lastError: z.string().nullable(),
});

/** A page from which an article came. */
export type WebPage = z.infer<typeof WebPage>;

/** A feed in a list that comes from another program. */
export interface ListedFeed {
  readonly url: string;
  readonly tags: readonly string[];
}
