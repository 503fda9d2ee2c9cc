import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import { createMemo } from '../../memo.ts';
import type { Dialect, Statements } from '../database.ts';
import { dictionary } from './cache-dictionary.ts';
import type { Evict } from './provenance.ts';

/** The cache table. */
export const createCacheSchema = ({ text, bigint, keyedEnd }: Dialect) => `
  CREATE TABLE cache (
    key ${text} PRIMARY KEY,
    value TEXT NOT NULL,
    expires ${bigint}
  ${keyedEnd};
  CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
`;

/** Maximum number of characters of unpacked values kept in memory: enough for hundreds of typical values. */
const MAX_UNPACKED = 1_000_000;

/** The prefix of a packed value, by whether a dictionary was used; no JSON value begins with it. */
const PACKED = { plain: '~', withDictionary: '^' };

/** Packs a value for its row: deflated (RFC 1951) if that makes it shorter. */
export function packValue(value: string): string {
  const packed = PACKED.withDictionary + deflateRawSync(value, { dictionary }).toString('base64');
  return packed.length < value.length || isPacked(value) ? packed : value;
}

/** Unpacks the value of a row. Earlier programs wrote values unpacked, or packed without a dictionary. */
export function unpackValue(row: string): string {
  if (!isPacked(row)) return row;
  const packed = Buffer.from(row.slice(1), 'base64');
  return inflateRawSync(packed, row.startsWith(PACKED.withDictionary) ? { dictionary } : {}).toString();
}

function isPacked(row: string): boolean {
  return row.startsWith(PACKED.plain) || row.startsWith(PACKED.withDictionary);
}

/** Creates the function that evicts keys from the cache table. */
export function createEviction({ write }: Statements): Evict {
  return async keys => {
    await write('DELETE FROM cache WHERE key = ANY($1)', [keys]);
  };
}

/** Creates a Keyv store on the open database. Expired rows are deleted as new values are set. */
export function createCacheStore({ row, write }: Statements): KeyvStorageAdapter {
  const unpacked = createMemo<{ readonly row: string; readonly value: string }>({
    characters: MAX_UNPACKED,
    sizeOf: each => each.row.length + each.value.length,
  });

  function unpackOnce(key: string, stored: string): string {
    const before = unpacked.get(key);
    if (before?.row === stored) return before.value;
    return unpacked.set(key, { row: stored, value: unpackValue(stored) }).value;
  }

  return new KeyvBridgeAdapter({
    async get(key: string) {
      const found = await row<{ value: string }>(
        'SELECT value FROM cache WHERE key = $1 AND (expires IS NULL OR expires > $2)',
        [key, Date.now()],
      );
      return found && unpackOnce(key, found.value);
    },
    async set(key: string, value: string, ttl?: number) {
      // skip rows that another process is already deleting
      await write(
        'DELETE FROM cache WHERE key IN (SELECT key FROM cache WHERE expires <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)',
        [Date.now()],
      );
      await write(
        `INSERT INTO cache (key, value, expires) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
        [key, packValue(value), ttl === undefined ? null : Math.ceil(Date.now() + ttl)],
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
