/** A value of a column. */
export type SqlValue = string | number | null;

/**
 * Statements that every database understands as they are written: values as `$1`, each statement whole in
 * itself. What is done in several of them can be done again from the start.
 */
export interface Statements {
  rows<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Returns how many rows were written. */
  write(sql: string, values?: readonly SqlValue[]): Promise<number>;
}

/** How a database writes what the others write otherwise. */
export interface Dialect {
  /** A column that numbers the rows as they come in. */
  readonly numbered: string;
  /** A text that is compared sign by sign. */
  readonly text: string;
  /** What ends the definition of a table. */
  readonly end: string;
}
