import { requireValue } from '../../lists.ts';
import { dayOf, toTimestamp } from '../../scheduling/clock.ts';
import type { Database, Dialect, Statements } from '../database.ts';
import { createThrottle } from '../throttled.ts';

/** One member's vote on one answer. */
export interface Vote {
  /** Kind, article and request key, as buttons name an answer. */
  readonly answer: string;
  readonly articleId: string;
  /** Null in a direct message. */
  readonly serverId: string | null;
  readonly memberId: string;
  /** `answers` confirms that a probable passage does answer the question. */
  readonly verdict: 'useful' | 'wrong' | 'answers';
  /** What is wrong, in the member's words; null if they did not say. */
  readonly reason: string | null;
  /** The answer as it was shown (JSON), to be inspected after it was regenerated; null if not loaded. */
  readonly shown: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A question as it was asked, by the short key of its options. */
export interface AskedQuestion {
  readonly key: string;
  /** JSON. */
  readonly options: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /**
   * Who asked; absent if the options contain nobody's words. `before` lists the askers of the earlier
   * questions that the answer knew from the thread.
   */
  readonly by?: {
    readonly memberId: string;
    readonly serverId: string | null;
    readonly before: readonly string[];
  };
}

/** Members' votes on answers, and the options of those answers. */
export interface FeedbackStore {
  /**
   * Stores the options of a question or claim, so that a button can carry its short key, and whose words they
   * contain. Deletes a batch of those that nobody has looked at for 400 days before `asked.at`.
   */
  saveQuestion(asked: AskedQuestion): Promise<void>;
  /** Returns the options stored under a key. */
  findQuestion(key: string): Promise<string | undefined>;
  /** Records a vote, replacing the member's earlier one on the same answer in the same server. */
  vote(vote: Vote): Promise<void>;
  /** How many members of a server (`null`: direct messages) found an answer useful, and wrong. */
  countVotes(answer: string, serverId: string | null): Promise<{ useful: number; wrong: number }>;
  /** Lists a server's `wrong` votes, newest first. */
  listWrong(serverId: string, page: { offset: number; limit: number }): Promise<Vote[]>;
  /** Deletes a member's votes. Returns how many there were. */
  forget(memberId: string): Promise<number>;
}

/** The tables of feedback. An empty server stands for direct messages: NULLs never equal each other. */
export const createFeedbackSchema = ({ text, end, keyedEnd }: Dialect) => `
  CREATE TABLE asked (
    key ${text} PRIMARY KEY,
    options TEXT NOT NULL,
    seen_at ${text} NOT NULL
  ${keyedEnd};
  CREATE INDEX asked_seen ON asked (seen_at);
  CREATE TABLE vote (
    answer ${text} NOT NULL,
    article_id TEXT NOT NULL,
    server_id ${text} NOT NULL,
    member_id ${text} NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    shown TEXT,
    at ${text} NOT NULL,
    PRIMARY KEY (answer, server_id, member_id)
  ${end};
  CREATE INDEX vote_server ON vote (server_id, verdict, at);
  CREATE INDEX vote_member ON vote (member_id);
`;

/** Creates the store of votes and questions on a database. */
export function createFeedbackStore(database: Database): FeedbackStore {
  const recordOnce = createThrottle();
  return {
    saveQuestion: asked =>
      recordOnce(`${asked.key} ${asked.by?.memberId} ${asked.by?.serverId}`, asked.at, () =>
        database.transaction(async within => {
          await deleteForgotten(within, toTimestamp(Date.parse(asked.at) - RETENTION_MS));
          await insertQuestion(within, asked);
        }),
      ),
    async findQuestion(key) {
      return (await database.row<{ options: string }>('SELECT options FROM asked WHERE key = $1', [key]))
        ?.options;
    },
    async vote({ answer, articleId, serverId, memberId, verdict, reason, shown, at }) {
      await database.write(
        `INSERT INTO vote (answer, article_id, server_id, member_id, verdict, reason, shown, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (answer, server_id, member_id) DO UPDATE SET
           article_id = excluded.article_id, verdict = excluded.verdict, reason = excluded.reason, shown = excluded.shown, at = excluded.at`,
        [answer, articleId, serverId ?? '', memberId, verdict, reason, shown, at],
      );
    },
    async countVotes(answer, serverId) {
      const row = await database.row<{ useful: number; wrong: number }>(
        `SELECT count(*) FILTER (WHERE verdict IN ('useful', 'answers')) AS useful, count(*) FILTER (WHERE verdict = 'wrong') AS wrong
         FROM vote WHERE answer = $1 AND server_id = $2`,
        [answer, serverId ?? ''],
      );
      return requireValue(row, 'count of votes');
    },
    listWrong: (serverId, { offset, limit }) =>
      database.rows<Vote>(
        `SELECT answer, article_id, nullif(server_id, '') AS server_id, member_id, verdict, reason, shown, at FROM vote
         WHERE server_id = $1 AND verdict = 'wrong' ORDER BY at DESC, answer, member_id LIMIT $2 OFFSET $3`,
        [serverId, limit, offset],
      ),
    forget: memberId => database.write('DELETE FROM vote WHERE member_id = $1', [memberId]),
  };
}

/** How long a question is kept after anybody last looked at it, in milliseconds: 400 days. */
const RETENTION_MS = 400 * 24 * 60 * 60 * 1000;

/** Deletes a batch of questions that nobody has seen since a time, with who asked them. */
async function deleteForgotten({ rows, write }: Statements, before: string): Promise<void> {
  // skip rows that another process is already deleting
  const old = await rows<{ key: string }>(
    'SELECT key FROM asked WHERE seen_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED',
    [dayOf(before)],
  );
  if (old.length === 0) return;
  const keys = old.map(({ key }) => key);
  await write('DELETE FROM asker WHERE key = ANY($1)', [keys]);
  await write('DELETE FROM asked WHERE key = ANY($1)', [keys]);
}

async function insertQuestion({ write }: Statements, { key, options, at, by }: AskedQuestion): Promise<void> {
  await write(
    `INSERT INTO asked (key, options, seen_at) VALUES ($1, $2, $3)
     ON CONFLICT (key) DO UPDATE SET options = excluded.options, seen_at = excluded.seen_at`,
    [key, options, dayOf(at)],
  );
  if (!by) return;
  const askers = [[by.memberId, 0] as const, ...by.before.map(id => [id, 1] as const)];
  for (const [memberId, asContext] of askers)
    await write(
      `INSERT INTO asker (server_id, member_id, key, as_context, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (server_id, member_id, key, as_context) DO UPDATE SET at = excluded.at`,
      [by.serverId ?? '', memberId, key, asContext, dayOf(at)],
    );
}
