import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { ColumnValue, Database, Dialect, Statements } from '../database.ts';
import type { BusyRetry } from './busy-timeout.ts';

/** What SQLite writes otherwise than the other database. */
export const dialect: Dialect = {
  numbered: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  counted: 'INTEGER PRIMARY KEY',
  text: 'TEXT',
  bigint: 'INTEGER',
  double: 'REAL',
  hash: '',
  end: ') STRICT',
  keyedEnd: ') STRICT, WITHOUT ROWID',
};

/** The database of a file. */
export interface SqliteDatabase extends Database {
  /** Runs what uses the connection itself, outside of transactions, and again while another process writes. */
  run<Result>(work: () => Result | Promise<Result>): Promise<Result>;
  /** Resolves when no transaction is open and none waits. */
  settle(): Promise<void>;
}

/**
 * One connection for all: a statement runs at once, without a detour, but for the time of a transaction. These
 * run in turn, and what comes meanwhile waits for their end, so that nothing becomes part of another's.
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
      // a full disk has ended the transaction already
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
    // BEGIN IMMEDIATE lets no other process write, whatever the key
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

/** Statements on a connection, translated and prepared once each. */
function createStatements(connection: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  const prepareOnce = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = connection.prepare(translate(sql));
    prepared.set(sql, statement);
    return statement;
  };
  return {
    row: async <Row>(sql: string, values: readonly ColumnValue[] = []) =>
      prepareOnce(sql).get(...values.map(toStorable)) as Row | undefined,
    rows: async <Row>(sql: string, values: readonly ColumnValue[] = []) =>
      prepareOnce(sql).all(...values.map(toStorable)) as Row[],
    write: async (sql, values = []) => Number(prepareOnce(sql).run(...values.map(toStorable)).changes),
  };
}

/** A statement of PostgreSQL as SQLite writes it. */
function translate(sql: string): string {
  return sql
    .replace(/= ANY\s?\((\$\d+)(?:::\w+\[\])?\)/g, 'IN (SELECT value FROM json_each($1))')
    .replace(/::\w+(?:\[\])?/g, '')
    .replaceAll('json_agg(', 'json_group_array(')
    .replaceAll('FOR UPDATE SKIP LOCKED', '')
    .replace(/\$(?=\d)/g, '?');
}

const toStorable = (value: ColumnValue): SQLInputValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
