import type { DatabaseSync } from 'node:sqlite';
import { Digest, normalizeDigestName, Post } from '../../digests/digest.ts';
import { requireValue } from '../../lists.ts';
import type { DigestStore } from '../stores/digests.ts';

/**
 * A digest's and a post's columns are what is searched or ordered by; the rest stands in one JSON text,
 * parsed on the way out. `lastArrival`: of the articles that were there when it was written.
 */
export const digestSchema = `
  CREATE TABLE digest (
    id TEXT PRIMARY KEY,
    serverId TEXT NOT NULL,
    nameKey TEXT NOT NULL,
    paused INTEGER NOT NULL,
    lastArrival INTEGER NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (serverId, nameKey)
  ) STRICT;
  CREATE TABLE digest_post (
    digestId TEXT NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    occasion TEXT NOT NULL,
    state TEXT NOT NULL,
    lastArrival INTEGER NOT NULL,
    post TEXT NOT NULL,
    PRIMARY KEY (digestId, slot)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX digest_post_claimed ON digest_post (state) WHERE state = 'claimed';
`;

const LAST_ARRIVAL = '(SELECT coalesce(max(sequence), 0) FROM article_version)';

/** Of a digest that is gone. */
const EMPTY_SPAN = { after: 0, upTo: 0 };

interface DigestRow {
  readonly digest: string;
}

interface PostRow {
  readonly post: string;
}

/** Digests on SQLite. */
export function createDigestStore(database: DatabaseSync): DigestStore {
  const create = database.prepare(
    `INSERT INTO digest (id, serverId, nameKey, paused, digest, lastArrival) VALUES (?, ?, ?, ?, ?, ${LAST_ARRIVAL})`,
  );
  const get = database.prepare('SELECT digest FROM digest WHERE id = ?');
  const list = database.prepare('SELECT digest FROM digest WHERE serverId = ? ORDER BY nameKey');
  const active = database.prepare(
    'SELECT digest FROM digest WHERE paused = 0 AND serverId NOT IN (SELECT serverId FROM resting_server) ORDER BY id',
  );
  const update = database.prepare('UPDATE digest SET nameKey = ?, paused = ?, digest = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM digest WHERE id = ?');
  // No claim without its digest: one that was deleted in the meantime is not posted.
  const claim = database.prepare(
    `INSERT INTO digest_post (digestId, slot, occasion, state, post, lastArrival)
     SELECT ?1, ?2, ?3, ?4, ?5, ${LAST_ARRIVAL} WHERE EXISTS (SELECT 1 FROM digest WHERE id = ?1) ON CONFLICT DO NOTHING`,
  );
  const settle = database.prepare(
    'UPDATE digest_post SET state = ?, post = ? WHERE digestId = ? AND slot = ?',
  );
  const post = database.prepare('SELECT post FROM digest_post WHERE digestId = ? AND slot = ?');
  const posts = database.prepare(
    'SELECT post FROM digest_post WHERE digestId = ? ORDER BY slot DESC LIMIT ?',
  );
  const lastScheduled = database.prepare(
    "SELECT post FROM digest_post WHERE digestId = ? AND occasion = 'schedule' ORDER BY slot DESC LIMIT 1",
  );
  const lastPosted = database.prepare(
    "SELECT post FROM digest_post WHERE digestId = ? AND state = 'posted' ORDER BY slot DESC LIMIT 1",
  );
  const span = database.prepare(
    `SELECT
       max(lastArrival, coalesce((SELECT max(lastArrival) FROM digest_post WHERE digestId = id AND state = 'posted'), 0)) AS after,
       (SELECT lastArrival FROM digest_post WHERE digestId = id AND slot = :slot) AS upTo,
       NOT EXISTS (SELECT 1 FROM digest_post WHERE digestId = id AND state = 'posted') AS isFirst
     FROM digest WHERE id = :id`,
  );
  const unsettled = database.prepare(
    "SELECT post FROM digest_post WHERE state = 'claimed' AND (?1 IS NULL OR digestId = ?1) ORDER BY slot",
  );
  return {
    async create(digest) {
      create.run(
        digest.id,
        digest.serverId,
        normalizeDigestName(digest.name),
        Number(digest.paused),
        JSON.stringify(Digest.parse(digest)),
      );
    },
    async get(id) {
      return parseDigest(get.get(id));
    },
    async list(serverId) {
      return list.all(serverId).map(row => requireValue(parseDigest(row), 'digest in a row'));
    },
    async listActive() {
      return active.all().map(row => requireValue(parseDigest(row), 'digest in a row'));
    },
    async update(digest) {
      update.run(
        normalizeDigestName(digest.name),
        Number(digest.paused),
        JSON.stringify(Digest.parse(digest)),
        digest.id,
      );
    },
    async remove(id) {
      remove.run(id);
    },
    async claim(claimed) {
      return (
        claim.run(
          claimed.digestId,
          claimed.slot,
          claimed.occasion,
          claimed.state,
          JSON.stringify(Post.parse(claimed)),
        ).changes === 1
      );
    },
    async settle(settled) {
      settle.run(settled.state, JSON.stringify(Post.parse(settled)), settled.digestId, settled.slot);
    },
    async getPost(digestId, slot) {
      return parsePost(post.get(digestId, slot));
    },
    async listPosts(digestId, limit) {
      return posts.all(digestId, limit).map(row => requireValue(parsePost(row), 'post in a row'));
    },
    async getLastScheduled(digestId) {
      return parsePost(lastScheduled.get(digestId));
    },
    async getLastPosted(digestId) {
      return parsePost(lastPosted.get(digestId));
    },
    async getArrivalSpan(id, slot) {
      const found = span.get({ id, slot }) as
        | { after: number; upTo: number | null; isFirst: number }
        | undefined;
      return { ...(found ?? EMPTY_SPAN), isFirst: found?.isFirst !== 0 };
    },
    async listUnsettled(digestId) {
      return unsettled.all(digestId ?? null).map(row => requireValue(parsePost(row), 'post in a row'));
    },
  };
}

function parseDigest(row: unknown): Digest | undefined {
  return row === undefined ? undefined : Digest.parse(JSON.parse((row as DigestRow).digest));
}

function parsePost(row: unknown): Post | undefined {
  return row === undefined ? undefined : Post.parse(JSON.parse((row as PostRow).post));
}
