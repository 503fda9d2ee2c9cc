import { z } from 'zod';
import { StoredMessage } from '../i18n/stored-message.ts';

const timeSchema = z.string().min(1);

/** A feed as an editor added it. */
export const Feed = z.strictObject({
  id: z.string().min(1),
  serverId: z.string().min(1),
  /** The address at which it was added; unique within the server. */
  url: z.string().min(1),
  /** The channel for notices about the feed; null for the server's system channel. */
  channelId: z.string().min(1).nullable(),
  /** The tags of its articles. */
  tags: z.array(z.string().min(1)),
  paused: z.boolean(),
  /** Empty if that member has had their data deleted. */
  addedBy: z.string(),
  /** ISO 8601, UTC, like all times here. */
  addedAt: timeSchema,
});

/** A feed as an editor added it. */
export type Feed = z.infer<typeof Feed>;

/** The state of a feed, rewritten by each poll. */
export const FeedState = z.strictObject({
  title: z.string().min(1).nullable(),
  /** Its current address, if it has moved permanently. */
  movedTo: z.string().min(1).nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  nextLook: timeSchema,
  lastLook: timeSchema.nullable(),
  lastSuccess: timeSchema.nullable(),
  /** Consecutive failures. */
  failures: z.int().min(0),
  lastError: StoredMessage.nullable(),
  /** Whether the server has been told that it is broken. */
  told: z.boolean(),
  /** Why it is no longer polled; null while it is. */
  ended: StoredMessage.nullable(),
  /** The number of articles it has brought. */
  taken: z.int().min(0),
  /** The number of items that could not become articles, and why the last one could not. */
  refused: z.int().min(0),
  lastRefusal: StoredMessage.nullable(),
});

/** The state of a feed after its last poll. */
export type FeedState = z.infer<typeof FeedState>;

/** A feed with its state. */
export interface StoredFeed extends Feed {
  readonly state: FeedState;
}

/** The outcome of a feed's item. `waiting` means that its page was unavailable and will be retried. */
export const SeenItem = z.strictObject({
  feedId: z.string().min(1),
  key: z.string().min(1),
  state: z.enum(['taken', 'passed over', 'refused', 'waiting']),
  tries: z.int().min(0),
  reason: StoredMessage.nullable(),
  at: timeSchema,
});

/** The outcome of a feed's item. */
export type SeenItem = z.infer<typeof SeenItem>;

/** A page whose article is in the library, or is a copy of one that is. */
export const WebPage = z.strictObject({
  /** The server that holds it; null if it belongs to everybody. */
  serverId: z.string().min(1).nullable(),
  /** The article's source: its canonical address. */
  url: z.string().min(1),
  /** The newest version, or the article that this page is a copy of. */
  articleId: z.string().min(1),
  isCopy: z.boolean(),
  /** The feed of its comments, if it came with one. */
  commentFeed: z.string().nullable(),
  addedAt: timeSchema,
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** When it is polled next; null for never. */
  nextLook: timeSchema.nullable(),
  /** Why the last poll failed. */
  lastError: z.string().nullable(),
});

/** A page that an article came from. */
export type WebPage = z.infer<typeof WebPage>;

/** A feed in a list exported from another program. */
export interface ListedFeed {
  readonly url: string;
  readonly tags: readonly string[];
}
