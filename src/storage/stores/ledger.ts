import { requireValue } from '../../lists.ts';
import { columnOf, propertyOf } from '../column-names.ts';
import type { Database, Dialect, Statements } from '../database.ts';

/**
 * One generation by a model, or another call for it, before it is made: with what it may take, which counts
 * until it is settled.
 */
export interface Generation {
  /** UTC, `2026-11-25`. */
  readonly day: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly memberId: string | null;
  readonly serverId: string | null;
  readonly recipe: string;
  readonly articleId: string;
  /** 1, or 0 for another call for an answer that is counted already. */
  readonly answers: 0 | 1;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where the price is not known. */
  readonly dollars: number | null;
}

/** What generations used: answers, tokens (read and written) and US dollars. */
export interface Amounts {
  readonly answers: number;
  readonly tokens: number;
  readonly dollars: number;
}

/** What may be used in one day (UTC) by one member, in one server, and by all; null is no limit. */
export interface Limit {
  readonly member: number | null;
  /** What a server allows each of its members there. */
  readonly memberHere?: number | null;
  readonly server: number | null;
  readonly day: number | null;
}

/** The limits of one day. */
export interface Limits {
  readonly answers: Limit;
  /** Read and written. */
  readonly tokens: Limit;
  /** US dollars. */
  readonly dollars: Limit;
}

/** The limit that a generation would pass. */
export interface ReachedLimit {
  readonly whose: keyof Limit;
  readonly what: keyof Limits;
}

/** What generations used, as it is shown. */
export interface Spending {
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the answers with a known price cost, in US dollars; null where there is none. */
  readonly dollars: number | null;
  /** How many answers have no known price. */
  readonly unpriced: number;
  /**
   * How many answers hold something that the server did not count but we did, or that nobody has settled:
   * what they are shown with is about right.
   */
  readonly counted: number;
}

/** What a generation used in the end. */
export interface Settlement {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly dollars: number | null;
  /** Whether some of it was counted by us. */
  readonly isCounted: boolean;
}

/** The generations by a model, and what they cost. */
export interface LedgerStore {
  /**
   * Records a generation unless a limit would be passed; then which. Counting and recording are one
   * step.
   */
  reserve(generation: Generation, limits: Limits): Promise<{ readonly id: number } | ReachedLimit>;
  /** Puts what was used in place of what was reserved. */
  settle(id: number, used: Settlement): Promise<void>;
  /**
   * Takes a member's id from their generations, from those of today (UTC, `2026-11-25`) when the day is over:
   * until then they count for the limits. Returns how many there are.
   */
  forget(memberId: string, today: string): Promise<number>;
  /** The sums of one day over a server, a member, or all where both are null. */
  getSpending(day: string, of: { serverId: string | null; memberId: string | null }): Promise<Spending>;
}

const SCOPES = ['member', 'memberHere', 'server', 'day'] as const;
const MEASURES = ['answers', 'tokens', 'dollars'] as const;

/** What was used so far by the member (here: in this server), in the server and by all. */
type UsageByScope = Readonly<Record<(typeof SCOPES)[number], Amounts>>;

/**
 * The first limit that a generation would pass, or null. It is decided in the same step in which the
 * generation is recorded.
 */
function findReachedLimit(generation: Generation, used: UsageByScope, limits: Limits): ReachedLimit | null {
  const wanted: Amounts = {
    answers: generation.answers,
    tokens: generation.inputTokens + generation.outputTokens,
    dollars: generation.dollars ?? 0,
  };
  const [hasMember, hasServer] = [generation.memberId !== null, generation.serverId !== null];
  const concerns = { member: hasMember, memberHere: hasMember && hasServer, server: hasServer, day: true };
  for (const whose of SCOPES.filter(scope => concerns[scope]))
    for (const what of MEASURES) {
      const limit = limits[what][whose] ?? null;
      if (limit !== null && wanted[what] > 0 && used[whose][what] + wanted[what] > limit)
        return { whose, what };
    }
  return null;
}

/** The table of the ledger. */
export const createLedgerSchema = ({ counted, text, double, end }: Dialect) => `
  CREATE TABLE generation (
    id ${counted},
    day ${text} NOT NULL,
    at TEXT NOT NULL,
    member_id TEXT,
    server_id TEXT,
    recipe TEXT NOT NULL,
    article_id TEXT NOT NULL,
    answers INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    dollars ${double},
    settled INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0
  ${end};
  CREATE INDEX generation_member ON generation (member_id);
  CREATE INDEX generation_forgotten ON generation (day) WHERE forgotten = 1 AND member_id IS NOT NULL;
  CREATE INDEX generation_day ON generation (day, server_id, member_id);
`;

