import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';

/** A row by its columns' names, the same in every storage. */
export type Row = Readonly<Record<string, string | number | null>>;

/** All that is kept, as it stands at one instant. */
export interface Snapshot {
  /** A table that others refer to stands before them. */
  readonly tables: readonly string[];
  /** In no particular order, some at a time. */
  rows(table: string): AsyncIterable<readonly Row[]>;
}

/** An empty storage that is being filled; what was written so far can be read back. */
export interface Target extends Snapshot {
  add(table: string, rows: readonly Row[]): Promise<void>;
}

/** How everything is read and written at once, for backups and moves. What is made from other rows (search indexes) is no part of it. */
export interface Copies {
  /** Others may go on writing meanwhile; it is not seen. */
  read<Result>(work: (snapshot: Snapshot) => Promise<Result>): Promise<Result>;
  /** Keeps all that the work writes, or nothing if it throws. */
  fill<Result>(work: (target: Target) => Promise<Result>): Promise<Result>;
}

/** What a table holds: how many rows, and a hash over them that does not depend on their order. */
export interface Sum {
  readonly rows: number;
  readonly hash: string;
}

export type Sums = Readonly<Record<string, Sum>>;

/** Counts and hashes the rows that pass by. */
export function createSum(): { add(rows: readonly Row[]): void; sum(): Sum } {
  let count = 0;
  let total = 0n;
  return {
    add(rows) {
      for (const row of rows) {
        count += 1;
        total = BigInt.asUintN(128, total + hashOf(row));
      }
    },
    sum: () => ({ rows: count, hash: total.toString(16).padStart(32, '0') }),
  };
}

/** The columns in the order of the alphabet; NUL, which not every storage can hold, as the character that stands for it there. */
function hashOf(row: Row): bigint {
  const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(columns).replaceAll('\\u0000', '\uFFFD');
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
}

export async function sumsOf(snapshot: Snapshot): Promise<Sums> {
  const sums: Record<string, Sum> = {};
  for (const table of snapshot.tables) {
    const { add, sum } = createSum();
    for await (const rows of snapshot.rows(table)) add(rows);
    sums[table] = sum();
  }
  return sums;
}

/** Throws a `UserError` unless nothing is kept there. `doing`: what was to be done ("restore"). */
export async function refuseFull(target: Snapshot, doing: string): Promise<void> {
  for (const [table, { rows }] of Object.entries(await sumsOf(target)))
    if (rows > 0)
      throw new UserError(
        `The database holds something already (${rows} in ${table}). One can only ${doing} into an empty one: name another in its place, or move this one away.`,
      );
}

/** Throws a `UserError` that names the first table in which two places differ. */
export function refuseDifference(wanted: Sums, found: Sums): void {
  for (const table of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    const [from, to] = [wanted[table] ?? nothing, found[table] ?? nothing];
    if (from.rows !== to.rows || (from.rows > 0 && from.hash !== to.hash))
      throw new UserError(
        `What was written is not what was read: ${table} has ${to.rows} rows (${to.hash}) instead of ${from.rows} (${from.hash}). Nothing was kept; please try again.`,
      );
  }
}

const nothing: Sum = { rows: 0, hash: '' };

/** Copies all of one storage into another, empty one, reads it back and compares. If all of it is there already, nothing is done. */
export function move(from: Copies, to: Copies): Promise<{ sums: Sums; outcome: 'moved' | 'there already' }> {
  return from.read(snapshot =>
    to.fill(async target => {
      const sums = await sumsOf(snapshot);
      if (isSame(sums, await sumsOf(target))) return { sums, outcome: 'there already' };
      await refuseFull(target, 'move');
      for (const table of snapshot.tables) for await (const rows of snapshot.rows(table)) await target.add(table, rows);
      refuseDifference(sums, await sumsOf(target));
      return { sums, outcome: 'moved' };
    }),
  );
}

function isSame(wanted: Sums, found: Sums): boolean {
  const isFull = Object.values(wanted).some(({ rows }) => rows > 0);
  return (
    isFull && Object.entries(wanted).every(([table, { rows, hash }]) => found[table]?.rows === rows && found[table].hash === hash)
  );
}

/** Tables in an order in which each stands after those that it refers to. */
export function referredFirst(tables: readonly string[], references: readonly { from: string; to: string }[]): string[] {
  const ordered: string[] = [];
  const visit = (table: string) => {
    if (ordered.includes(table)) return;
    for (const { from, to } of references) if (from === table && to !== table) visit(to);
    ordered.push(table);
  };
  for (const table of tables.toSorted()) visit(table);
  return ordered;
}
