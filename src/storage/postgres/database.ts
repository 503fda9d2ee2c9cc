import { createHash } from 'node:crypto';
import pg from 'pg';

/** A value of a column: all that is kept is text, whole numbers and numbers. */
export type Value = string | number | null | readonly string[];

/** Statements on the pool, or on the one connection of a transaction. */
export interface Database {
  rows<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
  row<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined>;
  /** Returns how many rows were written. */
  write(sql: string, values?: readonly Value[]): Promise<number>;
  /**
   * What the work writes is kept as a whole or not at all. `begin` may say how the transaction is isolated.
   */
  together<Result>(work: (database: Database) => Promise<Result>, begin?: string): Promise<Result>;
}

/** Statements that run for longer than this (milliseconds) are given up: a reader does not wait that long. */
const LONGEST_STATEMENT = 60_000;
/** So long (milliseconds) it may take to connect, or until one of the pool's connections is free. */
const LONGEST_CONNECT = 10_000;

const INT8 = 20;
const NUMERIC = 1700;

/** Counts and sums as numbers; none of them passes 2^53. */
const types = {
  getTypeParser: ((type: number, format?: 'text') =>
    type === INT8 || type === NUMERIC
      ? Number
      : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser,
};

export function connection(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'standfirst',
    connectionTimeoutMillis: LONGEST_CONNECT,
    keepAlive: true,
    types,
  };
}

/** A pool of connections; `lost` is told when one breaks that nobody was using. */
export function openPool(url: string, lost: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...connection(url),
    query_timeout: LONGEST_STATEMENT,
  });
  // Without a listener, a server that is stopped would end this process too.
  pool.on('error', lost);
  return pool;
}

export function onPool(pool: pg.Pool): Database {
  return {
    ...statements(pool),
    async together(work, begin = 'BEGIN') {
      const client = await pool.connect();
      let broken: Error | undefined;
      // The pool listens only to those that nobody has; unheard, a server that is stopped between two
      // statements would end this process.
      const breaks = (error: Error) => {
        broken = error;
      };
      client.on('error', breaks);
      try {
        await client.query(begin);
        const result = await work(onClient(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(breaks);
        throw error;
      } finally {
        client.off('error', breaks);
        client.release(broken);
      }
    },
  };
}

/** Inside a transaction: what is to happen together happens in it. */
export function onClient(client: pg.ClientBase): Database {
  const database: Database = { ...statements(client), together: work => work(database) };
  return database;
}

function statements(runner: pg.Pool | pg.ClientBase): Omit<Database, 'together'> {
  const run = (sql: string, values: readonly Value[]) =>
    runner.query(withQuotedNames(sql), values.map(storable));
  return {
    rows: async <Row>(sql: string, values: readonly Value[] = []) => (await run(sql, values)).rows as Row[],
    row: async <Row>(sql: string, values: readonly Value[] = []) =>
      (await run(sql, values)).rows[0] as Row | undefined,
    write: async (sql, values = []) => (await run(sql, values)).rowCount ?? 0,
  };
}

const quotedNames = new Map<string, string>();

/**
 * Columns are called as in the embedded database; PostgreSQL keeps the capitals of a name (`addedAt`) only
 * where it is quoted.
 */
export function withQuotedNames(sql: string): string {
  const known = quotedNames.get(sql);
  if (known !== undefined) return known;
  const quoted = sql.replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, '"$&"');
  quotedNames.set(sql, quoted);
  return quoted;
}

/**
 * The one character that PostgreSQL cannot keep in a text is kept as the character for unknown ones. JSON
 * texts never hold it.
 */
function storable(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return Array.isArray(value) ? value.map(text => text.replaceAll('\0', '\uFFFD')) : value;
}

/** The number under which PostgreSQL knows a lock of ours. */
export function lockNumber(key: string): string {
  return createHash('sha256').update(`standfirst ${key}`).digest().readBigInt64BE().toString();
}
