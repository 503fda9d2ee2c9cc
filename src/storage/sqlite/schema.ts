import type { DatabaseSync } from 'node:sqlite';
import { claimSchema } from '../claims.ts';
import { ownedIndexes, ownerSchema } from '../owner-schema.ts';
import { isForeign, OTHERS, type Tables, tablesOf, whyOthers } from '../schema-check.ts';
import { articleSchema } from './articles.ts';
import { cacheSchema } from './cache.ts';
import { copySchema } from './copies.ts';
import { digestSchema } from './digests.ts';
import { feedbackSchema } from './feedback.ts';
import { feedSchema } from './feeds.ts';
import { ledgerSchema } from './ledger.ts';
import { lockSchema } from './locks.ts';
import { settingsSchema } from './settings.ts';
import { dialect } from './statements.ts';
import { threadSchema } from './threads.ts';

/** One entry for each version of the schema, in order; what an entry does is never changed, only added to. */
const migrations: readonly string[] = [
  [
    articleSchema,
    threadSchema,
    digestSchema,
    feedSchema,
    settingsSchema,
    cacheSchema,
    copySchema,
    ledgerSchema,
    feedbackSchema,
    lockSchema,
  ].join('\n'),
  // a hash of the statements stood there
  'DROP TABLE IF EXISTS schema_form',
  ownerSchema(dialect),
  claimSchema(dialect),
  ownedIndexes,
];

/** Schemas with these numbers were written before the first release. */
const UNRELEASED = 1;

const newest = UNRELEASED + migrations.length;

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
    refuseOthers(version, tablesThere(database));
    if (version < newest) {
      for (const migration of migrations.slice(migrationsAt(version))) database.exec(migration);
      database.exec(`PRAGMA user_version = ${newest}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function refuseOthers(version: number, found: Tables): void {
  if (found.size > 0 && (version === 0 || isForeign(migrations, found)))
    throw new Error(`it holds tables of another program (“${[...found.keys()][0]}”): name a file of its own`);
  if (version > newest)
    throw new Error(
      `the database has schema ${version}, this program knows ${newest}: use the newer program that wrote it`,
    );
  if (version === 0) return;
  const others = whyOthers(migrations.slice(0, Math.max(1, migrationsAt(version))), found);
  if (others !== null || version <= UNRELEASED) throw new Error(others ?? OTHERS);
}

/** How many migrations a database of this version has had. */
function migrationsAt(version: number): number {
  return Math.max(0, version - UNRELEASED);
}

function tablesThere(database: DatabaseSync): Tables {
  const columns = database.prepare(`
    SELECT known.name AS "table", info.name AS "column" FROM sqlite_schema AS known, pragma_table_info(known.name) AS info
    WHERE known.type = 'table' AND known.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
  return tablesOf(columns.all() as { table: string; column: string }[]);
}
