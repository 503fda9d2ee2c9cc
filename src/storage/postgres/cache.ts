import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Database } from './database.ts';

/** The tables of the cache on PostgreSQL. */
export const cacheSchema = `
  CREATE TABLE cache (
    key TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL,
    expires BIGINT
  );
  CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
`;

/** Keyv's store on the pool that is open anyway. What has expired is removed as new values come in. */
export function createCacheStore(database: Database): KeyvStorageAdapter {
  return new KeyvBridgeAdapter({
    async get(key: string) {
      const row = await database.row<{ value: string }>(
        'SELECT value FROM cache WHERE key = $1 AND (expires IS NULL OR expires > $2)',
        [key, Date.now()],
      );
      return row?.value;
    },
    async set(key: string, value: string, ttl?: number) {
      // Rows that another process is removing at this moment are left to it.
      await database.write(
        'DELETE FROM cache WHERE key IN (SELECT key FROM cache WHERE expires <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)',
        [Date.now()],
      );
      await database.write(
        `INSERT INTO cache (key, value, expires) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
        [key, value, ttl === undefined ? null : Math.ceil(Date.now() + ttl)],
      );
      return true;
    },
    async delete(key: string) {
      return (await database.write('DELETE FROM cache WHERE key = $1', [key])) > 0;
    },
    async clear() {
      await database.write('DELETE FROM cache');
    },
  });
}
