import { requireValue } from '../../lists.ts';
import { columnOf, propertyOf } from '../column-names.ts';
import type { Database, Dialect, Statements } from '../database.ts';

/** A call of a model before it is made, with the most it may use, which counts until it is settled. */
export interface Generation {
  /** UTC date, `2026-11-25`. */
  readonly day: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly memberId: string | null;
  readonly serverId: string | null;
  readonly recipe: string;
  readonly articleId: string;
  /** 1, or 0 for a further call for an answer that is already counted. */
  readonly answers: 0 | 1;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null if the price is unknown. */
  readonly dollars: number | null;
}

/** What generations used: answers, tokens (input and output) and US dollars. */
interface Amounts {
  readonly answers: number;
  readonly tokens: number;
  readonly dollars: number;
}

/** Daily limits (UTC) per member, per server and overall; null for no limit. */
export interface Limit {
  readonly member: number | null;
  /** What a server allows each of its members. */
  readonly memberHere?: number | null;
  readonly server: number | null;
  readonly day: number | null;
}

/** The limits of a day. */
export interface Limits {
  readonly answers: Limit;
  /** Input and output tokens. */
  readonly tokens: Limit;
  /** US dollars. */
  readonly dollars: Limit;
}

/** The limit that a generation would exceed. */
export interface ReachedLimit {
  readonly whose: keyof Limit;
  readonly what: keyof Limits;
}

/** What generations used, for display. */
export interface Spending {
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The cost of the answers with a known price, in US dollars; null if there are none. */
  readonly dollars: number | null;
  /** The number of answers with an unknown price. */
  readonly unpriced: number;
  /**
   * The number of answers with tokens that the server did not report and we counted ourselves, or that were
   * never settled: sums that include them are approximate.
   */
  readonly counted: number;
}

/** What a generation used in the end. */
interface Settlement {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly dollars: number | null;
  /** Whether some of the tokens were counted by us. */
  readonly isCounted: boolean;
}

/** The record of generations and what they cost. */
export interface LedgerStore {
  /** Records a generation, or returns the limit that it would exceed. The check and the record are atomic. */
  reserve(generation: Generation, limits: Limits): Promise<{ readonly id: number } | ReachedLimit>;
  /** Replaces what was reserved with what was used. */
  settle(id: number, used: Settlement): Promise<void>;
  /**
   * Removes a member's id from their generations; from today's (UTC date, `2026-11-25`) only when the day is
   * over, since they count towards the limits until then. Returns how many there are.
   */
  forget(memberId: string, today: string): Promise<number>;
  /** Sums up one day of a server, of a member, or of everyone if both are null. */
  getSpending(day: string, of: { serverId: string | null; memberId: string | null }): Promise<Spending>;
}

const SCOPES = ['member', 'memberHere', 'server', 'day'] as const;
const MEASURES = ['answers', 'tokens', 'dollars'] as const;

/** What has been used so far by the member, by the member in this server, by the server and by everyone. */
type UsageByScope = Readonly<Record<(typeof SCOPES)[number], Amounts>>;

/** The first limit that a generation would exceed, or null; in the transaction that records it. */
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

/** The ledger table. */
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

/** The column name of a sum: `member_here_tokens`. */
const sumColumnOf = (scope: string, measure: string) => `${columnOf(scope)}_${measure}`;

/** SQL: the sums of a day for all scopes and measures, in one scan. */
const USAGE = `SELECT ${Object.entries(SCOPE_CONDITIONS)
  .flatMap(([scope, condition]) =>
    Object.entries(MEASURE_SUMS).map(
      ([measure, what]) =>
        `coalesce(sum(${what}) FILTER (WHERE ${condition}), 0) AS ${sumColumnOf(scope, measure)}`,
    ),
  )
  .join(', ')} FROM generation WHERE day = $1`;

/** Creates the ledger. A generation counts at its reserved maximum until settled, even after a kill. */
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
        // counted and recorded under one lock, so that no other process comes in between
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
