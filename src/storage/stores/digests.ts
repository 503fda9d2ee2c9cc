import { Digest, normalizeDigestName, Post } from '../../digests/digest.ts';
import type { DueRows, ServerPartition } from '../../scheduling/leases.ts';
import type { Dialect, Statements } from '../database.ts';
import { createDueRows, restrictTo } from './due-rows.ts';
import { isReferenceGone } from './references.ts';

/** Digests, their due times (a row's key is the digest's id), and the record of their slots. */
export interface DigestStore extends DueRows {
  /** Stores a digest, due at once. */
  create(digest: Digest): Promise<void>;
  get(id: string): Promise<Digest | undefined>;
  /** Lists the digests of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  /**
   * Lists digests that are not paused, of servers that are not resting, each with its next due time (ISO
   * 8601; empty for at once, null for never). `part` limits them to some shards.
   */
  listActive(part?: ServerPartition): Promise<{ readonly digest: Digest; readonly nextDue: string | null }[]>;
  /** Replaces a digest and makes it due at once, even while a process is working on it. */
  update(digest: Digest): Promise<void>;
  /** Makes a digest due at this time (ISO 8601, UTC), unless it is due earlier. */
  schedule(id: string, at: string): Promise<void>;
  /** Removes a digest and the record of its posts. */
  remove(id: string): Promise<void>;
  /** Records a slot before it is posted; false if it is already recorded, by whatever process. */
  claim(post: Post): Promise<boolean>;
  /** Updates the record of a slot. */
  settle(post: Post): Promise<void>;
  /** Returns the record of one slot. */
  getPost(digestId: string, slot: string): Promise<Post | undefined>;
  /** Lists recorded slots, newest first. */
  listPosts(digestId: string, limit: number): Promise<Post[]>;
  /** Returns the newest scheduled slot on record. */
  getLastScheduled(digestId: string): Promise<Post | undefined>;
  /** Returns the newest slot that was posted. */
  getLastPosted(digestId: string): Promise<Post | undefined>;
  /**
   * Returns the range of arrivals for a digest: from after the last one covered by a post, up to the last one
   * there was when this slot was claimed (null without a slot). `isFirst` means that nothing has been posted
   * yet, and `after` is the last arrival when the digest was created.
   */
  getArrivalSpan(
    digestId: string,
    slot: string | null,
  ): Promise<{ after: number; upTo: number | null; isFirst: boolean }>;
  /** Lists claimed, unsettled slots, oldest first, of one digest or all: in progress, or left by a kill. */
  listUnsettled(digestId?: string): Promise<Post[]>;
}

/**
 * Only what is searched or sorted by is a column of its own; the rest is one JSON text, parsed when read.
 * `last_arrival` is the last article there was when the row was written.
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

/** The range of a digest that is gone. */
const EMPTY_SPAN = { after: 0, upTo: 0, isFirst: 1 };

/** Creates the store of digests on a database. */
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

/** Claims a slot, unless its digest has been deleted in the meantime. */
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

/** The columns that `update` changes too. */
function columnsOf(digest: Digest): (string | number)[] {
  return [normalizeDigestName(digest.name), Number(digest.paused), JSON.stringify(Digest.parse(digest))];
}

function parseDigest({ digest }: { digest: string }): Digest {
  return Digest.parse(JSON.parse(digest));
}
