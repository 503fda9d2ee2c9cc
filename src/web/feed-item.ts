/** A feed of any format, as far as it is used. */
export interface ParsedFeed {
  readonly title: string | null;
  /** How long it asks to be left alone between two looks, in milliseconds; null where it does not say. */
  readonly updateInterval: number | null;
  /** As they stand in it, mostly the newest first. */
  readonly items: readonly FeedItem[];
}

/** An item of a feed. */
export interface FeedItem {
  /** What tells it from the feed's other items. */
  readonly key: string;
  /** The page of the item; null where there is none. */
  readonly url: string | null;
  readonly title: string | null;
  readonly author: string | null;
  /** ISO 8601, UTC; null where it is not said or not understood. */
  readonly published: string | null;
  /** The longest text that the feed gives, as HTML; null where there is none. */
  readonly html: string | null;
  /** The feed of its comments (`wfw:commentRss`, Atom's `replies`). */
  readonly commentFeed: string | null;
  /** How many comments it is said to have (`slash:comments`, `thr:count`). */
  readonly commentCount: number | null;
  /** The keys or pages of what it answers (`thr:in-reply-to`). */
  readonly inReplyTo: readonly string[];
}

/** A comment as a feed of comments has it. */
export interface FeedComment {
  readonly key: string;
  readonly url: string | null;
  readonly author: string | null;
  readonly time: string | null;
  readonly paragraphs: readonly string[];
  /** Whom or what it answers, where it says so. */
  readonly inReplyTo: readonly string[];
  readonly inReplyToAuthor: string | null;
}

/** An item with the id that the feed gives it, before it is known whether that tells it from the others. */
export type RawFeedItem = Omit<FeedItem, 'key'> & { readonly id: string | null };
