import type { DatabaseSync } from 'node:sqlite';
import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { BusyRetry } from './busy-timeout.ts';

/** The tables of the cache on SQLite. */
export const cacheSchema = `
  CREATE TABLE cache (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    expires INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
`;

/** Keyv's store on the database that is open anyway. What has expired is removed as new values come in. */
export function createCacheStore(database: DatabaseSync, { wrap: patient }: BusyRetry): KeyvStorageAdapter {
  const get = database.prepare('SELECT value FROM cache WHERE key = ? AND (expires IS NULL OR expires > ?)');
  const set = database.prepare('INSERT OR REPLACE INTO cache (key, value, expires) VALUES (?, ?, ?)');
  const sweep = database.prepare(
    'DELETE FROM cache WHERE key IN (SELECT key FROM cache WHERE expires <= ? LIMIT 100)',
  );
  const remove = database.prepare('DELETE FROM cache WHERE key = ?');
  const clear = database.prepare('DELETE FROM cache');
  const methods = {
    async get(key: string) {
      return (get.get(key, Date.now()) as { value: string } | undefined)?.value;
    },
    async set(key: string, value: string, ttl?: number) {
      sweep.run(Date.now());
      set.run(key, value, ttl === undefined ? null : Math.ceil(Date.now() + ttl));
      return true;
    },
    async delete(key: string) {
      return remove.run(key).changes > 0;
    },
    async clear() {
      clear.run();
    },
  };
  return new KeyvBridgeAdapter(patient(methods));
}
