/** The fields of a feed that are used, whatever its format. */
export interface ParsedFeed {
  readonly title: string | null;
  /** How long the feed asks clients to wait between polls, in milliseconds; null if it does not say. */
  readonly updateInterval: number | null;
  /** In the feed's own order, usually newest first. */
  readonly items: readonly FeedItem[];
}

/** An item of a feed. */
export interface FeedItem {
  /** Identifies the item within the feed. */
  readonly key: string;
  /** The item's page; null if there is none. */
  readonly url: string | null;
  readonly title: string | null;
  readonly author: string | null;
  /** ISO 8601, UTC; null if missing or not understood. */
  readonly published: string | null;
  /** The longest text in the feed, as HTML; null if there is none. */
  readonly html: string | null;
  /** The feed of its comments (`wfw:commentRss`, or Atom's `replies`). */
  readonly commentFeed: string | null;
  /** The number of comments the feed says it has (`slash:comments`, `thr:count`). */
  readonly commentCount: number | null;
  /** The keys or addresses of the items it answers (`thr:in-reply-to`). */
  readonly inReplyTo: readonly string[];
}

/** A comment in a feed of comments. */
export interface FeedComment {
  readonly key: string;
  readonly url: string | null;
  readonly author: string | null;
  readonly time: string | null;
  readonly paragraphs: readonly string[];
  /** What it answers, and whom, if the feed says so. */
  readonly inReplyTo: readonly string[];
  readonly inReplyToAuthor: string | null;
}

/** An item with the id in the feed, before it is known to be unique. */
export type RawFeedItem = Omit<FeedItem, 'key'> & { readonly id: string | null };
