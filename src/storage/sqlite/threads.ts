import type { DatabaseSync } from 'node:sqlite';
import type { ArticleThread, ThreadQuestion, ThreadStore } from '../stores/threads.ts';

/** The tables of threads on SQLite. */
export const threadSchema = `
  CREATE TABLE thread (
    threadId TEXT PRIMARY KEY,
    serverId TEXT,
    articleId TEXT NOT NULL,
    openedBy TEXT NOT NULL,
    openedAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX thread_article ON thread (articleId, serverId);
  CREATE TABLE thread_question (
    messageId TEXT PRIMARY KEY,
    threadId TEXT NOT NULL REFERENCES thread (threadId) ON DELETE CASCADE,
    memberId TEXT NOT NULL,
    question TEXT NOT NULL,
    askedAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX thread_question_thread ON thread_question (threadId, messageId);
`;

/** What was shown for a question, beside it. */
export const turnColumn = 'ALTER TABLE thread_question ADD COLUMN turn TEXT';

/** Threads on SQLite. */
export function createThreadStore(database: DatabaseSync): ThreadStore {
  const open = database.prepare(
    'INSERT OR REPLACE INTO thread (threadId, serverId, articleId, openedBy, openedAt) VALUES (?, ?, ?, ?, ?)',
  );
  const get = database.prepare(
    'SELECT threadId, serverId, articleId, openedBy, openedAt FROM thread WHERE threadId = ?',
  );
  const pin = database.prepare('UPDATE thread SET articleId = ?2 WHERE threadId = ?1');
  const pinned = database.prepare(
    `SELECT threadId, serverId, articleId, openedBy, openedAt FROM thread
     WHERE serverId = ? AND articleId IN (SELECT value FROM json_each(?)) ORDER BY openedAt, threadId`,
  );
  const direct = database.prepare(
    `SELECT threadId FROM thread WHERE serverId IS NULL AND (openedAt >= ?1 OR EXISTS (
         SELECT 1 FROM thread_question AS asked WHERE asked.threadId = thread.threadId AND askedAt >= ?1))
       ORDER BY threadId DESC LIMIT ?2`,
  );
  const ask = database.prepare(
    'INSERT OR IGNORE INTO thread_question (messageId, threadId, memberId, question, askedAt) VALUES (?, ?, ?, ?, ?)',
  );
  const saveTurn = database.prepare('UPDATE thread_question SET turn = ?2 WHERE messageId = ?1');
  // what others asked there may be completed from the member's words
  const forgetTurns = database.prepare(
    `UPDATE thread_question SET turn = NULL
     WHERE threadId IN (SELECT threadId FROM thread_question WHERE memberId = ?)`,
  );
  const forget = database.prepare('DELETE FROM thread_question WHERE memberId = ?');
  const forgetOpening = database.prepare("UPDATE thread SET openedBy = '' WHERE openedBy = ?");
  // Message ids are snowflakes: the longer, then the greater, is the later.
  const end = database.prepare('DELETE FROM thread WHERE threadId = ?');
  const before = database.prepare(
    `SELECT messageId, memberId, question, turn FROM thread_question
     WHERE threadId = ? AND (length(messageId), messageId) < (length(?2), ?2)
     ORDER BY length(messageId) DESC, messageId DESC LIMIT ?3`,
  );
  return {
    async open(thread) {
      open.run(thread.threadId, thread.serverId, thread.articleId, thread.openedBy, thread.openedAt);
    },
    async get(threadId) {
      return get.get(threadId) as ArticleThread | undefined;
    },
    async listPinned(serverId, articleIds) {
      return pinned.all(serverId, JSON.stringify(articleIds)) as unknown as ArticleThread[];
    },
    async listDirectSince(since, limit) {
      return (direct.all(since, limit) as { threadId: string }[]).map(({ threadId }) => threadId);
    },
    async pin(threadId, articleId) {
      pin.run(threadId, articleId);
    },
    async addQuestion(question) {
      ask.run(question.messageId, question.threadId, question.memberId, question.question, question.askedAt);
    },
    async saveTurn(messageId, turn) {
      saveTurn.run(messageId, turn);
    },
    async forget(memberId) {
      forgetOpening.run(memberId);
      forgetTurns.run(memberId);
      return Number(forget.run(memberId).changes);
    },
    async close(threadId) {
      return end.run(threadId).changes === 1;
    },
    async listQuestionsBefore(threadId, messageId, limit) {
      return (before.all(threadId, messageId, limit) as unknown as ThreadQuestion[]).reverse();
    },
  };
}
