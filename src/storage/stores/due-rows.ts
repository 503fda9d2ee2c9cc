import type { DueRows, ServerPartition } from '../../scheduling/leases.ts';
import type { Statements } from '../database.ts';

/**
 * A table whose rows are due; `where` says which of them can be. It has the columns `nextDue` (ISO 8601, UTC; empty
 * for at once, null for never), `leasedUntil` and `leasedBy` (empty while nobody is at it), and `dueAgain`: 1 where
 * whoever changed the row while somebody was at it has said when it is due next.
 */
export interface DueTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly where?: string;
}

/** SQL: what becomes of a lease that is given up. */
export const LEASE_FREED = "leasedUntil = '', leasedBy = ''";

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
         UPDATE ${table} SET leasedUntil = $2, leasedBy = $3, dueAgain = 0 FROM due
         WHERE ${key.map(column => `${table}.${column} = due.${column}`).join(' AND ')}
         RETURNING ${key.map(column => `${table}.${column} AS ${column}`).join(', ')}`,
        [now, until, by, limit, findLatestEnd(now, until), ...values],
      );
      return found.map(row => key.map(column => row[column] ?? ''));
    },
    async renew(keys, { by, until }) {
      for (const values of keys)
        await database.write(`UPDATE ${table} SET leasedUntil = $2 WHERE leasedBy = $1 AND ${isKey(3)}`, [
          by,
          until,
          ...values,
        ]);
    },
    async release(values, by, nextDue) {
      const released = await database.row<{ next: string | null }>(
        `UPDATE ${table} SET nextDue = CASE WHEN dueAgain = 0 THEN $2 ELSE nextDue END, ${LEASE_FREED}
         WHERE leasedBy = $1 AND ${isKey(3)} RETURNING nextDue AS next`,
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
    async listClaimants({ by, now }, part) {
      const { sql, values } = restrictTo(part, 3);
      const found = await database.rows<{ leasedBy: string }>(
        `SELECT DISTINCT leasedBy FROM ${table}
         WHERE ${conditions} AND nextDue <= $2 AND leasedBy NOT IN ('', $1) ${sql}`,
        [by, now, ...values],
      );
      return found.map(({ leasedBy }) => leasedBy);
    },
    async releaseAll(by) {
      await database.write(`UPDATE ${table} SET ${LEASE_FREED} WHERE leasedBy = $1`, [by]);
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
