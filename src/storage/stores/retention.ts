import type { Statements } from '../database.ts';
import type { ArticleStore } from './articles.ts';
import { deleteSome } from './deletions.ts';

/** Rows deleted, and articles examined, per batch. */
const BATCH_SIZES = { rows: 500, articles: 200 };

/** Data with a retention period: model usage, records of digest posts, votes, and questions in threads. */
export type RetainedKind = 'generations' | 'digestRecords' | 'votes' | 'questions';

const dropSome = (table: string, key: string, where: string) =>
  deleteSome(table, key, { where, limit: BATCH_SIZES.rows });

/** SQL: deletes a batch of rows older than $1. */
const DELETIONS: Readonly<Record<RetainedKind, string>> = {
  generations: dropSome('generation', 'id', 'day < $1'),
  // the newest of each kind decides what comes next, and the newest posted one records what has been covered
  digestRecords: dropSome(
    'digest_post',
    'digest_id, slot',
    `slot < $1 AND state <> 'claimed' AND EXISTS (
       SELECT 1 FROM digest_post AS newer
       WHERE newer.digest_id = old.digest_id AND newer.occasion = old.occasion AND newer.state = old.state
         AND newer.slot > old.slot AND newer.last_arrival >= old.last_arrival)`,
  ),
  votes: dropSome('vote', 'answer, server_id, member_id', 'at < $1'),
  questions: dropSome('thread_question', 'message_id', 'asked_at < $1'),
};

/** Indexes that find old rows. */
export const retentionIndexes = `
  CREATE INDEX vote_at ON vote (at);
  CREATE INDEX thread_question_asked ON thread_question (asked_at);
`;

/** SQL: the next newest versions, with whether each was added or asked about since $1, or has a thread. */
const NEXT_VERSIONS = `
  SELECT held.sequence AS sequence, held.holder AS holder, article.id AS id,
    CASE WHEN held.added_at >= $1
      OR EXISTS (SELECT 1 FROM cached_answer WHERE article_id = article.id AND at >= substr($1, 1, 10))
      OR EXISTS (SELECT 1 FROM thread WHERE article_id = article.id) THEN 1 ELSE 0 END AS wanted
  FROM article_version AS held CROSS JOIN article
  WHERE held.sequence > $2 AND held.newest = 1 AND article.number = held.article
  ORDER BY held.sequence LIMIT ${BATCH_SIZES.articles}`;

/** Deletes data that has reached its retention period. */
export interface RetentionStore {
  /** Deletes a batch of rows older than `before` (ISO 8601). Returns how many were deleted. */
  deleteBefore(kind: RetainedKind, before: string): Promise<number>;
  /** Removes a batch of articles added before a time and not asked about since; next sequence, or null. */
  removeUnasked(before: string, after: number): Promise<{ removed: number; last: number | null }>;
}

/** Creates the retention of a database. */
export function createRetentionStore({ rows, write }: Statements, articles: ArticleStore): RetentionStore {
  return {
    deleteBefore: (kind, before) => write(DELETIONS[kind], [before]),
    async removeUnasked(before, after) {
      const next = await rows<{ sequence: number; holder: string; id: string; wanted: number }>(
        NEXT_VERSIONS,
        [before, after],
      );
      const unasked = next.filter(({ wanted }) => wanted === 0);
      for (const { holder, id } of unasked) await articles.forServer(holder || null).remove(id);
      const last = next.length < BATCH_SIZES.articles ? null : (next.at(-1)?.sequence ?? null);
      return { removed: unasked.length, last };
    },
  };
}
