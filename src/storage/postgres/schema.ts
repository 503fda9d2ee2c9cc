import { UserError } from '../../errors.ts';
import type { Database, Statements } from '../database.ts';
import { listMigrations } from '../migrations.ts';
import { explainForeignSchema, listTables, toTables } from '../schema-check.ts';
import { searchSchema, stemMigration } from '../search/postgres-index.ts';
import { dialect } from './database.ts';
import { ownerCountSchema } from './owners.ts';
import { queueMigration } from './queue-migration.ts';
import { rateSchema } from './rates.ts';

const migrations = listMigrations(dialect, {
  articles: [ownerCountSchema, searchSchema],
  messageOrder: 'length(message_id), message_id',
  processes: rateSchema,
  dropForm: 'ALTER TABLE schema_version DROP COLUMN IF EXISTS form',
  // unlogged, so that no claim waits for the disk: losing them in a server crash is acceptable
  claims: 'ALTER TABLE claim SET UNLOGGED',
  words: stemMigration,
  failedPosts: queueMigration,
}).map(({ sql }) => sql);

/** The newest schema version. */
export const NEWEST_SCHEMA = migrations.length;

/** Migrates to the newest schema; of several processes one migrates and the others wait. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(migrateWithin, { lock: 'schema' });
}

async function migrateWithin(transaction: Statements): Promise<void> {
  const encoding = await transaction.row<{ encoding: string }>(
    "SELECT current_setting('server_encoding') AS encoding",
  );
  if (encoding?.encoding !== 'UTF8')
    throw new UserError(
      "it keeps text as {{encoding}}, which cannot hold every article: create it with ENCODING 'UTF8' TEMPLATE template0",
      { encoding: encoding?.encoding ?? '' },
    );
  await transaction.write('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const version = await readVersion(transaction);
  if (version > NEWEST_SCHEMA)
    throw new UserError(
      'it has schema {{version}}, this program knows {{known}}: use the newer program that wrote it',
      {
        version,
        known: NEWEST_SCHEMA,
      },
    );
  if (version > 0) await refuseForeignSchema(transaction, version);
  await applyMigrations(transaction, { after: version, upTo: NEWEST_SCHEMA });
}

/** Migrates a database from one schema version to a later one. */
export async function applyMigrations(
  { write }: Statements,
  { after, upTo }: { after: number; upTo: number },
): Promise<void> {
  if (after >= upTo) return;
  for (const sql of migrations.slice(after, upTo)) await write(sql);
  await write('DELETE FROM schema_version');
  await write('INSERT INTO schema_version (version) VALUES ($1)', [upTo]);
}

/** Takes an empty database back to an earlier schema version. */
export async function rebuildSchema(transaction: Statements, number: number): Promise<void> {
  for (const table of listTables(migrations))
    await transaction.write(`DROP TABLE IF EXISTS "${table}" CASCADE`);
  await transaction.write('DROP FUNCTION article_counted');
  await applyMigrations(transaction, { after: 0, upTo: number });
}

/** The schema version, or 0; read through JSON, as the table may be another program's. */
async function readVersion(transaction: Statements): Promise<number> {
  const rows = await transaction.rows<{ version: unknown }>(
    "SELECT to_jsonb(schema_version)->'version' AS version FROM schema_version",
  );
  const versions = rows.map(({ version }) => version);
  if (!versions.every(version => Number.isInteger(version)))
    throw new UserError('it holds tables of another program (“schema_version”): name a database of its own');
  return Math.max(0, ...(versions as number[]));
}

async function refuseForeignSchema(transaction: Statements, version: number): Promise<void> {
  const columns = await transaction.rows<{ table: string; column: string }>(
    `SELECT relname AS "table", attname AS "column" FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped`,
  );
  const others = explainForeignSchema(migrations.slice(0, version), toTables(columns));
  if (others) throw new UserError(others);
}
