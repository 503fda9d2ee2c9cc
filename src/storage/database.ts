/** The value of a parameter; a list is compared with `= ANY($1)`. */
export type ColumnValue = string | number | null | Uint8Array | readonly string[] | readonly number[];

/**
 * Runs statements in the PostgreSQL dialect, limited to what SQLite understands too or its adapter translates
 * (sqlite/database.ts): values as `$1`, lists as `= ANY($1)`, casts as `$1::text`.
 */
export interface Statements {
  /** Returns the first row. */
  row<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row | undefined>;
  rows<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row[]>;
  /** Returns the number of rows written. */
  write(sql: string, values?: readonly ColumnValue[]): Promise<number>;
}

/** A database, behind one interface so that every store is written only once. */
export interface Database extends Statements {
  /**
   * Commits everything that `work` writes through its statements, or nothing. `work` must not wait for
   * anything else: on SQLite, all other statements wait until it ends.
   */
  transaction<Result>(
    work: (statements: Statements) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Transactions with the same key run one after the other, across all processes. */
  readonly lock?: string;
}

/** The parts of the schema that each database writes differently. */
export interface Dialect {
  /** A column that numbers rows in the order they are inserted. */
  readonly numbered: string;
  /** The same, but numbers may be reused once their rows are deleted. */
  readonly counted: string;
  /** Text that is compared character by character. */
  readonly text: string;
  /** A 64-bit integer. */
  readonly bigint: string;
  readonly double: string;
  /** Any bytes. */
  readonly bytes: string;
  /** SQL: the bytes of a text in UTF-8. */
  readonly bytesOf: (text: string) => string;
  /** SQL: the milliseconds since 1970 of a time (ISO 8601). */
  readonly millisecondsOf: (time: string) => string;
  /** An index for text of any length. */
  readonly hash: string;
  /** The end of a table definition. */
  readonly end: string;
  /** The end of a table definition whose rows are stored in key order. */
  readonly keyedEnd: string;
}
