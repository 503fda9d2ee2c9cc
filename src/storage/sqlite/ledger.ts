import type { DatabaseSync } from 'node:sqlite';
import { findReachedLimit, type UsageByScope } from '../limits.ts';
import type { Amounts, LedgerStore, Spending } from '../stores/ledger.ts';

/** The tables of the ledger on SQLite. */
export const ledgerSchema = `
  CREATE TABLE generation (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    memberId TEXT,
    serverId TEXT,
    recipe TEXT NOT NULL,
    articleId TEXT NOT NULL,
    answers INTEGER NOT NULL,
    inputTokens INTEGER NOT NULL,
    outputTokens INTEGER NOT NULL,
    dollars REAL,
    settled INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX generation_member ON generation (memberId);
  CREATE INDEX generation_forgotten ON generation (day) WHERE forgotten = 1 AND memberId IS NOT NULL;
  CREATE INDEX generation_day ON generation (day, serverId, memberId);
`;

/**
 * A generation counts from its reservation on with what it may take, also where the process was killed before
 * it was settled.
 */
export function createLedgerStore(database: DatabaseSync): LedgerStore {
  const measures = { answers: 'answers', tokens: 'inputTokens + outputTokens', dollars: 'dollars' };
  const ofMember = '(?3 IS NULL OR memberId = ?3)';
  const ofServer = '(?2 IS NULL OR serverId = ?2)';
  const scopes = {
    member: ofMember,
    memberHere: `${ofMember} AND ${ofServer}`,
    server: ofServer,
    day: 'true',
  };
  const sums = Object.entries(scopes).flatMap(([scope, whose]) =>
    Object.entries(measures).map(
      ([name, what]) => `coalesce(sum(${what}) FILTER (WHERE ${whose}), 0) AS ${scope}_${name}`,
    ),
  );
  // the day is gone through once for all that is limited
  const used = database.prepare(`SELECT ${sums.join(', ')} FROM generation WHERE day = ?1`);
  const insert = database.prepare(
    `INSERT INTO generation (day, at, memberId, serverId, recipe, articleId, answers, inputTokens, outputTokens, dollars)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const settle = database.prepare(
    'UPDATE generation SET inputTokens = ?, outputTokens = ?, dollars = ?, counted = ?, settled = 1 WHERE id = ? AND settled = 0',
  );
  const spending = database.prepare(
    `SELECT coalesce(sum(answers), 0) AS answers, coalesce(sum(inputTokens), 0) AS inputTokens,
       coalesce(sum(outputTokens), 0) AS outputTokens, sum(dollars) AS dollars,
       coalesce(sum(answers * (dollars IS NULL)), 0) AS unpriced, coalesce(sum(answers * (counted OR NOT settled)), 0) AS counted
     FROM generation WHERE day = ?1 AND (?2 IS NULL OR serverId = ?2) AND (?3 IS NULL OR memberId = ?3)`,
  );
  const forget = database.prepare('UPDATE generation SET forgotten = 1 WHERE memberId = ?');
  const endForgotten = database.prepare(
    'UPDATE generation SET memberId = NULL WHERE forgotten = 1 AND memberId IS NOT NULL AND day < ?',
  );
  const queryUsage = (day: string, serverId: string | null, memberId: string | null): UsageByScope => {
    const row = used.get(day, serverId, memberId) as Record<string, number>;
    const amountsOf = (scope: keyof UsageByScope): Amounts => ({
      answers: row[`${scope}_answers`] ?? 0,
      tokens: row[`${scope}_tokens`] ?? 0,
      dollars: row[`${scope}_dollars`] ?? 0,
    });
    return {
      member: amountsOf('member'),
      memberHere: amountsOf('memberHere'),
      server: amountsOf('server'),
      day: amountsOf('day'),
    };
  };
  return {
    async reserve(generation, limits) {
      const { day, at, memberId, serverId, recipe, articleId, answers, inputTokens, outputTokens, dollars } =
        generation;
      // counted and recorded in one transaction: another process cannot come in between
      database.exec('BEGIN IMMEDIATE');
      try {
        endForgotten.run(day);
        const outcome =
          findReachedLimit(generation, queryUsage(day, serverId, memberId), limits) ??
          (insert.get(
            day,
            at,
            memberId,
            serverId,
            recipe,
            articleId,
            answers,
            inputTokens,
            outputTokens,
            dollars,
          ) as {
            id: number;
          });
        database.exec('COMMIT');
        return outcome;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    async settle(id, { inputTokens, outputTokens, dollars, isCounted }) {
      settle.run(inputTokens, outputTokens, dollars, Number(isCounted), id);
    },
    async forget(memberId, today) {
      const { changes } = forget.run(memberId);
      endForgotten.run(today);
      return Number(changes);
    },
    async getSpending(day, { serverId, memberId }) {
      return spending.get(day, serverId, memberId) as unknown as Spending;
    },
  };
}
