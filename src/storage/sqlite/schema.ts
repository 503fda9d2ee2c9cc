import type { DatabaseSync } from 'node:sqlite';
import {
  explainForeignSchema,
  FOREIGN_DATABASE,
  isForeignDatabase,
  type Tables,
  toTables,
} from '../schema-check.ts';
import { searchSchema } from '../search/sqlite-index.ts';
import { vocabularyMigration } from '../search/sqlite-vocabulary.ts';
import { createOwnerSchema, ownerIndexes } from '../server-schema.ts';
import { createArticleSchema } from '../stores/article-schema.ts';
import { createCacheSchema } from '../stores/cache.ts';
import { createClaimSchema } from '../stores/claims.ts';
import { createFeedbackSchema } from '../stores/feedback.ts';
import { createFeedSchema } from '../stores/feeds.ts';
import { createLedgerSchema } from '../stores/ledger.ts';
import { createSettingsSchema } from '../stores/settings.ts';
import { createThreadSchema, turnColumn } from '../stores/threads.ts';
import { moveSchema } from './bulk-access.ts';
import { dialect } from './database.ts';
import { digestSchema } from './digests.ts';
import { lockSchema } from './locks.ts';
import { ownerCountSchema } from './owners.ts';

/** One entry for each version of the schema, in order; what an entry does is never changed, only added to. */
const migrations: readonly string[] = [
  [
    createArticleSchema(dialect),
    ownerCountSchema,
    searchSchema,
    createThreadSchema(dialect, 'messageId'),
    digestSchema,
    createFeedSchema(dialect),
    createSettingsSchema(dialect),
    createCacheSchema(dialect),
    moveSchema,
    createLedgerSchema(dialect),
    createFeedbackSchema(dialect),
    lockSchema,
  ].join('\n'),
  // a hash of the statements stood there
  'DROP TABLE IF EXISTS schema_form',
  createOwnerSchema(dialect),
  createClaimSchema(dialect),
  ownerIndexes,
  vocabularyMigration,
  turnColumn,
];

/** Schemas with these numbers were written before the first release. */
const UNRELEASED = 1;

const NEWEST_VERSION = UNRELEASED + migrations.length;

/**
 * Brings the database to the newest schema, or throws if a newer program wrote it, or one whose tables were
 * others.
 */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    refuseForeignSchema(version, readTables(database));
    if (version < NEWEST_VERSION) {
      for (const migration of migrations.slice(countMigrations(version))) database.exec(migration);
      database.exec(`PRAGMA user_version = ${NEWEST_VERSION}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
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

/** How many migrations a database of this version has had. */
function countMigrations(version: number): number {
  return Math.max(0, version - UNRELEASED);
}

function readTables(database: DatabaseSync): Tables {
  const columns = database.prepare(`
    SELECT known.name AS "table", info.name AS "column" FROM sqlite_schema AS known, pragma_table_info(known.name) AS info
    WHERE known.type = 'table' AND known.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
  return toTables(columns.all() as { table: string; column: string }[]);
}
