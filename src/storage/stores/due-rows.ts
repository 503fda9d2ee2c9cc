import { toTimestamp } from '../../scheduling/clock.ts';
import type { DueRows, ServerPartition } from '../../scheduling/leases.ts';
import { propertyOf } from '../column-names.ts';
import type { Statements } from '../database.ts';

/**
 * A table of rows with due times; `where` limits which rows can be due. Its columns are `next_due` (ISO 8601,
 * UTC; empty for at once, null for never), `leased_until` and `leased_by` (empty while nobody is working on
 * the row), and `due_again`: 1 if `next_due` was changed while the row was leased, so that releasing it keeps
 * that time.
 */
interface DueTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly where?: string;
}

/** SQL: frees a lease. */
export const LEASE_FREED = "leased_until = '', leased_by = ''";

/** Creates the due rows of a table. */
export function createDueRows(database: Statements, { table, key, where = 'true' }: DueTable): DueRows {
  const conditions = `${where} AND next_due IS NOT NULL AND server_id NOT IN (SELECT server_id FROM resting_server)`;
  const isKey = (first: number) => key.map((column, i) => `${column} = $${first + i}`).join(' AND ');
  return {
    async claimDue({ by, now, until }, limit, part) {
      const { sql, values } = restrictTo(part, 6);
      const found = await database.rows<Readonly<Record<string, string>>>(
        `WITH due AS MATERIALIZED (
           SELECT ${key.join(', ')} FROM ${table}
           WHERE ${conditions} AND next_due <= $1 AND (leased_until <= $1 OR leased_until > $5) ${sql}
           ORDER BY next_due LIMIT $4 FOR UPDATE SKIP LOCKED
         )
         UPDATE ${table} SET leased_until = $2, leased_by = $3, due_again = 0 FROM due
         WHERE ${key.map(column => `${table}.${column} = due.${column}`).join(' AND ')}
         RETURNING ${key.map(column => `${table}.${column} AS ${column}`).join(', ')}`,
        [now, until, by, limit, findLatestEnd(now, until), ...values],
      );
      return found.map(row => key.map(column => row[propertyOf(column)] ?? ''));
    },
    async renew(keys, { by, until }) {
      for (const values of keys)
        await database.write(`UPDATE ${table} SET leased_until = $2 WHERE leased_by = $1 AND ${isKey(3)}`, [
          by,
          until,
          ...values,
        ]);
    },
    async release(values, by, nextDue) {
      const released = await database.row<{ next: string | null }>(
        `UPDATE ${table} SET next_due = CASE WHEN due_again = 0 THEN $2 ELSE next_due END, ${LEASE_FREED}
         WHERE leased_by = $1 AND ${isKey(3)} RETURNING next_due AS next`,
        [by, nextDue, ...values],
      );
      return released?.next ?? null;
    },
    async findNextDue(by, part) {
      const { sql, values } = restrictTo(part, 2);
      const found = await database.row<{ next: string | null }>(
        `SELECT min(CASE WHEN leased_until > next_due THEN leased_until ELSE next_due END) AS next FROM ${table}
         WHERE ${conditions} AND (leased_until = '' OR leased_by <> $1) ${sql}`,
        [by, ...values],
      );
      return found?.next ?? null;
    },
    async listClaimants({ by, now }, part) {
      const { sql, values } = restrictTo(part, 3);
      const found = await database.rows<{ leasedBy: string }>(
        `SELECT DISTINCT leased_by FROM ${table}
         WHERE ${conditions} AND next_due <= $2 AND leased_by NOT IN ('', $1) ${sql}`,
        [by, now, ...values],
      );
      return found.map(({ leasedBy }) => leasedBy);
    },
    async releaseAll(by) {
      await database.write(`UPDATE ${table} SET ${LEASE_FREED} WHERE leased_by = $1`, [by]);
    },
  };
}

/** The latest plausible end of a lease (ISO 8601): one beyond it is from a wrong clock and void. */
function findLatestEnd(now: string, until: string): string {
  const length = Date.parse(until) - Date.parse(now);
  return toTimestamp(Date.parse(until) + 10 * length);
}

/** SQL: restricts rows to the servers of some shards, by Discord's formula; its values start at `$first`. */
export function restrictTo(
  part: ServerPartition | undefined,
  first: number,
): { sql: string; values: readonly (number | readonly number[])[] } {
  if (!part || part.count === 1) return { sql: '', values: [] };
  return {
    sql: `AND (CAST(server_id AS BIGINT) >> 22) % $${first} = ANY($${first + 1})`,
    values: [part.count, part.list],
  };
}
