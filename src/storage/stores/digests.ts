import { Digest, normalizeDigestName, Post } from '../../digests/digest.ts';
import type { DueRows, ServerPartition } from '../../scheduling/leases.ts';
import type { Dialect, Statements } from '../database.ts';
import { createDueRows, restrictTo } from './due-rows.ts';
import { isReferenceGone } from './references.ts';

/** Digests, which of them are due (a row's key is the digest's id), and the record of their slots. */
export interface DigestStore extends DueRows {
  /** Stores a digest; it is due at once. */
  create(digest: Digest): Promise<void>;
  get(id: string): Promise<Digest | undefined>;
  /** Of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  /**
   * Of the servers of a part that do not rest, those that are not paused, each with when it is due next (ISO 8601;
   * empty for at once, null for never).
   */
  listActive(part?: ServerPartition): Promise<{ readonly digest: Digest; readonly nextDue: string | null }[]>;
  /** Replaces a digest; it is due at once, also where a process is at it. */
  update(digest: Digest): Promise<void>;
  /** Makes a digest due at this time (ISO 8601, UTC), unless it is due earlier. */
  schedule(id: string, at: string): Promise<void>;
  /** Removes the digest and the record of its posts. */
  remove(id: string): Promise<void>;
  /** Records a slot before it is posted; false if the slot is on record already, whoever put it there. */
  claim(post: Post): Promise<boolean>;
  /** Replaces the record of a slot. */
  settle(post: Post): Promise<void>;
  /** The record of one slot. */
  getPost(digestId: string, slot: string): Promise<Post | undefined>;
  /** Slots on record, the newest first. */
  listPosts(digestId: string, limit: number): Promise<Post[]>;
  /** The newest slot of the schedule on record. */
  getLastScheduled(digestId: string): Promise<Post | undefined>;
  /** The newest slot that was posted. */
  getLastPosted(digestId: string): Promise<Post | undefined>;
  /**
   * Which arrivals are a digest's: those after the last that a post has covered, and up to the last that was
   * there when this slot was claimed (null without a slot). `isFirst`: nothing is posted yet, and `after` is
   * the last that was there when it was created.
   */
  getArrivalSpan(
    digestId: string,
    slot: string | null,
  ): Promise<{ after: number; upTo: number | null; isFirst: boolean }>;
  /**
   * Slots that are claimed and not settled, the oldest first, of one digest or of all: what is being tried,
   * or what a killed process left.
   */
  listUnsettled(digestId?: string): Promise<Post[]>;
}

/**
 * A digest's and a post's columns are what is searched or ordered by; the rest stands in one JSON text,
 * parsed on the way out. `lastArrival`: of the articles that were there when it was written.
 */
export const createDigestSchema = ({ text, end, keyedEnd }: Dialect) => `
  CREATE TABLE digest (
    id ${text} PRIMARY KEY,
    server_id ${text} NOT NULL,
    name_key ${text} NOT NULL,
    paused INTEGER NOT NULL,
    last_arrival INTEGER NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (server_id, name_key)
  ${end};
  CREATE TABLE digest_post (
    digest_id ${text} NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    slot ${text} NOT NULL,
    occasion TEXT NOT NULL,
    state TEXT NOT NULL,
    last_arrival INTEGER NOT NULL,
    post TEXT NOT NULL,
    PRIMARY KEY (digest_id, slot)
  ${keyedEnd};
  CREATE INDEX digest_post_claimed ON digest_post (state) WHERE state = 'claimed';
`;

const LAST_ARRIVAL = '(SELECT coalesce(max(sequence), 0) FROM article_version)';

/** Of a digest that is gone. */
const EMPTY_SPAN = { after: 0, upTo: 0, isFirst: 1 };

/** Digests on a database. */
export function createDigestStore(database: Statements): DigestStore {
  return { ...createDigestRows(database), ...createPostRows(database) };
}

type DigestRows = DueRows &
  Pick<DigestStore, 'create' | 'get' | 'list' | 'listActive' | 'update' | 'schedule' | 'remove'>;