const ANONYMIZE_FORGOTTEN =
  'UPDATE generation SET member_id = NULL WHERE forgotten = 1 AND member_id IS NOT NULL AND day < $1';

const OF_SERVER = '($2::text IS NULL OR server_id = $2)';
const OF_MEMBER = '($3::text IS NULL OR member_id = $3)';
const SCOPE_CONDITIONS = {
  member: OF_MEMBER,
  memberHere: `${OF_MEMBER} AND ${OF_SERVER}`,
  server: OF_SERVER,
  day: 'true',
} satisfies Record<keyof UsageByScope, string>;
const MEASURE_SUMS = { answers: 'answers', tokens: 'input_tokens + output_tokens', dollars: 'dollars' };

/** The column of a sum: `member_here_tokens`. */
const sumColumnOf = (scope: string, measure: string) => `${columnOf(scope)}_${measure}`;

/** SQL: the sums of a day, which is gone through once for all that is limited. */
const USAGE = `SELECT ${Object.entries(SCOPE_CONDITIONS)
  .flatMap(([scope, condition]) =>
    Object.entries(MEASURE_SUMS).map(
      ([measure, what]) =>
        `coalesce(sum(${what}) FILTER (WHERE ${condition}), 0) AS ${sumColumnOf(scope, measure)}`,
    ),
  )
  .join(', ')} FROM generation WHERE day = $1`;

/**
 * The ledger on a database. A generation counts from its reservation on with what it may take, also where the
 * process was killed before it was settled.
 */
export function createLedgerStore(database: Database): LedgerStore {
  return {
    reserve: (generation, limits) =>
      database.transaction(
        async within => {
          await within.write(ANONYMIZE_FORGOTTEN, [generation.day]);
          return (
            findReachedLimit(generation, await queryUsage(within, generation), limits) ??
            (await insertGeneration(within, generation))
          );
        },
        // counted and recorded under one lock: another process cannot come in between
        { lock: `ledger ${generation.day}` },
      ),
    async settle(id, { inputTokens, outputTokens, dollars, isCounted }) {
      await database.write(
        `UPDATE generation SET input_tokens = $1, output_tokens = $2, dollars = $3, counted = $4, settled = 1
         WHERE id = $5 AND settled = 0`,
        [inputTokens, outputTokens, dollars, Number(isCounted), id],
      );
    },
    async forget(memberId, today) {
      const changes = await database.write('UPDATE generation SET forgotten = 1 WHERE member_id = $1', [
        memberId,
      ]);
      await database.write(ANONYMIZE_FORGOTTEN, [today]);
      return changes;
    },
    async getSpending(day, { serverId, memberId }) {
      const spending = await database.row<Spending>(
        `SELECT coalesce(sum(answers), 0) AS answers, coalesce(sum(input_tokens), 0) AS input_tokens,
           coalesce(sum(output_tokens), 0) AS output_tokens, sum(dollars) AS dollars,
           coalesce(sum(answers) FILTER (WHERE dollars IS NULL), 0) AS unpriced,
           coalesce(sum(answers) FILTER (WHERE counted = 1 OR settled = 0), 0) AS counted
         FROM generation WHERE day = $1 AND ${OF_SERVER} AND ${OF_MEMBER}`,
        [day, serverId, memberId],
      );
      return requireValue(spending, 'sums of a day');
    },
  };
}

async function queryUsage(
  { row }: Statements,
  { day, serverId, memberId }: Generation,
): Promise<UsageByScope> {
  const sums = requireValue(
    await row<Record<string, number>>(USAGE, [day, serverId, memberId]),
    'sums of a day',
  );
  const amountsOf = (scope: keyof UsageByScope): Amounts => ({
    answers: sums[propertyOf(sumColumnOf(scope, 'answers'))] ?? 0,
    tokens: sums[propertyOf(sumColumnOf(scope, 'tokens'))] ?? 0,
    dollars: sums[propertyOf(sumColumnOf(scope, 'dollars'))] ?? 0,
  });
  return {
    member: amountsOf('member'),
    memberHere: amountsOf('memberHere'),
    server: amountsOf('server'),
    day: amountsOf('day'),
  };
}

async function insertGeneration({ row }: Statements, generation: Generation): Promise<{ id: number }> {
  const { day, at, memberId, serverId, recipe, articleId, answers, inputTokens, outputTokens, dollars } =
    generation;
  const inserted = await row<{ id: number }>(
    `INSERT INTO generation (day, at, member_id, server_id, recipe, article_id, answers, input_tokens, output_tokens, dollars)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [day, at, memberId, serverId, recipe, articleId, answers, inputTokens, outputTokens, dollars],
  );
  return requireValue(inserted, 'inserted row');
}
