import { setImmediate as breathe } from 'node:timers/promises';
import { dayOf } from '../../scheduling/clock.ts';
import type { Statements } from '../database.ts';
import { questionKeyOf } from '../request-hash.ts';
import { NOTE_LIFETIME_MS } from './answer-rows.ts';
import { deleteSome } from './deletions.ts';

/** Whose words a question contains, and what the cached answers are about. */
export interface ProvenanceStore {
  /** Lists the members who asked this, at most `limit`. */
  listAskers(key: string, limit: number): Promise<string[]>;
  /** Records a cached answer: `key` in the cache, `asked` its `questionKeyOf`, or null if no question. */
  recordAnswer(answer: {
    readonly key: string;
    readonly articleId: string;
    readonly asked: string | null;
    /** ISO 8601, UTC. */
    readonly at: string;
  }): Promise<void>;
  /** Deletes a batch of answers expired by a time (ms), with what they are about; returns their number. */
  deleteExpired(by: number): Promise<number>;
}

/** Rows deleted per batch. */
const BATCH_SIZE = 500;

/** Creates the record of who asked what, on either database. */
export function createProvenanceStore({ rows, write }: Statements): ProvenanceStore {
  return {
    async listAskers(key, limit) {
      const found = await rows<{ memberId: string }>(
        'SELECT DISTINCT member_id FROM asker WHERE key = $1 AND as_context = 0 LIMIT $2',
        [key, limit],
      );
      return found.map(({ memberId }) => memberId);
    },
    async recordAnswer({ key, articleId, asked, at }) {
      // an answer that is cached here has its own expiry, which replaces this one
      await write(
        `INSERT INTO cached_answer (key, article_id, asked, at, expires) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET article_id = excluded.article_id, asked = excluded.asked, at = excluded.at`,
        [key, articleId, asked, dayOf(at), Date.parse(at) + NOTE_LIFETIME_MS],
      );
    },
    deleteExpired: by =>
      write(deleteSome('cached_answer', 'key', { where: 'expires <= $1', limit: BATCH_SIZE }), [by]),
  };
}

/**
 * SQL: the servers in which anybody asked, found with one look at the index for each. A member's questions
 * are found through them, without an index of their own.
 */
const ASKING_SERVERS = `
  WITH RECURSIVE server (id) AS (
    SELECT min(server_id) FROM asker
    UNION ALL SELECT (SELECT min(server_id) FROM asker WHERE server_id > server.id) FROM server
    WHERE server.id IS NOT NULL)
  SELECT id FROM server`;

/** SQL: whether a row of `asker` names the member `$1`. */
export const IS_ASKER = `server_id IN (${ASKING_SERVERS}) AND member_id = $1`;

/** Deletes the questions under these keys one by one, with the answers to them and their copies in votes. */
export async function deleteQuestions(
  statements: Statements,
  evict: Evict,
  keys: readonly string[],
): Promise<void> {
  const { row, write } = statements;
  for (const key of keys) {
    const asked = await row<{ options: string }>('SELECT options FROM asked WHERE key = $1', [key]);
    if (asked)
      await deleteCachedAnswers(statements, evict, {
        asked: questionKeyOf(JSON.parse(asked.options) as object),
      });
    await write(
      `UPDATE vote SET shown = NULL WHERE server_id IN (SELECT server_id FROM asker WHERE key = $1) AND shown IS NOT NULL
       AND answer LIKE '%/' || $1`,
      [key],
    );
    await write('DELETE FROM asked WHERE key = $1', [key]);
    await write('DELETE FROM asker WHERE key = $1', [key]);
    await breathe();
  }
}

/** Evicts keys from the answer cache, whether in the database or on a server of its own. */
export type Evict = (keys: readonly string[]) => Promise<void>;

/** Deletes the cached answers about an article, or to a question. */
export async function deleteCachedAnswers(
  { rows, write }: Statements,
  evict: Evict,
  of: { articleId: string } | { asked: string },
): Promise<void> {
  const [column, value] = 'asked' in of ? ['asked', of.asked] : ['article_id', of.articleId];
  const kept = await rows<{ key: string }>(`SELECT key FROM cached_answer WHERE ${column} = $1`, [value]);
  if (kept.length > 0) await evict(kept.map(({ key }) => key));
  await write(`DELETE FROM cached_answer WHERE ${column} = $1`, [value]);
}