function createDigestRows(database: Statements): DigestRows {
  const queryDigests = async (sql: string, values: readonly string[]) =>
    (await database.rows<{ digest: string }>(sql, values)).map(parseDigest);
  return {
    ...createDueRows(database, { table: 'digest', key: ['id'] }),
    async create(digest) {
      await database.write(
        `INSERT INTO digest (id, server_id, name_key, paused, digest, last_arrival)
         VALUES ($1, $2, $3, $4, $5, ${LAST_ARRIVAL})`,
        [digest.id, digest.serverId, ...columnsOf(digest)],
      );
    },
    get: async id => (await queryDigests('SELECT digest FROM digest WHERE id = $1', [id]))[0],
    list: serverId =>
      queryDigests('SELECT digest FROM digest WHERE server_id = $1 ORDER BY name_key', [serverId]),
    async listActive(part) {
      const { sql, values } = restrictTo(part, 1);
      const found = await database.rows<{ digest: string; nextDue: string | null }>(
        `SELECT digest, next_due FROM digest
         WHERE paused = 0 AND server_id NOT IN (SELECT server_id FROM resting_server) ${sql} ORDER BY id`,
        values,
      );
      return found.map(row => ({ digest: parseDigest(row), nextDue: row.nextDue }));
    },
    async update(digest) {
      await database.write(
        `UPDATE digest SET name_key = $2, paused = $3, digest = $4, next_due = '', due_again = 1 WHERE id = $1`,
        [digest.id, ...columnsOf(digest)],
      );
    },
    async schedule(id, at) {
      await database.write(
        `UPDATE digest SET due_again = 1, next_due = CASE WHEN leased_until = '' AND next_due < $2 THEN next_due ELSE $2 END
         WHERE id = $1`,
        [id, at],
      );
    },
    async remove(id) {
      await database.write('DELETE FROM digest WHERE id = $1', [id]);
    },
  };
}

function createPostRows(database: Statements): Omit<DigestStore, keyof DigestRows> {
  const queryPosts = async (sql: string, values: readonly (string | number | null)[]) =>
    (await database.rows<{ post: string }>(sql, values)).map(row => Post.parse(JSON.parse(row.post)));
  const queryNewest = async (digestId: string, condition: string) =>
    (
      await queryPosts(
        `SELECT post FROM digest_post WHERE digest_id = $1 AND ${condition} ORDER BY slot DESC LIMIT 1`,
        [digestId],
      )
    )[0];
  return {
    claim: claimed => claimSlot(database, claimed),
    async settle(settled) {
      await database.write(
        'UPDATE digest_post SET state = $1, post = $2 WHERE digest_id = $3 AND slot = $4',
        [settled.state, JSON.stringify(Post.parse(settled)), settled.digestId, settled.slot],
      );
    },
    getPost: async (digestId, slot) =>
      (
        await queryPosts('SELECT post FROM digest_post WHERE digest_id = $1 AND slot = $2', [digestId, slot])
      )[0],
    listPosts: (digestId, limit) =>
      queryPosts('SELECT post FROM digest_post WHERE digest_id = $1 ORDER BY slot DESC LIMIT $2', [
        digestId,
        limit,
      ]),
    getLastScheduled: digestId => queryNewest(digestId, "occasion = 'schedule'"),
    getLastPosted: digestId => queryNewest(digestId, "state = 'posted'"),
    async getArrivalSpan(id, slot) {
      const posted = "FROM digest_post WHERE digest_id = id AND state = 'posted'";
      const found = await database.row<{ after: number; upTo: number | null; isFirst: number }>(
        `SELECT
           CASE WHEN last_arrival < coalesce((SELECT max(last_arrival) ${posted}), 0)
             THEN (SELECT max(last_arrival) ${posted}) ELSE last_arrival END AS after,
           (SELECT last_arrival FROM digest_post WHERE digest_id = id AND slot = $2) AS up_to,
           CASE WHEN EXISTS (SELECT 1 ${posted}) THEN 0 ELSE 1 END AS is_first
         FROM digest WHERE id = $1`,
        [id, slot],
      );
      const { after, upTo, isFirst } = found ?? EMPTY_SPAN;
      return { after, upTo, isFirst: isFirst === 1 };
    },
    listUnsettled: digestId =>
      queryPosts(
        `SELECT post FROM digest_post WHERE state = 'claimed' AND ($1::text IS NULL OR digest_id = $1)
         ORDER BY slot, digest_id`,
        [digestId ?? null],
      ),
  };
}

/** No claim without its digest: one that was deleted in the meantime is not posted. */
async function claimSlot(database: Statements, claimed: Post): Promise<boolean> {
  const { digestId, slot, occasion, state } = claimed;
  try {
    const written = await database.write(
      `INSERT INTO digest_post (digest_id, slot, occasion, state, post, last_arrival)
       SELECT $1, $2, $3, $4, $5, ${LAST_ARRIVAL} WHERE EXISTS (SELECT 1 FROM digest WHERE id = $1)
       ON CONFLICT DO NOTHING`,
      [digestId, slot, occasion, state, JSON.stringify(Post.parse(claimed))],
    );
    return written === 1;
  } catch (error) {
    if (isReferenceGone(error)) return false;
    throw error;
  }
}

/** The columns of a digest that an update writes too. */
function columnsOf(digest: Digest): (string | number)[] {
  return [normalizeDigestName(digest.name), Number(digest.paused), JSON.stringify(Digest.parse(digest))];
}

function parseDigest({ digest }: { digest: string }): Digest {
  return Digest.parse(JSON.parse(digest));
}
