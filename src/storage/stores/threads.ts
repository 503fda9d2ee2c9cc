import type { Database, Dialect } from '../database.ts';

/** A Discord thread, forum post or direct channel (by id) pinned to a version of an article. */
export interface ArticleThread {
  readonly threadId: string;
  readonly serverId: string | null;
  readonly articleId: string;
  readonly openedBy: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
}

/** A question asked in a thread. */
export interface ThreadQuestion {
  /** The id of the message or button press that asked it. */
  readonly messageId: string;
  readonly memberId: string;
  readonly question: string;
  /** The completed question and what was shown (JSON); null until answered, and after deletion. */
  readonly turn: string | null;
}

/** The threads pinned to articles, and the questions asked in them. */
export interface ThreadStore {
  /** Pins a thread. If it was already pinned, it is pinned anew and its earlier questions are deleted. */
  open(thread: ArticleThread): Promise<void>;
  get(threadId: string): Promise<ArticleThread | undefined>;
  /** Lists a server's threads that are pinned to one of these articles. */
  listPinned(serverId: string, articleIds: readonly string[]): Promise<ArticleThread[]>;
  /** Direct message channels with something pinned or asked since a time (ISO 8601), at most `limit`. */
  listDirectSince(since: string, limit: number): Promise<string[]>;
  /** Pins a thread to another version of its article; its questions stay. */
  pin(threadId: string, articleId: string): Promise<void>;
  /** Records a question as context for follow-ups; a message already recorded is left as it is. */
  addQuestion(question: {
    threadId: string;
    messageId: string;
    memberId: string;
    question: string;
    askedAt: string;
  }): Promise<void>;
  /** Records what was shown for a question, unless it has been deleted. */
  saveTurn(messageId: string, turn: string): Promise<void>;
  /**
   * Deletes a member's questions, the turns of all questions in the same threads, and the record that they
   * opened a thread. Returns how many questions were deleted.
   */
  forget(memberId: string): Promise<number>;
  /** Deletes the record of a thread that is gone, with its questions; false if there was none. */
  close(threadId: string): Promise<boolean>;
  /** The last `limit` questions of the thread before this message, with their askers, oldest first. */
  listQuestionsBefore(threadId: string, messageId: string, limit: number): Promise<ThreadQuestion[]>;
}

/** The tables of threads; `order` is the SQL that orders messages. */
export const createThreadSchema = ({ text, end }: Dialect, order: string) => `
  CREATE TABLE thread (
    thread_id ${text} PRIMARY KEY,
    server_id TEXT,
    article_id TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at TEXT NOT NULL
  ${end};
  CREATE INDEX thread_article ON thread (article_id, server_id);
  CREATE TABLE thread_question (
    message_id ${text} PRIMARY KEY,
    thread_id ${text} NOT NULL REFERENCES thread (thread_id) ON DELETE CASCADE,
    member_id TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_at TEXT NOT NULL
  ${end};
  CREATE INDEX thread_question_thread ON thread_question (thread_id, ${order});
`;

/** Adds what was shown for a question. */
export const turnColumn = 'ALTER TABLE thread_question ADD COLUMN turn TEXT';

/** Creates the store of threads on a database. */
export function createThreadStore(database: Database): ThreadStore {
  return { ...createThreadRows(database), ...createQuestionRows(database) };
}

type QuestionRows = Pick<ThreadStore, 'addQuestion' | 'saveTurn' | 'forget' | 'listQuestionsBefore'>;

function createThreadRows(database: Database): Omit<ThreadStore, keyof QuestionRows> {
  return {
    async open({ threadId, serverId, articleId, openedBy, openedAt }) {
      await database.transaction(async transaction => {
        // deletes the thread's questions too
        await transaction.write('DELETE FROM thread WHERE thread_id = $1', [threadId]);
        await transaction.write(
          `INSERT INTO thread (thread_id, server_id, article_id, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (thread_id) DO UPDATE SET server_id = $2, article_id = $3, opened_by = $4, opened_at = $5`,
          [threadId, serverId, articleId, openedBy, openedAt],
        );
      });
    },
    async listPinned(serverId, articleIds) {
      return database.rows<ArticleThread>(
        `SELECT thread_id, server_id, article_id, opened_by, opened_at FROM thread
         WHERE server_id = $1 AND article_id = ANY($2) ORDER BY opened_at, thread_id`,
        [serverId, articleIds],
      );
    },
    async listDirectSince(since, limit) {
      const rows = await database.rows<{ threadId: string }>(
        `SELECT thread_id FROM thread WHERE server_id IS NULL AND (opened_at >= $1 OR EXISTS (
         SELECT 1 FROM thread_question AS asked WHERE asked.thread_id = thread.thread_id AND asked_at >= $1))
       ORDER BY thread_id DESC LIMIT $2`,
        [since, limit],
      );
      return rows.map(({ threadId }) => threadId);
    },
    async pin(threadId, articleId) {
      await database.write('UPDATE thread SET article_id = $2 WHERE thread_id = $1', [threadId, articleId]);
    },
    async get(threadId) {
      return database.row<ArticleThread>(
        'SELECT thread_id, server_id, article_id, opened_by, opened_at FROM thread WHERE thread_id = $1',
        [threadId],
      );
    },
    async close(threadId) {
      return (await database.write('DELETE FROM thread WHERE thread_id = $1', [threadId])) === 1;
    },
  };
}

function createQuestionRows(database: Database): QuestionRows {
  return {
    async addQuestion({ messageId, threadId, memberId, question, askedAt }) {
      await database.write(
        `INSERT INTO thread_question (message_id, thread_id, member_id, question, asked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`,
        [messageId, threadId, memberId, question, askedAt],
      );
    },
    async saveTurn(messageId, turn) {
      await database.write('UPDATE thread_question SET turn = $2 WHERE message_id = $1', [messageId, turn]);
    },
    async forget(memberId) {
      // completed questions and answers of others in these threads may contain the member's words
      await database.write(
        `UPDATE thread_question SET turn = NULL
         WHERE thread_id IN (SELECT thread_id FROM thread_question WHERE member_id = $1)`,
        [memberId],
      );
      await database.write("UPDATE thread SET opened_by = '' WHERE opened_by = $1", [memberId]);
      return database.write('DELETE FROM thread_question WHERE member_id = $1', [memberId]);
    },
    listQuestionsBefore: (...before) => listQuestionsBefore(database, ...before),
  };
}

async function listQuestionsBefore(
  database: Database,
  threadId: string,
  messageId: string,
  limit: number,
): Promise<ThreadQuestion[]> {
  // message ids are snowflakes: the longer, and then the greater, is the later
  const rows = await database.rows<ThreadQuestion>(
    `SELECT message_id, member_id, question, turn FROM thread_question
     WHERE thread_id = $1 AND (length(message_id), message_id) < (length($2), $2)
     ORDER BY length(message_id) DESC, message_id DESC LIMIT $3`,
    [threadId, messageId, limit],
  );
  return rows.reverse();
}
