import type { Claim, ServerPartition } from '../../scheduling/leases.ts';
import type { Statements } from '../database.ts';

/** The values of a row's key, in the order of the key's columns. */
export type RowKey = readonly string[];

/**
 * Rows that are due at a time and are worked at by one process at a time, in a table with the columns `nextDue`
 * (ISO 8601, UTC; empty for at once, null for never), `leasedUntil` and `leasedBy` (empty while nobody is at it).
 * Whoever changes a row that is leased empties `leasedBy`: it is then due again when the lease is given up.
 */
export interface DueRows {
  /** Leases up to so many rows that are due, the longest due first; nothing of servers that rest. */
  claimDue(claim: Claim, limit: number, part?: ServerPartition): Promise<RowKey[]>;
  /** Makes leases of a claimant last until the claim's new end. */
  renew(keys: readonly RowKey[], claim: Claim): Promise<void>;
  /**
   * Gives up the lease of a claimant, if it is that one's still; the row is due next at `nextDue`. Returns when it
   * is, which is another time where it was changed meanwhile.
   */
  release(key: RowKey, by: string, nextDue: string | null): Promise<string | null>;
  /** When something is due next that this claimant is not at; null for never. */
  findNextDue(by: string, part?: ServerPartition): Promise<string | null>;
}

/** A table whose rows are due; `where` says which of them can be. */
export interface DueTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly where?: string;
}

/** SQL: what a row is when its lease is given up by $1 with the next time $2. */
const RELEASED =
  "nextDue = CASE WHEN leasedBy = $1 THEN $2 ELSE nextDue END, leasedUntil = '', leasedBy = ''";

/** SQL: whether the lease of a row is $1's, also where the row was changed meanwhile. */
const IS_LEASED_BY = `leasedUntil <> '' AND (leasedBy = $1 OR leasedBy = '')`;

/** The rows of a table that are due. */
export function createDueRows(database: Statements, { table, key, where = 'true' }: DueTable): DueRows {
  const conditions = `${where} AND nextDue IS NOT NULL AND serverId NOT IN (SELECT serverId FROM resting_server)`;
  const isKey = (first: number) => key.map((column, i) => `${column} = $${first + i}`).join(' AND ');
  return {
    async claimDue({ by, now, until }, limit, part) {
      const { sql, values } = restrictTo(part, 6);
      const found = await database.rows<Readonly<Record<string, string>>>(
        `WITH due AS MATERIALIZED (
           SELECT ${key.join(', ')} FROM ${table}
           WHERE ${conditions} AND nextDue <= $1 AND (leasedUntil <= $1 OR leasedUntil > $5) ${sql}
           ORDER BY nextDue LIMIT $4 FOR UPDATE SKIP LOCKED
         )
         UPDATE ${table} SET leasedUntil = $2, leasedBy = $3 FROM due
         WHERE ${key.map(column => `${table}.${column} = due.${column}`).join(' AND ')}
         RETURNING ${key.map(column => `${table}.${column} AS ${column}`).join(', ')}`,
        [now, until, by, limit, findLatestEnd(now, until), ...values],
      );
      return found.map(row => key.map(column => row[column] ?? ''));
    },
    async renew(keys, { by, until }) {
      for (const values of keys)
        await database.write(`UPDATE ${table} SET leasedUntil = $2 WHERE ${IS_LEASED_BY} AND ${isKey(3)}`, [
          by,
          until,
          ...values,
        ]);
    },
    async release(values, by, nextDue) {
      const released = await database.row<{ next: string | null }>(
        `UPDATE ${table} SET ${RELEASED} WHERE ${IS_LEASED_BY} AND ${isKey(3)} RETURNING nextDue AS next`,
        [by, nextDue, ...values],
      );
      return released?.next ?? null;
    },
    async findNextDue(by, part) {
      const { sql, values } = restrictTo(part, 2);
      const found = await database.row<{ next: string | null }>(
        `SELECT min(CASE WHEN leasedUntil > nextDue THEN leasedUntil ELSE nextDue END) AS next FROM ${table}
         WHERE ${conditions} AND (leasedUntil = '' OR leasedBy <> $1) ${sql}`,
        [by, ...values],
      );
      return found?.next ?? null;
    },
  };
}

/**
 * No lease lasts longer than this (ISO 8601): one that seems to was given by a clock that was wrong, and does not
 * count.
 */
function findLatestEnd(now: string, until: string): string {
  const length = Date.parse(until) - Date.parse(now);
  return new Date(Date.parse(until) + 10 * length).toISOString();
}

/** SQL for the servers of some shards, by Discord's rule, with its values from `$first` on. */
export function restrictTo(
  part: ServerPartition | undefined,
  first: number,
): { sql: string; values: readonly (number | readonly number[])[] } {
  if (!part || part.count === 1) return { sql: '', values: [] };
  return {
    sql: `AND (CAST(serverId AS BIGINT) >> 22) % $${first} = ANY($${first + 1})`,
    values: [part.count, part.list],
  };
}
