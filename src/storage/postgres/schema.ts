import { UserError } from '../../errors.ts';
import { articleSchema, trigramIndex } from './articles.ts';
import { cacheSchema } from './cache.ts';
import { copySchema } from './copies.ts';
import { type Database, lockNumber } from './database.ts';
import { digestSchema } from './digests.ts';
import { feedbackSchema } from './feedback.ts';
import { feedSchema } from './feeds.ts';
import { ledgerSchema } from './ledger.ts';
import { rateSchema } from './rates.ts';
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
    rateSchema,
  ].join('\n'),
];

/** Brings the database to the newest schema; of several processes that start at once, one does it and the others wait. */
export async function migrate(database: Database): Promise<void> {
  await database.together(async transaction => {
    await transaction.rows('SELECT pg_advisory_xact_lock($1::bigint)', [lockNumber('schema')]);
    const encoding = await transaction.row<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
    if (encoding?.encoding !== 'UTF8')
      throw new UserError(
        `it keeps text as ${encoding?.encoding}, which cannot hold every article: create it with ENCODING 'UTF8' TEMPLATE template0`,
      );
    await transaction.write('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const { version } = (await transaction.row<{ version: number }>('SELECT version FROM schema_version')) ?? { version: 0 };
    if (version > migrations.length)
      throw new UserError(
        `it has schema ${version}, this program knows ${migrations.length}: use the newer program that wrote it`,
      );
    if (version === migrations.length) return;
    await addTrigrams(transaction);
    for (const migration of migrations.slice(version)) await transaction.write(migration);
    if (await hasTrigrams(transaction)) await transaction.write(trigramIndex);
    await transaction.write('DELETE FROM schema_version');
    await transaction.write('INSERT INTO schema_version (version) VALUES ($1)', [migrations.length]);
  });
}

/** With pg_trgm, suggestions have an index; a server without it, or a user who may not add it, goes without. */
async function addTrigrams(transaction: Database): Promise<void> {
  await transaction.write('SAVEPOINT trigrams');
  try {
    await transaction.write('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch {
    await transaction.write('ROLLBACK TO SAVEPOINT trigrams');
  }
}

/** Whether pg_trgm is there and, with the database's locale, tells letters beyond ASCII from punctuation. */
export async function hasTrigrams(database: Database): Promise<boolean> {
  const extension = await database.row("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'");
  if (!extension) return false;
  const probe = await database.row<{ alike: number }>("SELECT similarity('жук', 'жук') AS alike");
  return probe?.alike === 1;
}
