import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import { requireValue } from '../lists.ts';

/** A row by column name, the same in every storage. Bytes are a text: `\x` and their hexadecimal digits. */
export type RawRow = Readonly<Record<string, string | number | null>>;

const BYTES_PREFIX = '\\x';

/** The row of a database in its portable form. */
export function toRawRow(row: Readonly<Record<string, string | number | null | Uint8Array>>): RawRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? BYTES_PREFIX + Buffer.from(value).toString('hex') : value,
    ]),
  );
}

/** The bytes of a column of bytes in a portable row. */
export function bytesOfRaw(value: string): Uint8Array {
  return Buffer.from(value.slice(BYTES_PREFIX.length), 'hex');
}

/** The whole storage at one instant. */
export interface Snapshot {
  /** Every table comes after the tables it references. */
  readonly tables: readonly string[];
  /** Yields the rows in batches, in no particular order. */
  rows(table: string): AsyncIterable<readonly RawRow[]>;
}

/** An empty storage that is being filled; what has been written so far can be read back. */
export interface BulkTarget extends Snapshot {
  add(table: string, rows: readonly RawRow[]): Promise<void>;
}

/** A storage that is filled in steps, each committed at once. */
interface ResumableTarget extends BulkTarget {
  /** Whether a move from the same source has already begun. */
  readonly isBegun: boolean;
  /** Records that a move has begun: until it has finished, nothing else may use the storage. */
  begin(): Promise<void>;
  remove(table: string, rows: readonly RawRow[]): Promise<void>;
}

/** Reads and writes the whole storage, for backups and moves. Derived data (search indexes) is left out. */
export interface BulkAccess {
  /** The schema version of the rows that are read. */
  readonly schema: number;
  /** Reads a consistent snapshot: concurrent writes are allowed but not seen. */
  read<Result>(work: (snapshot: Snapshot) => Promise<Result>): Promise<Result>;
  /**
   * Commits everything that `work` writes to the tables of this schema version and migrates it to the newest,
   * or commits nothing if it throws. Throws a `UserError` if the storage is not empty.
   */
  fill<Result>(schema: number, work: (target: BulkTarget) => Promise<Result>): Promise<Result>;
  /**
   * Commits each step of `work`; once it has succeeded, the storage can be used again. Throws a `UserError`
   * if a move from another source has begun.
   */
  fillInSteps<Result>(source: string, work: (target: ResumableTarget) => Promise<Result>): Promise<Result>;
  /** The source of an unfinished move, or null if there is none. */
  unfinished(): Promise<string | null>;
}

/** The number of rows in a table, and a hash over them that does not depend on their order. */
export interface TableChecksum {
  readonly rows: number;
  readonly hash: string;
}

/** The checksums of a database, by table. */
export type Checksums = Readonly<Record<string, TableChecksum>>;

/** Counts and hashes rows as they pass by. */
export function createChecksum(): { add(rows: readonly RawRow[]): void; sum(): TableChecksum } {
  let count = 0;
  let total = 0n;
  return {
    add(rows) {
      for (const row of rows) {
        count += 1;
        total = BigInt.asUintN(128, total + hashRow(row));
      }
    },
    sum: () => ({ rows: count, hash: total.toString(16).padStart(32, '0') }),
  };
}

/** Throws a `UserError` if a move from another source has begun. */
export function refuseOtherSource(begun: string | null, source: string): void {
  if (begun !== null && begun !== source)
    throw new UserError(
      'The database holds a part of {{begun}}, from where a move was interrupted. Go on with that one, or name an empty database.',
      { begun },
    );
}

/**
 * Hashes a row with its columns in alphabetical order. NUL, which not every storage can hold, is hashed as
 * the character that replaces it there.
 */
function hashRow(row: RawRow): bigint {
  const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(columns).replaceAll('\\u0000', '\uFFFD');
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
}

/** The checksums of all tables of a snapshot. */
export async function computeChecksums(snapshot: Snapshot): Promise<Checksums> {
  const sums: Record<string, TableChecksum> = {};
  for (const table of snapshot.tables) {
    const { add, sum } = createChecksum();
    for await (const rows of snapshot.rows(table)) add(rows);
    sums[table] = sum();
  }
  return sums;
}

/** Throws a `UserError` unless the target is empty. `action` is what was to be done ("restore"). */
export async function refuseNonEmpty(target: Snapshot, action: string): Promise<void> {
  for (const [table, { rows }] of Object.entries(await computeChecksums(target)))
    if (rows > 0)
      throw new UserError(
        'The database holds something already ({{rows}} in {{table}}). One can only {{doing}} into an empty one: name another in its place, or move this one away.',
        { rows, table, doing: action },
      );
}

