import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Dialect, Statements } from '../database.ts';

/** The table of the cache. */
export const createCacheSchema = ({ text, bigint, keyedEnd }: Dialect) => `
  CREATE TABLE cache (
    key ${text} PRIMARY KEY,
    value TEXT NOT NULL,
    expires ${bigint}
  ${keyedEnd};
  CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
`;

/** Keyv's store on the database that is open anyway. What has expired is removed as new values come in. */
export function createCacheStore({ row, write }: Statements): KeyvStorageAdapter {
  return new KeyvBridgeAdapter({
    async get(key: string) {
      const found = await row<{ value: string }>(
        'SELECT value FROM cache WHERE key = $1 AND (expires IS NULL OR expires > $2)',
        [key, Date.now()],
      );
      return found?.value;
    },
    async set(key: string, value: string, ttl?: number) {
      // rows that another process is removing at this moment are left to it
      await write(
        'DELETE FROM cache WHERE key IN (SELECT key FROM cache WHERE expires <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)',
        [Date.now()],
      );
      await write(
        `INSERT INTO cache (key, value, expires) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
        [key, value, ttl === undefined ? null : Math.ceil(Date.now() + ttl)],
      );
      return true;
    },
    async delete(key: string) {
      return (await write('DELETE FROM cache WHERE key = $1', [key])) > 0;
    },
    async clear() {
      await write('DELETE FROM cache');
    },
  });
}
