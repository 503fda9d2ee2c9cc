import { DatabaseSync } from 'node:sqlite';
import {
  type BulkAccess,
  bytesOfRaw,
  type RawRow,
  refuseNonEmpty,
  refuseOtherSource,
  type Snapshot,
  sortByReference,
  toRawRow,
} from '../bulk-copy.ts';
import type { ArticleSearch } from '../search/search.ts';
import { reindexAll } from '../stores/article-versions.ts';
import type { SqliteDatabase } from './database.ts';
import { applyMigrations, NEWEST_SCHEMA, rebuildSchema } from './schema.ts';

/** Rows per batch. */
const BATCH_SIZE = 200;

/** Locks and claims are running processes', owners are counted, and words derived from texts. */
const EXCLUDED_TABLES = ['lease', 'claim', 'unfinished_move', 'article_holder', 'article_text_word'];

/** Advances the arrival counter past a digest's last article, even if that was deleted since. */
const ADVANCE_ARRIVALS = `
  UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(last_arrival), 0) FROM digest), (
    SELECT coalesce(max(last_arrival), 0) FROM digest_post)) WHERE name = 'article_version';
  INSERT INTO sqlite_sequence (name, seq) SELECT 'article_version', max(last) FROM (
    SELECT max(last_arrival) AS last FROM digest UNION SELECT max(last_arrival) FROM digest_post)
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'article_version') HAVING max(last) > 0`;

/** Reads and writes a whole database at `path`; a snapshot is read on a connection of its own. */
export function createBulkAccess(
  connection: DatabaseSync,
  { path, database, search }: { path: string; database: SqliteDatabase; search: ArticleSearch },
): BulkAccess {
  const writeStep = (work: () => void) => database.transaction(async () => work());
  return {
    schema: NEWEST_SCHEMA,
    async read(work) {
      const reading = path === ':memory:' ? connection : new DatabaseSync(path, { timeout: 0 });
      await database.run(() => reading.exec('BEGIN'));
      try {
        return await work(createSnapshot(reading));
      } finally {
        reading.exec('COMMIT');
        if (reading !== connection) reading.close();
      }
    },
    unfinished: async () => findUnfinishedMove(connection),
    async fillInSteps(source, work) {
      const begun = findUnfinishedMove(connection);
      refuseOtherSource(begun, source);
      const result = await work({
        ...createSnapshot(connection),
        isBegun: begun !== null,
        begin: () =>
          writeStep(() => connection.prepare('INSERT INTO unfinished_move (source) VALUES (?)').run(source)),
        add: (table, rows) => writeStep(() => insertRows(connection, table, rows)),
        remove: (table, rows) => writeStep(() => deleteRows(connection, table, rows)),
      });
      if (findUnfinishedMove(connection) === null) return result;
      await database.transaction(async within => {
        await reindexAll(within, search);
        connection.exec(ADVANCE_ARRIVALS);
        connection.exec('DELETE FROM unfinished_move');
      });
      return result;
    },
    fill: (schema, work) =>
      database.transaction(async within => {
        await refuseNonEmpty(createSnapshot(connection), 'restore');
        if (schema < NEWEST_SCHEMA) rebuildSchema(connection, schema);
        const result = await work({
          ...createSnapshot(connection),
          add: async (table, rows) => insertRows(connection, table, rows),
        });
        applyMigrations(connection, { after: schema, upTo: NEWEST_SCHEMA });
        await reindexAll(within, search);
        connection.exec(ADVANCE_ARRIVALS);
        return result;
      }),
  };
}

function findUnfinishedMove(database: DatabaseSync): string | null {
  const row = database.prepare('SELECT source FROM unfinished_move').get() as { source: string } | undefined;
  return row?.source ?? null;
}

function createSnapshot(database: DatabaseSync): Snapshot {
  const known = database
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .all() as { name: string }[];
  const names = known.map(({ name }) => name).filter(name => !EXCLUDED_TABLES.includes(name));
  const references = names.flatMap(from =>
    (
      database.prepare(`SELECT "table" AS "to" FROM pragma_foreign_key_list(?)`).all(from) as { to: string }[]
    ).map(({ to }) => ({
      from,
      to,
    })),
  );
  return {
    tables: sortByReference(names, references),
    async *rows(table) {
      let rows: RawRow[] = [];
      for (const row of database.prepare(`SELECT * FROM "${table}"`).iterate()) {
        rows.push(toRawRow(row as Parameters<typeof toRawRow>[0]));
        if (rows.length < BATCH_SIZE) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    },
  };
}

function insertRows(database: DatabaseSync, table: string, rows: readonly RawRow[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const insert = database.prepare(
    `INSERT INTO "${table}" (${columns.map(column => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const toStorable = createConversion(database, table);
  for (const row of rows) insert.run(...columns.map(column => toStorable(column, row[column] ?? null)));
}

/** Creates the function that turns a value of a portable row into what a table stores. */
function createConversion(database: DatabaseSync, table: string) {
  const bytes = database.prepare("SELECT name FROM pragma_table_info(?) WHERE type = 'BLOB'").all(table);
  const ofBytes = new Set(bytes.map(({ name }) => name));
  return (column: string, value: string | number | null) =>
    typeof value === 'string' && ofBytes.has(column) ? bytesOfRaw(value) : value;
}

function deleteRows(database: DatabaseSync, table: string, rows: readonly RawRow[]): void {
  const toStorable = createConversion(database, table);
  for (const row of rows) {
    const given = Object.entries(row).map(([column, value]) => [column, toStorable(column, value)] as const);
    const same = given.map(([column, value]) => `"${column}" ${value === null ? 'IS NULL' : '= ?'}`);
    const values = given.flatMap(([, value]) => (value === null ? [] : [value]));
    database.prepare(`DELETE FROM "${table}" WHERE ${same.join(' AND ')}`).run(...values);
  }
}