/** Throws a `UserError` that names the first table that differs; `remedy` is what to do about it. */
export function refuseDifference(wanted: Checksums, found: Checksums, remedy: string): void {
  for (const table of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    const [from, to] = [wanted[table] ?? EMPTY, found[table] ?? EMPTY];
    if (from.rows !== to.rows || (from.rows > 0 && from.hash !== to.hash))
      throw new UserError(
        'What was written is not what was read: {{table}} has {{rows}} rows ({{hash}}) instead of {{rowsBefore}} ({{hashBefore}}). {{remedy}}',
        { table, rows: to.rows, hash: to.hash, rowsBefore: from.rows, hashBefore: from.hash, remedy },
      );
  }
}

const EMPTY: TableChecksum = { rows: 0, hash: '' };

/** The result of a move. */
export interface MoveResult {
  readonly sums: Checksums;
  readonly outcome: 'moved' | 'there already';
  /** Rows kept from an interrupted move, and rows of it deleted because the source no longer has them. */
  readonly before: { readonly kept: number; readonly gone: number } | null;
}

/** Reports how far a move has got. */
export type MoveProgress = (table: string, rows: number, of: number) => void;

/**
 * Copies a whole storage into an empty one, reads it back and compares. Each step is committed, so an
 * interrupted move resumes: rows that are already there stay, and rows that the source has changed since are
 * replaced. `source` identifies the source, so that one move cannot resume another's. If the target already
 * has everything, nothing is done.
 */
export function moveStorage(
  from: BulkAccess,
  to: BulkAccess,
  { source, progress = () => undefined }: { source: string; progress?: MoveProgress },
): Promise<MoveResult> {
  return from.read(snapshot =>
    to.fillInSteps(source, async target => {
      const sums = await computeChecksums(snapshot);
      if (!target.isBegun) {
        if (isSameContent(sums, await computeChecksums(target)))
          return { sums, outcome: 'there already', before: null };
        await refuseNonEmpty(target, 'move');
        await target.begin();
      }
      const gone = target.isBegun ? await deleteStaleRows(snapshot, target) : 0;
      let retained = 0;
      for (const table of snapshot.tables)
        retained += await insertMissingRows(
          snapshot,
          target,
          table,
          requireValue(sums[table], 'checksum of a table').rows,
          progress,
        );
      refuseDifference(sums, await computeChecksums(target), 'Run the move again: it replaces what differs.');
      return { sums, outcome: 'moved', before: target.isBegun ? { kept: retained, gone } : null };
    }),
  );
}

/** Deletes the target's rows that the source lacks, referencing rows first; returns their number. */
async function deleteStaleRows(snapshot: Snapshot, target: ResumableTarget): Promise<number> {
  let count = 0;
  for (const table of target.tables.toReversed()) {
    const wanted = await hashRows(snapshot, table);
    const gone: RawRow[] = [];
    for await (const rows of target.rows(table)) gone.push(...rows.filter(row => !wanted.has(hashRow(row))));
    if (gone.length > 0) await target.remove(table, gone);
    count += gone.length;
  }
  return count;
}

/** Inserts the rows that the target lacks. Returns how many it already had. */
async function insertMissingRows(
  snapshot: Snapshot,
  target: ResumableTarget,
  table: string,
  of: number,
  progress: MoveProgress,
): Promise<number> {
  const there = await hashRows(target, table);
  let done = 0;
  for await (const rows of snapshot.rows(table)) {
    const missing = rows.filter(row => !there.has(hashRow(row)));
    if (missing.length > 0) await target.add(table, missing);
    done += rows.length;
    progress(table, done, of);
  }
  return there.size;
}

async function hashRows(snapshot: Snapshot, table: string): Promise<Set<bigint>> {
  const hashes = new Set<bigint>();
  for await (const rows of snapshot.rows(table)) for (const row of rows) hashes.add(hashRow(row));
  return hashes;
}

function isSameContent(wanted: Checksums, found: Checksums): boolean {
  const isFull = Object.values(wanted).some(({ rows }) => rows > 0);
  return (
    isFull &&
    Object.entries(wanted).every(
      ([table, { rows, hash }]) => found[table]?.rows === rows && found[table].hash === hash,
    )
  );
}

/** Sorts tables so that each comes after the tables it references. */
export function sortByReference(
  tables: readonly string[],
  references: readonly { from: string; to: string }[],
): string[] {
  const ordered: string[] = [];
  const visitTable = (table: string) => {
    if (ordered.includes(table)) return;
    for (const { from, to } of references) if (from === table && to !== table) visitTable(to);
    ordered.push(table);
  };
  for (const table of tables.toSorted()) visitTable(table);
  return ordered;
}
