import type { DueRows } from '../../scheduling/leases.ts';
import { Feed, FeedState, SeenItem, type StoredFeed, WebPage } from '../../web/feed-records.ts';
import type { Dialect, Statements } from '../database.ts';
import { createDueRows, LEASE_FREED } from './due-rows.ts';
import { isReferenceGone } from './references.ts';

/** Feeds and their due times, keyed by id; a paused feed is never due. Times are ISO 8601, UTC. */
export interface FeedStore extends DueRows {
  /** Returns false if the server already has a feed with this address. */
  create(feed: StoredFeed): Promise<boolean>;
  get(id: string): Promise<StoredFeed | undefined>;
  /** Lists the feeds of one server, by address. */
  list(serverId: string): Promise<StoredFeed[]>;
  pause(id: string, how: { paused: boolean }): Promise<void>;
  /** Removes a feed and the record of its items; the articles stay. */
  remove(id: string): Promise<void>;
  /** Restarts a feed in this state; false if it is leased at `now`. */
  restart(id: string, state: FeedState, now: string): Promise<boolean>;
  /** Records a poll and frees the lease if `by` holds it; if the feed was restarted, that state stays. */
  settle(id: string, state: FeedState, by: string): Promise<void>;
  /** Returns the records of these items. */
  listSeen(feedId: string, keys: readonly string[]): Promise<SeenItem[]>;
  /** Records the outcome of an item. */
  recordItem(item: SeenItem): Promise<void>;
}

/** Pages of articles and their due times, keyed by server (empty: everybody) and address. */
export interface PageStore extends DueRows {
  get(serverId: string | null, url: string): Promise<WebPage | undefined>;
  /** Stores a page and frees its lease. */
  put(page: WebPage): Promise<void>;
  remove(serverId: string | null, url: string): Promise<void>;
}

/** The tables of feeds and pages. Columns are for searching and sorting; the rest is one JSON text. */
export const createFeedSchema = ({ text, end, keyedEnd }: Dialect) => `
  CREATE TABLE feed (
    id ${text} PRIMARY KEY,
    server_id ${text} NOT NULL,
    url ${text} NOT NULL,
    paused INTEGER NOT NULL,
    next_look ${text},
    claimed_until ${text} NOT NULL DEFAULT '',
    feed TEXT NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (server_id, url)
  ${end};
  CREATE INDEX feed_due ON feed (next_look) WHERE paused = 0 AND next_look IS NOT NULL;
  CREATE TABLE feed_item (
    feed_id ${text} NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key ${text} NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (feed_id, key)
  ${keyedEnd};
  CREATE TABLE web_page (
    server_id ${text} NOT NULL,
    url ${text} NOT NULL,
    next_look ${text},
    claimed_until ${text} NOT NULL DEFAULT '',
    page TEXT NOT NULL,
    PRIMARY KEY (server_id, url)
  ${keyedEnd};
  CREATE INDEX web_page_due ON web_page (next_look) WHERE next_look IS NOT NULL;
`;

interface FeedRow {
  readonly feed: string;
  readonly state: string;
  readonly paused: number;
}

/** Creates the store of feeds on a database. */
export function createFeedStore(database: Statements): FeedStore {
  const queryFeeds = async (sql: string, values: readonly string[]) =>
    (await database.rows<FeedRow>(sql, values)).map(parseFeed);
  return {
    async create({ state, ...feed }) {
      const sql = `
        INSERT INTO feed (id, server_id, url, paused, next_due, feed, state) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING`;
      const { id, serverId, url, paused } = feed;
      const rest = [JSON.stringify(Feed.parse(feed)), JSON.stringify(FeedState.parse(state))];
      return (await database.write(sql, [id, serverId, url, Number(paused), dueOf(state), ...rest])) === 1;
    },
    async get(id) {
      return (await queryFeeds('SELECT feed, state, paused FROM feed WHERE id = $1', [id]))[0];
    },
    list: serverId =>
      queryFeeds('SELECT feed, state, paused FROM feed WHERE server_id = $1 ORDER BY url', [serverId]),
    async pause(id, { paused }) {
      await database.write('UPDATE feed SET paused = $1 WHERE id = $2', [Number(paused), id]);
    },
    async remove(id) {
      await database.write('DELETE FROM feed WHERE id = $1', [id]);
    },
    ...createDueRows(database, { table: 'feed', key: ['id'], where: 'paused = 0' }),
    async restart(id, state, now) {
      const sql = `
        UPDATE feed SET next_due = $1, ${LEASE_FREED}, state = $2 WHERE id = $3 AND leased_until <= $4`;
      const values = [dueOf(state), JSON.stringify(FeedState.parse(state)), id, now];
      return (await database.write(sql, values)) === 1;
    },
    async settle(id, state, by) {
      const sql = `
        UPDATE feed SET next_due = $1, ${LEASE_FREED}, state = $2 WHERE id = $3 AND leased_by = $4`;
      await database.write(sql, [dueOf(state), JSON.stringify(FeedState.parse(state)), id, by]);
    },
    async listSeen(feedId, keys) {
      const sql = 'SELECT item FROM feed_item WHERE feed_id = $1 AND key = ANY($2::text[])';
      return (await database.rows<{ item: string }>(sql, [feedId, keys])).map(({ item }) =>
        SeenItem.parse(JSON.parse(item)),
      );
    },
    async recordItem(item) {
      const sql = `
        INSERT INTO feed_item (feed_id, key, item) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM feed WHERE id = $1)
        ON CONFLICT (feed_id, key) DO UPDATE SET item = excluded.item`;
      try {
        await database.write(sql, [item.feedId, item.key, JSON.stringify(SeenItem.parse(item))]);
      } catch (error) {
        if (!isReferenceGone(error)) throw error;
      }
    },
  };
}

/** A feed that has ended is never due. */
function dueOf({ ended, nextLook }: FeedState): string | null {
  return ended === null ? nextLook : null;
}

function parseFeed({ feed, state, paused }: FeedRow): StoredFeed {
  return { ...Feed.parse(JSON.parse(feed)), paused: paused === 1, state: FeedState.parse(JSON.parse(state)) };
}

/** Creates the store of pages on a database. */
export function createPageStore(database: Statements): PageStore {
  const queryPages = async (sql: string, values: readonly string[]) =>
    (await database.rows<{ page: string }>(sql, values)).map(({ page }) => WebPage.parse(JSON.parse(page)));
  return {
    async get(serverId, url) {
      return (
        await queryPages('SELECT page FROM web_page WHERE server_id = $1 AND url = $2', [serverId ?? '', url])
      )[0];
    },
    async put(page) {
      const sql = `
        INSERT INTO web_page (server_id, url, next_due, page) VALUES ($1, $2, $3, $4)
        ON CONFLICT (server_id, url) DO UPDATE SET next_due = excluded.next_due, ${LEASE_FREED}, page = excluded.page`;
      await database.write(sql, [
        page.serverId ?? '',
        page.url,
        page.nextLook,
        JSON.stringify(WebPage.parse(page)),
      ]);
    },
    async remove(serverId, url) {
      await database.write('DELETE FROM web_page WHERE server_id = $1 AND url = $2', [serverId ?? '', url]);
    },
    ...createDueRows(database, { table: 'web_page', key: ['server_id', 'url'] }),
  };
}
