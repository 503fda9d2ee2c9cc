import type { DatabaseSync } from 'node:sqlite';
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

/** Brings the database to the newest schema, or throws if a newer program wrote it. */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > newest)
      throw new Error(`the database has schema ${version}, this program knows ${newest}: use the newer program that wrote it`);
    if (version > 0 && version <= UNRELEASED)
      throw new Error('a version from before the first release wrote it; move the file away and import the articles again');
    for (const migration of migrations.slice(Math.max(0, version - UNRELEASED))) database.exec(migration);
    database.exec(`PRAGMA user_version = ${newest}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
