/** A value of a column; a list is compared with `= ANY($1)`. */
export type ColumnValue = string | number | null | readonly string[] | readonly number[];

/**
 * Statements in the words of PostgreSQL that SQLite understands too, or that its adapter translates
 * (sqlite/database.ts): values as `$1`, lists as `= ANY($1)`, casts as `$1::text`.
 */
export interface Statements {
  /** The first row. */
  row<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row | undefined>;
  rows<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row[]>;
  /** Returns how many rows were written. */
  write(sql: string, values?: readonly ColumnValue[]): Promise<number>;
}

/** A database that every store is written for once. */
export interface Database extends Statements {
  /**
   * What the work writes by the statements that it is given is kept as a whole or not at all. The work waits
   * for nothing else: on SQLite all other statements wait for its end.
   */
  transaction<Result>(
    work: (statements: Statements) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Transactions under the same key run one after the other in all processes. */
  readonly lock?: string;
}

/** How a database writes in its schema what the others write otherwise. */
export interface Dialect {
  /** A column that numbers the rows as they come in. */
  readonly numbered: string;
  /** The same, whose numbers may come again after their rows have gone. */
  readonly counted: string;
  /** A text that is compared sign by sign. */
  readonly text: string;
  /** A whole number of 64 bits. */
  readonly bigint: string;
  readonly double: string;
  /** An index that takes texts of any length. */
  readonly hash: string;
  /** What ends the definition of a table. */
  readonly end: string;
  /** The same of a table whose rows lie by their key. */
  readonly keyedEnd: string;
}
