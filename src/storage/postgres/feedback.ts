import { requireValue } from '../../lists.ts';
import type { Database } from '../database.ts';
import type { FeedbackStore, Vote } from '../stores/feedback.ts';
import { createThrottle } from '../throttled.ts';

/**
 * In a direct message there is no server; an empty text stands for it, because NULL is equal to nothing in a
 * key.
 */
export const feedbackSchema = `
  CREATE TABLE asked (
    key TEXT COLLATE "C" PRIMARY KEY,
    options TEXT NOT NULL,
    seenAt TEXT COLLATE "C" NOT NULL
  );
  CREATE INDEX asked_seen ON asked (seenAt);
  CREATE TABLE vote (
    answer TEXT COLLATE "C" NOT NULL,
    articleId TEXT NOT NULL,
    serverId TEXT COLLATE "C" NOT NULL,
    memberId TEXT COLLATE "C" NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    shown TEXT,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (answer, serverId, memberId)
  );
  CREATE INDEX vote_server ON vote (serverId, verdict, at);
  CREATE INDEX vote_member ON vote (memberId);
`;

/** Votes and questions on PostgreSQL. */
export function createFeedbackStore(database: Database): FeedbackStore {
  const recordOnce = createThrottle();
  return {
    saveQuestion: ({ key, options, at }, before) =>
      recordOnce(key, at, async () => {
        // Rows that another process is removing at this moment are left to it.
        const old = 'SELECT key FROM asked WHERE seenAt < $1 LIMIT 100 FOR UPDATE SKIP LOCKED';
        await database.write(`DELETE FROM asked WHERE key IN (${old})`, [before]);
        await database.write(
          `INSERT INTO asked (key, options, seenAt) VALUES ($1, $2, $3)
           ON CONFLICT (key) DO UPDATE SET options = excluded.options, seenAt = excluded.seenAt`,
          [key, options, at],
        );
      }),
    async findQuestion(key) {
      return (await database.row<{ options: string }>('SELECT options FROM asked WHERE key = $1', [key]))
        ?.options;
    },
    async vote({ answer, articleId, serverId, memberId, verdict, reason, shown, at }) {
      await database.write(
        `INSERT INTO vote (answer, articleId, serverId, memberId, verdict, reason, shown, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (answer, serverId, memberId) DO UPDATE SET
           articleId = excluded.articleId, verdict = excluded.verdict, reason = excluded.reason, shown = excluded.shown, at = excluded.at`,
        [answer, articleId, serverId ?? '', memberId, verdict, reason, shown, at],
      );
    },
    async countVotes(answer, serverId) {
      const row = await database.row<{ useful: number; wrong: number }>(
        `SELECT count(*) FILTER (WHERE verdict IN ('useful', 'answers')) AS useful, count(*) FILTER (WHERE verdict = 'wrong') AS wrong
         FROM vote WHERE answer = $1 AND serverId = $2`,
        [answer, serverId ?? ''],
      );
      return requireValue(row, 'count of votes');
    },
    listWrong: (serverId, { offset, limit }) =>
      database.rows<Vote>(
        `SELECT answer, articleId, nullif(serverId, '') AS serverId, memberId, verdict, reason, shown, at FROM vote
         WHERE serverId = $1 AND verdict = 'wrong' ORDER BY at DESC, answer, memberId LIMIT $2 OFFSET $3`,
        [serverId, limit, offset],
      ),
    forget: memberId => database.write('DELETE FROM vote WHERE memberId = $1', [memberId]),
  };
}
