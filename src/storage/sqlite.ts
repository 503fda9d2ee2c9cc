import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { articleStore } from './sqlite/articles.ts';
import { cacheStore } from './sqlite/cache.ts';
import { digestStore } from './sqlite/digests.ts';
import { ledgerStore } from './sqlite/ledger.ts';
import { migrate } from './sqlite/schema.ts';
import { settingsStore } from './sqlite/settings.ts';
import { threadStore } from './sqlite/threads.ts';
import type { Storage } from './storage.ts';

/** The embedded database in one file (created with its folder if missing), or `:memory:`. Throws if the file cannot be used. */
export function openSqlite(path: string): Storage {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  migrate(database);
  return {
    articles: articleStore(database),
    threads: threadStore(database),
    digests: digestStore(database),
    settings: settingsStore(database),
    ledger: ledgerStore(database),
    cache: cacheStore(database),
    async close() {
      if (database.isOpen) database.close();
    },
  };
}
