import {
  type BulkAccess,
  type RawRow,
  refuseNonEmpty,
  refuseOtherSource,
  type Snapshot,
  sortByReference,
  toRawRow,
} from '../bulk-copy.ts';
import type { Statements } from '../database.ts';
import type { ArticleSearch } from '../search/search.ts';
import { reindexAll } from '../stores/article-versions.ts';
import type { PostgresDatabase, PostgresStatements } from './database.ts';
import { RECOUNT_OWNERS } from './owners.ts';
import { applyMigrations, NEWEST_SCHEMA, rebuildSchema } from './schema.ts';

/** Rows per fetch. */
const BATCH_SIZE = 200;

/** Tables of derived rows and of running processes, and the schema version. */
const EXCLUDED_TABLES = [
  'article_search',
  'article_word_part',
  'article_stem',
  'article_holder',
  'schema_version',
  'rate',
  'claim',
  'unfinished_move',
];

/** Reads and writes a whole PostgreSQL database, for backups and moves. */
export function createBulkAccess(database: PostgresDatabase, search: ArticleSearch): BulkAccess {
  return {
    schema: NEWEST_SCHEMA,
    read: work =>
      database.transaction(async transaction => work(await createSnapshot(transaction)), {
        begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      }),
    unfinished: () => findUnfinishedMove(database),
    async fillInSteps(source, work) {
      const begun = await findUnfinishedMove(database);
      refuseOtherSource(begun, source);
      const { tables } = await database.transaction(createSnapshot);
      const result = await work({
        tables,
        rows: table => readRows(database, table),
        isBegun: begun !== null,
        begin: async () =>
          void (await database.write('INSERT INTO unfinished_move (source) VALUES ($1)', [source])),
        // in a transaction, because the server would still run the last statement of a process that has died
        add: (table, rows) => database.transaction(transaction => insertRows(transaction, table, rows)),
        remove: (table, rows) => database.transaction(transaction => deleteRows(transaction, table, rows)),
      });
      if ((await findUnfinishedMove(database)) === null) return result;
      await database.transaction(async transaction => {
        await rebuildDerivedRows(transaction, search, tables);
        await transaction.write('DELETE FROM unfinished_move');
      });
      return result;
    },
    fill: (schema, work) =>
      database.transaction(async transaction => {
        await refuseNonEmpty(await createSnapshot(transaction), 'restore');
        if (schema < NEWEST_SCHEMA) await rebuildSchema(transaction, schema);
        const snapshot = await createSnapshot(transaction);
        await transaction.write('ALTER TABLE article_version DISABLE TRIGGER USER');
        const result = await work({
          ...snapshot,
          add: (table, rows) => insertRows(transaction, table, rows),
        });
        await transaction.write('ALTER TABLE article_version ENABLE TRIGGER USER');
        await applyMigrations(transaction, { after: schema, upTo: NEWEST_SCHEMA });
        await rebuildDerivedRows(transaction, search, snapshot.tables);
        return result;
      }),
  };
}

async function findUnfinishedMove(database: Statements): Promise<string | null> {
  return (await database.row<{ source: string }>('SELECT source FROM unfinished_move'))?.source ?? null;
}

/** Reads a whole table in a transaction of its own. */
async function* readRows(database: PostgresDatabase, table: string): AsyncGenerator<readonly RawRow[]> {
  const all: (readonly RawRow[])[] = [];
  await database.transaction(async transaction => {
    for await (const rows of (await createSnapshot(transaction)).rows(table)) all.push(rows);
  });
  yield* all;
}

/** Rebuilds the derived rows once all others are there. */
async function rebuildDerivedRows(
  transaction: Statements,
  search: ArticleSearch,
  tables: readonly string[],
): Promise<void> {
  await transaction.write(RECOUNT_OWNERS);
  await reindexAll(transaction, search);
  for (const table of tables) await advanceIdentity(transaction, table);
  await transaction.rows(ADVANCE_ARRIVALS);
}

async function createSnapshot(transaction: PostgresStatements): Promise<Snapshot> {
  const known = await transaction.rows<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL ($1)',
    [EXCLUDED_TABLES],
  );
  const references = await transaction.rows<{ from: string; to: string }>(
    `SELECT source.relname AS "from", target.relname AS "to" FROM pg_constraint
     JOIN pg_class AS source ON source.oid = conrelid JOIN pg_class AS target ON target.oid = confrelid
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
  );
  return {
    tables: sortByReference(
      known.map(({ name }) => name),
      references,
    ),
    async *rows(table) {
      await transaction.write(`DECLARE reading CURSOR FOR SELECT * FROM "${table}"`);
      try {
        for (;;) {
          const rows = await transaction.rawRows<Parameters<typeof toRawRow>[0]>(
            `FETCH ${BATCH_SIZE} FROM reading`,
          );
          if (rows.length === 0) return;
          yield rows.map(toRawRow);
        }
      } finally {
        await transaction.write('CLOSE reading');
      }
    },
  };
}

async function insertRows(transaction: Statements, table: string, rows: readonly RawRow[]): Promise<void> {
  // JSON escapes NUL, so it must be replaced here: the database layer would not see it
  const json = JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
  );
  await transaction.write(
    `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
    [json],
  );
}

/** Advances the arrival counter past a digest's last article, even if that was deleted since. */
const ADVANCE_ARRIVALS = `
  SELECT setval(pg_get_serial_sequence('article_version', 'sequence'), max(last)) FROM (
    SELECT max(sequence) AS last FROM article_version UNION SELECT max(last_arrival) FROM digest
    UNION SELECT max(last_arrival) FROM digest_post
  ) AS arrivals HAVING max(last) > 0`;

/** Advances the identity columns of a table past their highest values. */
async function advanceIdentity(transaction: Statements, table: string): Promise<void> {
  const columns = await transaction.rows<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_identity = 'YES'`,
    [table],
  );
  for (const { name } of columns)
    await transaction.rows(
      `SELECT setval(pg_get_serial_sequence('${table}', '${name}'), max("${name}")) FROM "${table}" HAVING max("${name}") IS NOT NULL`,
    );
}

async function deleteRows(transaction: Statements, table: string, rows: readonly RawRow[]): Promise<void> {
  for (const row of rows) {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    const same = given.map(([column], i) => `"${column}" = $${i + 1}`);
    const absent = Object.keys(row).filter(column => row[column] === null);
    const where = [...same, ...absent.map(column => `"${column}" IS NULL`)].join(' AND ');
    await transaction.write(
      `DELETE FROM "${table}" WHERE ${where}`,
      given.map(([, value]) => value),
    );
  }
}
