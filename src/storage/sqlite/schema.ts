import type { DatabaseSync } from 'node:sqlite';
import { listMigrations } from '../migrations.ts';
import {
  explainForeignSchema,
  FOREIGN_DATABASE,
  isForeignDatabase,
  type Tables,
  toTables,
} from '../schema-check.ts';
import { searchSchema } from '../search/sqlite-index.ts';
import { vocabularyMigration } from '../search/sqlite-vocabulary.ts';
import { dialect } from './database.ts';
import { failureMigration } from './failure-migration.ts';
import { lockSchema, processStartColumn } from './locks.ts';
import { ownerCountSchema } from './owners.ts';

const migrations = listMigrations(dialect, {
  articles: [ownerCountSchema, searchSchema],
  messageOrder: 'message_id',
  processes: lockSchema,
  dropForm: 'DROP TABLE IF EXISTS schema_form',
  words: vocabularyMigration,
  failedPosts: failureMigration,
  processStart: processStartColumn,
}).map(({ sql }) => sql);

/** The version in the file also counts the schemas from before the first release. */
const UNRELEASED = 1;

const NEWEST_VERSION = UNRELEASED + migrations.length;

/** The newest schema version. */
export const NEWEST_SCHEMA = migrations.length;

/** Migrates to the newest schema. Throws if a newer or another program wrote the database. */
export function migrate(connection: DatabaseSync): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = connection.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    refuseForeignSchema(version, readTables(connection));
    applyMigrations(connection, { after: countMigrations(version), upTo: NEWEST_SCHEMA });
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/** Migrates a database from one schema version to a later one, within a transaction. */
export function applyMigrations(
  connection: DatabaseSync,
  { after, upTo }: { after: number; upTo: number },
): void {
  if (after >= upTo) return;
  for (const sql of migrations.slice(after, upTo)) connection.exec(sql);
  connection.exec(`PRAGMA user_version = ${UNRELEASED + upTo}`);
}

/** Takes an empty database back to an earlier schema version, within a transaction. */
export function rebuildSchema(connection: DatabaseSync, number: number): void {
  const tables = connection
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
    .all() as { name: string }[];
  for (const { name } of tables)
    if (!name.startsWith('sqlite_')) connection.exec(`DROP TABLE IF EXISTS "${name}"`);
  applyMigrations(connection, { after: 0, upTo: number });
}

function refuseForeignSchema(version: number, found: Tables): void {
  if (found.size > 0 && (version === 0 || isForeignDatabase(migrations, found)))
    throw new Error(`it holds tables of another program (“${[...found.keys()][0]}”): name a file of its own`);
  if (version > NEWEST_VERSION)
    throw new Error(
      `the database has schema ${version}, this program knows ${NEWEST_VERSION}: use the newer program that wrote it`,
    );
  if (version === 0) return;
  const others = explainForeignSchema(migrations.slice(0, Math.max(1, countMigrations(version))), found);
  if (others !== null || version <= UNRELEASED) throw new Error(others ?? FOREIGN_DATABASE);
}

/** The number of migrations that a database of this version has had. */
function countMigrations(version: number): number {
  return Math.max(0, version - UNRELEASED);
}

function readTables(connection: DatabaseSync): Tables {
  const columns = connection.prepare(`
    SELECT known.name AS "table", info.name AS "column" FROM sqlite_schema AS known, pragma_table_info(known.name) AS info
    WHERE known.type = 'table' AND known.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
  return toTables(columns.all() as { table: string; column: string }[]);
}
