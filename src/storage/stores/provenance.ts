import { setImmediate as breathe } from 'node:timers/promises';
import type { Statements } from '../database.ts';
import { questionKeyOf } from '../request-hash.ts';
import { createThrottle } from '../throttled.ts';
import { deleteSome } from './deletions.ts';

/** Whose words a question contains, and what the cached answers are about. */
export interface ProvenanceStore {
  /**
   * Records who asked; call it before `FeedbackStore.saveQuestion`. `before` lists the askers of the earlier
   * questions that the answer knew from the thread.
   */
  recordQuestion(asked: {
    readonly key: string;
    readonly memberId: string;
    readonly serverId: string | null;
    readonly at: string;
    readonly before: readonly string[];
  }): Promise<void>;
  /** Lists the members who asked this, at most `limit`. */
  listAskers(key: string, limit: number): Promise<string[]>;
  /** Records a cached answer: `key` is its cache key, `asked` a `questionKeyOf` (request-hash.ts). */
  recordAnswer(answer: {
    readonly key: string;
    readonly articleId: string;
    readonly asked: string;
    readonly at: string;
  }): Promise<void>;
  /**
   * Deletes a batch of records, older than `before` (ISO 8601), whose questions or answers are no longer
   * stored. Returns how many were deleted.
   */
  deleteBefore(before: string): Promise<number>;
}

/** Rows deleted per batch. */
const BATCH_SIZE = 500;

/** `question` is the question itself, `context` an earlier one in the thread that the answer knew. */
export type QuestionRole = 'question' | 'context';

/** Creates the record of who asked what, on either database. */
export function createProvenanceStore({ rows, write }: Statements): ProvenanceStore {
  const recordOnce = createThrottle();
  return {
    recordQuestion: ({ key, memberId, serverId, at, before }) =>
      recordOnce(`${key} ${memberId} ${serverId}`, at, async () => {
        const parts: [string, QuestionRole][] = [
          [memberId, 'question'],
          ...before.map((id): [string, QuestionRole] => [id, 'context']),
        ];
        for (const [id, part] of parts)
          await write(
            `INSERT INTO asked_by (key, member_id, server_id, part, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (key, member_id, server_id, part) DO UPDATE SET at = excluded.at`,
            [key, id, serverId ?? '', part, at],
          );
      }),
    async listAskers(key, limit) {
      const found = await rows<{ memberId: string }>(
        "SELECT DISTINCT member_id FROM asked_by WHERE key = $1 AND part = 'question' LIMIT $2",
        [key, limit],
      );
      return found.map(({ memberId }) => memberId);
    },
    async recordAnswer({ key, articleId, asked, at }) {
      await write(
        `INSERT INTO kept_answer (key, article_id, asked, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO UPDATE SET at = excluded.at`,
        [key, articleId, asked, at],
      );
    },
    async deleteBefore(before) {
      const orphans = await write(
        `DELETE FROM asked_by WHERE at < $1 AND key IN (
           SELECT asked_by.key FROM asked_by LEFT JOIN asked ON asked.key = asked_by.key
           WHERE asked.key IS NULL AND at < $1 LIMIT ${BATCH_SIZE})`,
        [before],
      );
      const old = await write(deleteSome('kept_answer', 'key', { where: 'at < $1', limit: BATCH_SIZE }), [
        before,
      ]);
      return orphans + old;
    },
  };
}

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
      `UPDATE vote SET shown = NULL WHERE server_id IN (SELECT server_id FROM asked_by WHERE key = $1) AND shown IS NOT NULL
       AND answer LIKE '%/' || $1`,
      [key],
    );
    await write('DELETE FROM asked WHERE key = $1', [key]);
    await write('DELETE FROM asked_by WHERE key = $1', [key]);
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
  const kept = await rows<{ key: string }>(`SELECT key FROM kept_answer WHERE ${column} = $1`, [value]);
  if (kept.length > 0) await evict(kept.map(({ key }) => key));
  await write(`DELETE FROM kept_answer WHERE ${column} = $1`, [value]);
}
