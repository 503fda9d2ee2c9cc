import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../errors.ts';
import { askedStore } from './asked.ts';
import { auditStore } from './audit.ts';
import { claimStore } from './claims.ts';
import { createLocks } from './locks.ts';
import { memberStore } from './members.ts';
import { serverStore } from './servers.ts';
import { articleStore } from './sqlite/articles.ts';
import { createPatience, type Patience } from './sqlite/busy-timeout.ts';
import { cacheStore } from './sqlite/cache.ts';
import { copies } from './sqlite/copies.ts';
import { watchFile } from './sqlite/corruption.ts';
import { digestStore } from './sqlite/digests.ts';
import { reasonOf } from './sqlite/errors.ts';
import { feedbackStore } from './sqlite/feedback.ts';
import { feedStore, pageStore } from './sqlite/feeds.ts';
import { ledgerStore } from './sqlite/ledger.ts';
import { leases } from './sqlite/locks.ts';
import { migrate } from './sqlite/schema.ts';
import { settingsStore } from './sqlite/settings.ts';
import { statementsOn } from './sqlite/statements.ts';
import { threadStore } from './sqlite/threads.ts';
import type { ArticleStore, Storage } from './storage.ts';

/**
 * The embedded database in one file (created with its folder if missing), or `:memory:`. Throws a `UserError`
 * that names the file where it cannot be used; nothing that is there is overwritten.
 */
export function openSqlite(path: string): Storage {
  const database = opened(path);
  const patience = createPatience();
  const { attempt, patient } = patience;
  const { take, close } = leases(database, patience);
  const damage = path === ':memory:' ? undefined : watchFile(path);
  const statements = patient(statementsOn(database));
  const [articles, threads] = [
    patientArticles(articleStore(database), patience),
    patient(threadStore(database)),
  ];
  const [ledger, feedback] = [patient(ledgerStore(database)), patient(feedbackStore(database))];
  return {
    articles,
    threads,
    digests: patient(digestStore(database)),
    feeds: patient(feedStore(database)),
    pages: patient(pageStore(database)),
    settings: patient(settingsStore(database)),
    ledger,
    feedback,
    asked: askedStore(statements),
    audit: auditStore(statements),
    members: memberStore(statements, { threads, feedback, ledger }),
    servers: serverStore(statements, { articles }),
    claims: claimStore(statements),
    cache: cacheStore(database, patience),
    locks: createLocks(async key => {
      const damaged = damage?.found();
      if (damaged) throw new Error(damaged);
      return attempt(() => take(key));
    }),
    copies: copies(database, { path, patience }),
    trouble: () => null,
    ...(damage && { damage }),
    async close() {
      if (!database.isOpen) return;
      if (!damage?.found()) await close();
      // SQLite itself leaves a file alone that is not the one it has opened
      database.close();
    },
  };
}

/** So long (milliseconds) another process may write while the file is opened. */
const OPENING = 5_000;

function patientArticles({ of, ...methods }: ArticleStore, patience: Patience): ArticleStore {
  return { ...patience.patient(methods), of: serverId => patientArticles(of(serverId), patience) };
}

function opened(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') makeFolder(dirname(resolve(path)));
    refuseLogAlone(path);
    // nobody is served yet, so the thread may wait here; from then on see busy-timeout.ts
    const database = new DatabaseSync(path, { timeout: OPENING });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    migrate(database);
    database.exec('PRAGMA busy_timeout = 0');
    return database;
  } catch (error) {
    const reason = reasonOf(error) ?? (error instanceof Error ? error.message : String(error));
    throw new UserError(
      'The database {{place}} cannot be used: {{reason}}. DATA_DIR and DATABASE_URL say where it lies.',
      { place: resolve(path), reason },
      {
        cause: error,
      },
    );
  }
}

/**
 * A log without its file belongs to a file that somebody took away; a new, empty file in its place would have
 * it deleted.
 */
function refuseLogAlone(path: string): void {
  const log = `${path}-wal`;
  if (!existsSync(path) && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new Error(
      `the file is gone, while its log (${log}) is there: put the file back, or move the log away`,
    );
}

/**
 * Makes a folder with those above it. Not Node's own recursive way: that one never ends where a file system
 * takes no folders (/proc).
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
