import type { Dialect } from './database.ts';
import { renameReleasedColumns, withReleasedColumns } from './released-columns.ts';
import { parseTables } from './schema-check.ts';
import { createAnswerRows } from './stores/answer-rows.ts';
import { createArticleSchema } from './stores/article-schema.ts';
import { createCacheSchema } from './stores/cache.ts';
import { createClaimSchema } from './stores/claims.ts';
import { createDigestSchema } from './stores/digests.ts';
import { createDueColumns } from './stores/due-migration.ts';
import { createFeedbackSchema } from './stores/feedback.ts';
import { createFeedSchema } from './stores/feeds.ts';
import { createLedgerSchema } from './stores/ledger.ts';
import { createOwnerSchema, ownerIndexes } from './stores/owner-schema.ts';
import { retentionIndexes } from './stores/retention.ts';
import { createSettingsSchema } from './stores/settings.ts';
import { createThreadSchema, turnColumn } from './stores/threads.ts';

/** A step from one schema version to the next. */
interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The parts of the schema that differ between the databases, or that only one of them has. */
interface OwnSchema {
  /** Creates the tables and triggers that count and search articles. */
  readonly articles: readonly string[];
  /** The column that orders a thread's questions. */
  readonly messageOrder: string;
  /** Creates the tables for running processes. */
  readonly processes: string;
  readonly dropForm: string;
  readonly claims?: string;
  readonly words: string;
  /** Migrates the record of posts that were given up. */
  readonly failedPosts: string;
  readonly processStart?: string;
}

/**
 * The steps of the schema: step n leads from version n - 1 to version n, which is the same on both databases.
 * Released steps never change; new ones are added at the end.
 */
export function listMigrations(dialect: Dialect, own: OwnSchema): readonly Migration[] {
  const released = listReleasedMigrations(dialect, own).map(({ name, sql }) => ({
    name,
    sql: withReleasedColumns(sql),
  }));
  const tables = parseTables(released.map(({ sql }) => sql));
  return [
    ...released,
    { name: 'columns in snake_case', sql: renameReleasedColumns(tables) },
    { name: 'answers and askers in fewer bytes', sql: createAnswerRows(dialect) },
  ];
}

/** The steps released with camelCase columns, written with their current names. */
function listReleasedMigrations(dialect: Dialect, own: OwnSchema): readonly Migration[] {
  return [
    {
      name: 'the first release',
      sql: [
        createArticleSchema(dialect),
        ...own.articles,
        createThreadSchema(dialect, own.messageOrder),
        createDigestSchema(dialect),
        createFeedSchema(dialect),
        createSettingsSchema(dialect),
        createCacheSchema(dialect),
        // the source of an unfinished move
        `CREATE TABLE unfinished_move (source TEXT NOT NULL${dialect.end};`,
        createLedgerSchema(dialect),
        createFeedbackSchema(dialect),
        own.processes,
      ].join('\n'),
    },
    { name: 'no hash of the statements', sql: own.dropForm },
    { name: 'whose something is', sql: createOwnerSchema(dialect) },
    { name: 'claims of processes', sql: `${createClaimSchema(dialect)} ${own.claims ?? ''}` },
    { name: 'indexes of what is deleted', sql: ownerIndexes },
    { name: 'words for what is being typed', sql: own.words },
    { name: 'what was shown for a question', sql: turnColumn },
    { name: 'indexes of what goes with its age', sql: retentionIndexes },
    {
      name: 'one poller for all that is due',
      sql: `${createDueColumns(dialect)} ${own.failedPosts} ${own.processStart ?? ''}`,
    },
  ];
}
