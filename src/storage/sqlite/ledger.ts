import type { DatabaseSync } from 'node:sqlite';
import type { LedgerStore, Spending } from '../storage.ts';

export const ledgerSchema = `
  CREATE TABLE generation (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    memberId TEXT,
    serverId TEXT,
    recipe TEXT NOT NULL,
    articleId TEXT NOT NULL,
    inputTokens INTEGER NOT NULL DEFAULT 0,
    outputTokens INTEGER NOT NULL DEFAULT 0,
    dollars REAL,
    settled INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX generation_day ON generation (day, serverId, memberId);
`;

/** A generation counts from its reservation on, also where the process was killed before it was settled. */
export function ledgerStore(database: DatabaseSync): LedgerStore {
  const count = database.prepare(
    `SELECT count(*) AS everybody, coalesce(sum(serverId = ?2), 0) AS server, coalesce(sum(memberId = ?3), 0) AS member,
       coalesce(sum(memberId = ?3 AND serverId = ?2), 0) AS memberHere
     FROM generation WHERE day = ?1`,
  );
  const insert = database.prepare(
    'INSERT INTO generation (day, at, memberId, serverId, recipe, articleId) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
  );
  const settle = database.prepare(
    'UPDATE generation SET inputTokens = ?, outputTokens = ?, dollars = ?, settled = 1 WHERE id = ? AND settled = 0',
  );
  const spending = database.prepare(
    `SELECT count(*) AS answers, coalesce(sum(inputTokens), 0) AS inputTokens, coalesce(sum(outputTokens), 0) AS outputTokens,
       sum(dollars) AS dollars, coalesce(sum(settled = 1 AND dollars IS NULL), 0) AS unpriced
     FROM generation WHERE day = ?1 AND (?2 IS NULL OR serverId = ?2) AND (?3 IS NULL OR memberId = ?3)`,
  );
  return {
    async reserve({ day, at, memberId, serverId, recipe, articleId }, limits) {
      // counted and recorded in one transaction: another process cannot come in between
      database.exec('BEGIN IMMEDIATE');
      try {
        const used = count.get(day, serverId, memberId) as Record<'everybody' | 'server' | 'member' | 'memberHere', number>;
        const full =
          memberId !== null && isReached(limits.member, used.member)
            ? 'member'
            : memberId !== null && isReached(limits.memberHere, used.memberHere)
              ? 'memberHere'
              : serverId !== null && isReached(limits.server, used.server)
                ? 'server'
                : isReached(limits.day, used.everybody)
                  ? 'day'
                  : null;
        const row = full ?? (insert.get(day, at, memberId, serverId, recipe, articleId) as { id: number });
        database.exec('COMMIT');
        return row;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    async settle(id, { inputTokens, outputTokens, dollars }) {
      settle.run(inputTokens, outputTokens, dollars, id);
    },
    async spending(day, { serverId, memberId }) {
      return spending.get(day, serverId, memberId) as unknown as Spending;
    },
  };
}

function isReached(limit: number | null, used: number): boolean {
  return limit !== null && used >= limit;
}
