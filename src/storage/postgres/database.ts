import { createHash } from 'node:crypto';
import pg from 'pg';

/** A value of a column: all that is kept is text, whole numbers and numbers. */
export type ColumnValue = string | number | null | readonly string[];

/** Statements on the pool, or on the one connection of a transaction. */
export interface Database {
  rows<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row[]>;
  row<Row>(sql: string, values?: readonly ColumnValue[]): Promise<Row | undefined>;
  /** Returns how many rows were written. */
  write(sql: string, values?: readonly ColumnValue[]): Promise<number>;
  /**
   * What the work writes is kept as a whole or not at all. `begin` may say how the transaction is isolated.
   */
  transaction<Result>(work: (database: Database) => Promise<Result>, begin?: string): Promise<Result>;
}

/** Statements that run for longer than this (milliseconds) are given up: a reader does not wait that long. */
const STATEMENT_TIMEOUT = 60_000;
/** So long (milliseconds) it may take to connect, or until one of the pool's connections is free. */
const CONNECT_TIMEOUT = 10_000;

const INT8 = 20;
const NUMERIC = 1700;

/** Counts and sums as numbers; none of them passes 2^53. */
const types = {
  getTypeParser: ((type: number, format?: 'text') =>
    type === INT8 || type === NUMERIC
      ? Number
      : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser,
};

/** How an address of PostgreSQL is connected to. */
export function connectionConfigOf(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'standfirst',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    types,
  };
}

/** A pool of connections; `lost` is told when one breaks that nobody was using. */
export function openPool(url: string, onLost: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfigOf(url),
    query_timeout: STATEMENT_TIMEOUT,
  });
  // Without a listener, a server that is stopped would end this process too.
  pool.on('error', onLost);
  return pool;
}

/** A database on the connections of a pool. */
export function createPoolDatabase(pool: pg.Pool): Database {
  return {
    ...createStatements(pool),
    async transaction(work, begin = 'BEGIN') {
      const client = await pool.connect();
      let broken: Error | undefined;
      // The pool listens only to those that nobody has; unheard, a server that is stopped between two
      // statements would end this process.
      const markBroken = (error: Error) => {
        broken = error;
      };
      client.on('error', markBroken);
      try {
        await client.query(begin);
        const result = await work(createClientDatabase(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(markBroken);
        throw error;
      } finally {
        client.off('error', markBroken);
        client.release(broken);
      }
    },
  };
}

/** Inside a transaction: what is to happen together happens in it. */
function createClientDatabase(client: pg.ClientBase): Database {
  const database: Database = { ...createStatements(client), transaction: work => work(database) };
  return database;
}

function createStatements(runner: pg.Pool | pg.ClientBase): Omit<Database, 'transaction'> {
  const runQuery = (sql: string, values: readonly ColumnValue[]) =>
    runner.query(quoteNames(sql), values.map(toStorable));
  return {
    rows: async <Row>(sql: string, values: readonly ColumnValue[] = []) =>
      (await runQuery(sql, values)).rows as Row[],
    row: async <Row>(sql: string, values: readonly ColumnValue[] = []) =>
      (await runQuery(sql, values)).rows[0] as Row | undefined,
    write: async (sql, values = []) => (await runQuery(sql, values)).rowCount ?? 0,
  };
}

const quotedStatements = new Map<string, string>();

/**
 * Columns are called as in the embedded database; PostgreSQL keeps the capitals of a name (`addedAt`) only
 * where it is quoted.
 */
function quoteNames(sql: string): string {
  const known = quotedStatements.get(sql);
  if (known !== undefined) return known;
  const quoted = sql.replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, '"$&"');
  quotedStatements.set(sql, quoted);
  return quoted;
}

/**
 * The one character that PostgreSQL cannot keep in a text is kept as the character for unknown ones. JSON
 * texts never hold it.
 */
function toStorable(value: ColumnValue): ColumnValue {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return Array.isArray(value) ? value.map(text => text.replaceAll('\0', '\uFFFD')) : value;
}

/** The number under which PostgreSQL knows a lock of ours. */
export function lockNumberOf(key: string): string {
  return createHash('sha256').update(`standfirst ${key}`).digest().readBigInt64BE().toString();
}
