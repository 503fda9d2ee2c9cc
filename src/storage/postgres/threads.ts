import type { Database } from '../database.ts';
import type { ArticleThread, ThreadQuestion, ThreadStore } from '../stores/threads.ts';

/** The tables of threads on PostgreSQL. */
export const threadSchema = `
  CREATE TABLE thread (
    threadId TEXT COLLATE "C" PRIMARY KEY,
    serverId TEXT,
    articleId TEXT NOT NULL,
    openedBy TEXT NOT NULL,
    openedAt TEXT NOT NULL
  );
  CREATE INDEX thread_article ON thread (articleId, serverId);
  CREATE TABLE thread_question (
    messageId TEXT COLLATE "C" PRIMARY KEY,
    threadId TEXT COLLATE "C" NOT NULL REFERENCES thread (threadId) ON DELETE CASCADE,
    memberId TEXT NOT NULL,
    question TEXT NOT NULL,
    askedAt TEXT NOT NULL
  );
  CREATE INDEX thread_question_thread ON thread_question (threadId, length(messageId), messageId);
`;

/** What was shown for a question, beside it. */
export const turnColumn = 'ALTER TABLE thread_question ADD COLUMN turn TEXT';

/** Threads on PostgreSQL. */
export function createThreadStore(database: Database): ThreadStore {
  async function listQuestionsBefore(threadId: string, messageId: string, limit: number) {
    // Message ids are snowflakes: the longer, then the greater, is the later.
    const rows = await database.rows<ThreadQuestion>(
      `SELECT messageId, memberId, question, turn FROM thread_question
       WHERE threadId = $1 AND (length(messageId), messageId) < (length($2), $2)
       ORDER BY length(messageId) DESC, messageId DESC LIMIT $3`,
      [threadId, messageId, limit],
    );
    return rows.reverse();
  }

  return {
    async open({ threadId, serverId, articleId, openedBy, openedAt }) {
      await database.transaction(async transaction => {
        // with it goes what was asked in it
        await transaction.write('DELETE FROM thread WHERE threadId = $1', [threadId]);
        await transaction.write(
          `INSERT INTO thread (threadId, serverId, articleId, openedBy, openedAt) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (threadId) DO UPDATE SET serverId = $2, articleId = $3, openedBy = $4, openedAt = $5`,
          [threadId, serverId, articleId, openedBy, openedAt],
        );
      });
    },
    async listPinned(serverId, articleIds) {
      return database.rows<ArticleThread>(
        `SELECT threadId, serverId, articleId, openedBy, openedAt FROM thread
         WHERE serverId = $1 AND articleId = ANY($2) ORDER BY openedAt, threadId`,
        [serverId, articleIds],
      );
    },
    async listDirectSince(since, limit) {
      const rows = await database.rows<{ threadId: string }>(
        `SELECT threadId FROM thread WHERE serverId IS NULL AND (openedAt >= $1 OR EXISTS (
         SELECT 1 FROM thread_question AS asked WHERE asked.threadId = thread.threadId AND askedAt >= $1))
       ORDER BY threadId DESC LIMIT $2`,
        [since, limit],
      );
      return rows.map(({ threadId }) => threadId);
    },
    async pin(threadId, articleId) {
      await database.write('UPDATE thread SET articleId = $2 WHERE threadId = $1', [threadId, articleId]);
    },
    async get(threadId) {
      return database.row<ArticleThread>(
        'SELECT threadId, serverId, articleId, openedBy, openedAt FROM thread WHERE threadId = $1',
        [threadId],
      );
    },
    async addQuestion({ messageId, threadId, memberId, question, askedAt }) {
      await database.write(
        `INSERT INTO thread_question (messageId, threadId, memberId, question, askedAt) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`,
        [messageId, threadId, memberId, question, askedAt],
      );
    },
    async saveTurn(messageId, turn) {
      await database.write('UPDATE thread_question SET turn = $2 WHERE messageId = $1', [messageId, turn]);
    },
    async forget(memberId) {
      // what others asked there may be completed from the member's words
      await database.write(
        `UPDATE thread_question SET turn = NULL
         WHERE threadId IN (SELECT threadId FROM thread_question WHERE memberId = $1)`,
        [memberId],
      );
      await database.write("UPDATE thread SET openedBy = '' WHERE openedBy = $1", [memberId]);
      return database.write('DELETE FROM thread_question WHERE memberId = $1', [memberId]);
    },
    async close(threadId) {
      return (await database.write('DELETE FROM thread WHERE threadId = $1', [threadId])) === 1;
    },
    listQuestionsBefore: listQuestionsBefore,
  };
}
