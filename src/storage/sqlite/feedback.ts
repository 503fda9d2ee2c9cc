import type { DatabaseSync } from 'node:sqlite';
import type { FeedbackStore, Vote } from '../stores/feedback.ts';
import { createThrottle } from '../throttled.ts';

/**
 * In a direct message there is no server; an empty text stands for it, because NULL is equal to nothing in a
 * key.
 */
export const feedbackSchema = `
  CREATE TABLE asked (
    key TEXT PRIMARY KEY,
    options TEXT NOT NULL,
    seenAt TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX asked_seen ON asked (seenAt);
  CREATE TABLE vote (
    answer TEXT NOT NULL,
    articleId TEXT NOT NULL,
    serverId TEXT NOT NULL,
    memberId TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    shown TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (answer, serverId, memberId)
  ) STRICT;
  CREATE INDEX vote_server ON vote (serverId, verdict, at);
  CREATE INDEX vote_member ON vote (memberId);
`;

/** Votes and questions on SQLite. */
export function createFeedbackStore(database: DatabaseSync): FeedbackStore {
  const recordOnce = createThrottle();
  const drop = database.prepare(
    'DELETE FROM asked WHERE key IN (SELECT key FROM asked WHERE seenAt < ? LIMIT 100)',
  );
  const keep = database.prepare('INSERT OR REPLACE INTO asked (key, options, seenAt) VALUES (?, ?, ?)');
  const retained = database.prepare('SELECT options FROM asked WHERE key = ?');
  const vote = database.prepare(
    `INSERT OR REPLACE INTO vote (answer, articleId, serverId, memberId, verdict, reason, shown, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const tally = database.prepare(
    `SELECT coalesce(sum(verdict IN ('useful', 'answers')), 0) AS useful, coalesce(sum(verdict = 'wrong'), 0) AS wrong
     FROM vote WHERE answer = ? AND serverId = ?`,
  );
  const wrong = database.prepare(
    `SELECT answer, articleId, nullif(serverId, '') AS serverId, memberId, verdict, reason, shown, at FROM vote
     WHERE serverId = ? AND verdict = 'wrong' ORDER BY at DESC, answer, memberId LIMIT ? OFFSET ?`,
  );
  const forget = database.prepare('DELETE FROM vote WHERE memberId = ?');
  return {
    saveQuestion: ({ key, options, at }, before) =>
      recordOnce(key, at, () => {
        drop.run(before);
        keep.run(key, options, at);
      }),
    async findQuestion(key) {
      return (retained.get(key) as { options: string } | undefined)?.options;
    },
    async vote({ answer, articleId, serverId, memberId, verdict, reason, shown, at }) {
      vote.run(answer, articleId, serverId ?? '', memberId, verdict, reason, shown, at);
    },
    async countVotes(answer, serverId) {
      return { ...(tally.get(answer, serverId ?? '') as { useful: number; wrong: number }) };
    },
    async listWrong(serverId, { offset, limit }) {
      return wrong.all(serverId, limit, offset) as unknown as Vote[];
    },
    async forget(memberId) {
      return Number(forget.run(memberId).changes);
    },
  };
}
