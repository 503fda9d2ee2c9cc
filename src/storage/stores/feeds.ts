import type { FeedState, SeenItem, StoredFeed, WebPage } from '../../web/feed-records.ts';

/** Feeds; times are ISO 8601, UTC. */
export interface FeedStore {
  /** False if the server has a feed of this address already. */
  create(feed: StoredFeed): Promise<boolean>;
  get(id: string): Promise<StoredFeed | undefined>;
  /** Of one server, by address. */
  list(serverId: string): Promise<StoredFeed[]>;
  pause(id: string, how: { paused: boolean }): Promise<void>;
  /** Removes the feed and the record of its items; the articles stay. */
  remove(id: string): Promise<void>;
  /** What is due at `now` and nobody is at, the longest due first; nothing of servers that rest. */
  listDue(now: string): Promise<{ readonly id: string; readonly serverId: string }[]>;
  /** Takes a feed, due or not: until `until` it is nobody else's to look at. False if somebody is at it. */
  claim(id: string, now: string, until: string): Promise<boolean>;
  /** Records how a look went, and gives the feed free. */
  settle(id: string, state: FeedState): Promise<void>;
  /** What is on record of these items. */
  listSeen(feedId: string, keys: readonly string[]): Promise<SeenItem[]>;
  /** Puts what became of an item on record. */
  recordItem(item: SeenItem): Promise<void>;
}

/** Pages from which articles came. */
export interface PageStore {
  get(serverId: string | null, url: string): Promise<WebPage | undefined>;
  /** Records a page, and gives it free. */
  put(page: WebPage): Promise<void>;
  remove(serverId: string | null, url: string): Promise<void>;
  /**
   * A page of a server that does not rest, due at `now`, which until `until` is nobody else's to look at;
   * undefined if none is.
   */
  claimDue(now: string, until: string): Promise<WebPage | undefined>;
}
