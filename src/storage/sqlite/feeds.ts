import type { DatabaseSync } from 'node:sqlite';
import { requireValue } from '../../lists.ts';
import { Feed, FeedState, SeenItem, type StoredFeed, WebPage } from '../../web/feed-records.ts';
import type { FeedStore, PageStore } from '../stores/feeds.ts';

/**
 * Columns are what is searched or ordered by; the rest stands in one JSON text, parsed on the way out.
 * `claimedUntil` is the time up to which a look belongs to the process that began it.
 */
export const feedSchema = `
  CREATE TABLE feed (
    id TEXT PRIMARY KEY,
    serverId TEXT NOT NULL,
    url TEXT NOT NULL,
    paused INTEGER NOT NULL,
    nextLook TEXT,
    claimedUntil TEXT NOT NULL DEFAULT '',
    feed TEXT NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (serverId, url)
  ) STRICT;
  CREATE INDEX feed_due ON feed (nextLook) WHERE paused = 0 AND nextLook IS NOT NULL;
  CREATE TABLE feed_item (
    feedId TEXT NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (feedId, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE web_page (
    serverId TEXT NOT NULL,
    url TEXT NOT NULL,
    nextLook TEXT,
    claimedUntil TEXT NOT NULL DEFAULT '',
    page TEXT NOT NULL,
    PRIMARY KEY (serverId, url)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX web_page_due ON web_page (nextLook) WHERE nextLook IS NOT NULL;
`;

interface SqliteFeedRow {
  readonly feed: string;
  readonly state: string;
  readonly paused: number;
}

/** Feeds on SQLite. */
export function createFeedStore(database: DatabaseSync): FeedStore {
  const create = database.prepare(
    'INSERT INTO feed (id, serverId, url, paused, nextLook, feed, state) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const get = database.prepare('SELECT feed, state, paused FROM feed WHERE id = ?');
  const list = database.prepare('SELECT feed, state, paused FROM feed WHERE serverId = ? ORDER BY url');
  const pause = database.prepare('UPDATE feed SET paused = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM feed WHERE id = ?');
  const settle = database.prepare("UPDATE feed SET nextLook = ?, claimedUntil = '', state = ? WHERE id = ?");
  const due = database.prepare(
    `SELECT id, serverId FROM feed WHERE paused = 0 AND nextLook <= ?1 AND claimedUntil <= ?1
       AND serverId NOT IN (SELECT serverId FROM resting_server) ORDER BY nextLook, id`,
  );
  const claim = database.prepare('UPDATE feed SET claimedUntil = ?2 WHERE id = ?3 AND claimedUntil <= ?1');
  const seen = database.prepare(
    'SELECT item FROM feed_item WHERE feedId = ?1 AND key IN (SELECT value FROM json_each(?2))',
  );
  const note = database.prepare(
    `INSERT INTO feed_item (feedId, key, item) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM feed WHERE id = ?1)
     ON CONFLICT DO UPDATE SET item = ?3`,
  );
  return {
    async create({ state, ...feed }) {
      const { id, serverId, url, paused } = feed;
      const rest = [JSON.stringify(Feed.parse(feed)), JSON.stringify(FeedState.parse(state))] as const;
      return create.run(id, serverId, url, Number(paused), dueOf(state), ...rest).changes === 1;
    },
    async get(id) {
      return parseFeed(get.get(id));
    },
    async list(serverId) {
      return list.all(serverId).map(row => requireValue(parseFeed(row), 'feed in a row'));
    },
    async pause(id, { paused }) {
      pause.run(Number(paused), id);
    },
    async remove(id) {
      remove.run(id);
    },
    async listDue(now) {
      return (due.all(now) as unknown as { id: string; serverId: string }[]).map(({ id, serverId }) => ({
        id,
        serverId,
      }));
    },
    async claim(id, now, until) {
      return claim.run(now, until, id).changes === 1;
    },
    async settle(id, state) {
      settle.run(dueOf(state), JSON.stringify(FeedState.parse(state)), id);
    },
    async listSeen(feedId, keys) {
      return (seen.all(feedId, JSON.stringify(keys)) as unknown as { item: string }[]).map(({ item }) =>
        SeenItem.parse(JSON.parse(item)),
      );
    },
    async recordItem(item) {
      note.run(item.feedId, item.key, JSON.stringify(SeenItem.parse(item)));
    },
  };
}

/** A feed that has ended is never due. */
function dueOf({ ended, nextLook }: FeedState): string | null {
  return ended === null ? nextLook : null;
}

function parseFeed(row: unknown): StoredFeed | undefined {
  if (row === undefined) return undefined;
  const { feed, state, paused } = row as SqliteFeedRow;
  return { ...Feed.parse(JSON.parse(feed)), paused: paused === 1, state: FeedState.parse(JSON.parse(state)) };
}

/** Pages on SQLite. */
export function createPageStore(database: DatabaseSync): PageStore {
  const get = database.prepare('SELECT page FROM web_page WHERE serverId = ? AND url = ?');
  const put = database.prepare(
    `INSERT INTO web_page (serverId, url, nextLook, page) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT DO UPDATE SET nextLook = ?3, claimedUntil = '', page = ?4`,
  );
  const remove = database.prepare('DELETE FROM web_page WHERE serverId = ? AND url = ?');
  const claim = database.prepare(`
    UPDATE web_page SET claimedUntil = ?2 WHERE (serverId, url) = (
      SELECT serverId, url FROM web_page WHERE nextLook <= ?1 AND claimedUntil <= ?1
        AND serverId NOT IN (SELECT serverId FROM resting_server) ORDER BY nextLook LIMIT 1
    ) RETURNING page`);
  return {
    async get(serverId, url) {
      return parsePage(get.get(serverId ?? '', url));
    },
    async put(page) {
      put.run(page.serverId ?? '', page.url, page.nextLook, JSON.stringify(WebPage.parse(page)));
    },
    async remove(serverId, url) {
      remove.run(serverId ?? '', url);
    },
    async claimDue(now, until) {
      return parsePage(claim.get(now, until));
    },
  };
}

function parsePage(row: unknown): WebPage | undefined {
  return row === undefined ? undefined : WebPage.parse(JSON.parse((row as { page: string }).page));
}
