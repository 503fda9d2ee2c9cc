import { Digest, normalizeDigestName, Post } from '../../digests/digest.ts';
import type { Database } from '../database.ts';
import type { DigestStore } from '../stores/digests.ts';

/**
 * A digest's and a post's columns are what is searched or ordered by; the rest stands in one JSON text,
 * parsed on the way out. `lastArrival`: of the articles that were there when it was written.
 */
export const digestSchema = `
  CREATE TABLE digest (
    id TEXT COLLATE "C" PRIMARY KEY,
    serverId TEXT COLLATE "C" NOT NULL,
    nameKey TEXT COLLATE "C" NOT NULL,
    paused INTEGER NOT NULL,
    lastArrival INTEGER NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (serverId, nameKey)
  );
  CREATE TABLE digest_post (
    digestId TEXT COLLATE "C" NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    slot TEXT COLLATE "C" NOT NULL,
    occasion TEXT NOT NULL,
    state TEXT NOT NULL,
    lastArrival INTEGER NOT NULL,
    post TEXT NOT NULL,
    PRIMARY KEY (digestId, slot)
  );
  CREATE INDEX digest_post_claimed ON digest_post (state) WHERE state = 'claimed';
`;

const LAST_ARRIVAL = '(SELECT coalesce(max(sequence), 0) FROM article_version)';

/** PostgreSQL's code for a row that refers to one which is gone. */
const FOREIGN_KEY_VIOLATION = '23503';

/** Digests on PostgreSQL. */
export function createDigestStore(database: Database): DigestStore {
  const queryDigests = async (sql: string, values: readonly string[] = []) =>
    (await database.rows<{ digest: string }>(sql, values)).map(row => Digest.parse(JSON.parse(row.digest)));
  const queryPosts = async (sql: string, values: readonly (string | number | null)[]) =>
    (await database.rows<{ post: string }>(sql, values)).map(row => Post.parse(JSON.parse(row.post)));
  return {
    async create(digest) {
      const sql = `
        INSERT INTO digest (id, serverId, nameKey, paused, digest, lastArrival) VALUES ($1, $2, $3, $4, $5, ${LAST_ARRIVAL})`;
      await database.write(sql, [
        digest.id,
        digest.serverId,
        normalizeDigestName(digest.name),
        Number(digest.paused),
        JSON.stringify(Digest.parse(digest)),
      ]);
    },
    async get(id) {
      return (await queryDigests('SELECT digest FROM digest WHERE id = $1', [id]))[0];
    },
    list: serverId =>
      queryDigests('SELECT digest FROM digest WHERE serverId = $1 ORDER BY nameKey', [serverId]),
    listActive: () =>
      queryDigests(
        'SELECT digest FROM digest WHERE paused = 0 AND serverId NOT IN (SELECT serverId FROM resting_server) ORDER BY id',
      ),
    async update(digest) {
      await database.write('UPDATE digest SET nameKey = $1, paused = $2, digest = $3 WHERE id = $4', [
        normalizeDigestName(digest.name),
        Number(digest.paused),
        JSON.stringify(Digest.parse(digest)),
        digest.id,
      ]);
    },
    async remove(id) {
      await database.write('DELETE FROM digest WHERE id = $1', [id]);
    },
    async claim(claimed) {
      // No claim without its digest: one that was deleted in the meantime is not posted.
      const sql = `
        INSERT INTO digest_post (digestId, slot, occasion, state, post, lastArrival)
        SELECT $1, $2, $3, $4, $5, ${LAST_ARRIVAL} WHERE EXISTS (SELECT 1 FROM digest WHERE id = $1) ON CONFLICT DO NOTHING`;
      const { digestId, slot, occasion, state } = claimed;
      try {
        return (
          (await database.write(sql, [
            digestId,
            slot,
            occasion,
            state,
            JSON.stringify(Post.parse(claimed)),
          ])) === 1
        );
      } catch (error) {
        if ((error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION) return false;
        throw error;
      }
    },
    async settle(settled) {
      await database.write('UPDATE digest_post SET state = $1, post = $2 WHERE digestId = $3 AND slot = $4', [
        settled.state,
        JSON.stringify(Post.parse(settled)),
        settled.digestId,
        settled.slot,
      ]);
    },
    async getPost(digestId, slot) {
      return (
        await queryPosts('SELECT post FROM digest_post WHERE digestId = $1 AND slot = $2', [digestId, slot])
      )[0];
    },
    listPosts: (digestId, limit) =>
      queryPosts('SELECT post FROM digest_post WHERE digestId = $1 ORDER BY slot DESC LIMIT $2', [
        digestId,
        limit,
      ]),
    async getLastScheduled(digestId) {
      const sql =
        "SELECT post FROM digest_post WHERE digestId = $1 AND occasion = 'schedule' ORDER BY slot DESC LIMIT 1";
      return (await queryPosts(sql, [digestId]))[0];
    },
    async getLastPosted(digestId) {
      const sql =
        "SELECT post FROM digest_post WHERE digestId = $1 AND state = 'posted' ORDER BY slot DESC LIMIT 1";
      return (await queryPosts(sql, [digestId]))[0];
    },
    async getArrivalSpan(id, slot) {
      const sql = `SELECT
       greatest(lastArrival, (SELECT max(lastArrival) FROM digest_post WHERE digestId = id AND state = 'posted')) AS after,
       (SELECT lastArrival FROM digest_post WHERE digestId = id AND slot = $2) AS upTo,
       NOT EXISTS (SELECT 1 FROM digest_post WHERE digestId = id AND state = 'posted') AS isFirst
     FROM digest WHERE id = $1`;
      const found = await database.row<{ after: number; upTo: number | null; isFirst: boolean }>(sql, [
        id,
        slot,
      ]);
      return found ?? { after: 0, upTo: 0, isFirst: true };
    },
    listUnsettled: digestId =>
      queryPosts(
        "SELECT post FROM digest_post WHERE state = 'claimed' AND ($1::text IS NULL OR digestId = $1) ORDER BY slot, digestId",
        [digestId ?? null],
      ),
  };
}
