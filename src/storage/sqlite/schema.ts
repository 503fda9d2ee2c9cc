import type { DatabaseSync } from 'node:sqlite';
import { formOf, OTHER_FORM } from '../form.ts';
import { articleSchema } from './articles.ts';
import { cacheSchema } from './cache.ts';
import { copySchema } from './copies.ts';
import { digestSchema } from './digests.ts';
import { feedbackSchema } from './feedback.ts';
import { feedSchema } from './feeds.ts';
import { ledgerSchema } from './ledger.ts';
import { lockSchema } from './locks.ts';
import { settingsSchema } from './settings.ts';
import { threadSchema } from './threads.ts';

/** One entry for each version of the schema, in order; never edited after a release, only added to. */
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
];

/** Schemas with these numbers were written before the first release; their form was not kept. */
const UNRELEASED = 1;

const newest = UNRELEASED + migrations.length;

/** Brings the database to the newest schema, or throws if a newer program wrote it, or one whose tables were others. */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > newest)
      throw new Error(`the database has schema ${version}, this program knows ${newest}: use the newer program that wrote it`);
    if (version > 0 && version <= UNRELEASED) throw new Error(OTHER_FORM);
    const known = Math.max(0, version - UNRELEASED);
    if (known > 0 && formIn(database) !== formOf(migrations.slice(0, known))) throw new Error(OTHER_FORM);
    if (version < newest) bringUp(database, known);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function bringUp(database: DatabaseSync, known: number): void {
  for (const migration of migrations.slice(known)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${newest}`);
  database.exec('CREATE TABLE IF NOT EXISTS schema_form (form TEXT NOT NULL) STRICT; DELETE FROM schema_form');
  database.prepare('INSERT INTO schema_form (form) VALUES (?)').run(formOf(migrations));
}

function formIn(database: DatabaseSync): unknown {
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_form'").get();
  return isThere && database.prepare('SELECT form FROM schema_form').get()?.form;
}
