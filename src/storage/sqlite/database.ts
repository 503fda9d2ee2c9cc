import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { elementAt } from '../../lists.ts';
import { propertyOf } from '../column-names.ts';
import type { ColumnValue, Database, Dialect, Statements } from '../database.ts';
import type { BusyRetry } from './busy-timeout.ts';

/** The parts of the schema that SQLite writes in its own way. */
export const dialect: Dialect = {
  numbered: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  counted: 'INTEGER PRIMARY KEY',
  text: 'TEXT',
  bigint: 'INTEGER',
  double: 'REAL',
  bytes: 'BLOB',
  bytesOf: text => `CAST(${text} AS BLOB)`,
  millisecondsOf: time => `unixepoch(${time}) * 1000`,
  hash: '',
  end: ') STRICT',
  keyedEnd: ') STRICT, WITHOUT ROWID',
};

/** A database in a file. */
export interface SqliteDatabase extends Database {
  /** Runs work on the connection, outside transactions, retried while another process is writing. */
  run<Result>(work: () => Result | Promise<Result>): Promise<Result>;
  /** Resolves when no transaction is open or waiting. */
  settle(): Promise<void>;
}

/**
 * Creates a database on a single connection. Statements run at once, except during a transaction:
 * transactions run one after the other, and other statements wait until they end, so that none becomes part
 * of a transaction by accident.
 */
export function createSqliteDatabase(connection: DatabaseSync, { attempt }: BusyRetry): SqliteDatabase {
  const statements = createStatements(connection);
  let open: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const run = <Result>(work: () => Result | Promise<Result>): Promise<Result> =>
    attempt(() => (open ? runBetweenTransactions(work) : work()));

  async function runBetweenTransactions<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    while (open) await open;
    return work();
  }

  async function runTransaction<Result>(work: (within: Statements) => Promise<Result>): Promise<Result> {
    const { promise, resolve } = Promise.withResolvers<void>();
    await attempt(() => {
      connection.exec('BEGIN IMMEDIATE');
      open = promise;
    });
    try {
      const result = await work(statements);
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      // a full disk has already ended the transaction
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    } finally {
      open = undefined;
      resolve();
    }
  }

  return {
    run,
    row: (sql, values) => run(() => statements.row(sql, values)),
    rows: (sql, values) => run(() => statements.rows(sql, values)),
    write: (sql, values) => run(() => statements.write(sql, values)),
    // the key is ignored: BEGIN IMMEDIATE keeps every other process from writing
    transaction(work) {
      const turn = last.then(() => runTransaction(work));
      last = turn.catch(() => undefined);
      return turn;
    },
    async settle() {
      await last;
    },
  };
}

interface PreparedStatement {
  readonly statement: StatementSync;
  /** The property names of its rows; undefined if the column names need no change. */
  readonly properties?: readonly string[] | undefined;
}

/** Creates statements on a connection; each is translated and prepared only once. */
function createStatements(connection: DatabaseSync): Statements {
  const prepared = new Map<string, PreparedStatement>();
  const prepareOnce = (sql: string): PreparedStatement => {
    const known = prepared.get(sql);
    if (known) return known;
    const found = prepare(connection, sql);
    prepared.set(sql, found);
    return found;
  };
  return {
    async row<Row>(sql: string, values: readonly ColumnValue[] = []) {
      const { statement, properties } = prepareOnce(sql);
      const row = statement.get(...values.map(toStorable));
      return (row && nameProperties(row, properties)) as Row | undefined;
    },
    async rows<Row>(sql: string, values: readonly ColumnValue[] = []) {
      const { statement, properties } = prepareOnce(sql);
      return statement.all(...values.map(toStorable)).map(row => nameProperties(row, properties)) as Row[];
    },
    write: async (sql, values = []) =>
      Number(prepareOnce(sql).statement.run(...values.map(toStorable)).changes),
  };
}

function prepare(connection: DatabaseSync, sql: string): PreparedStatement {
  const statement = connection.prepare(translate(sql));
  const columns = statement.columns().map(({ name }) => name);
  if (columns.every(name => propertyOf(name) === name)) return { statement };
  statement.setReturnArrays(true);
  return { statement, properties: columns.map(propertyOf) };
}

/** Names the properties of a row; with `properties`, the row is an array of values. */
function nameProperties(row: unknown, properties: readonly string[] | undefined): unknown {
  if (!properties) return row;
  return Object.fromEntries((row as unknown[]).map((value, i) => [elementAt(properties, i), value]));
}

/** Translates a PostgreSQL statement to SQLite. */
function translate(sql: string): string {
  return sql
    .replace(/= ANY\s?\((\$\d+)(?:::\w+\[\])?\)/g, 'IN (SELECT value FROM json_each($1))')
    .replace(/::\w+(?:\[\])?/g, '')
    .replaceAll('json_agg(', 'json_group_array(')
    .replaceAll('FOR UPDATE SKIP LOCKED', '')
    .replace(/\$(?=\d)/g, '?');
}

const toStorable = (value: ColumnValue): SQLInputValue =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? JSON.stringify(value)
    : value;
