import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import { createMemo } from '../../memo.ts';
import type { Dialect, Statements } from '../database.ts';
import { dictionary } from './cache-dictionary.ts';
import type { Evict } from './provenance.ts';

/** The cache table of the first release. */
export const createCacheSchema = ({ text, bigint, keyedEnd }: Dialect) => `
  CREATE TABLE cache (
    key ${text} PRIMARY KEY,
    value TEXT NOT NULL,
    expires ${bigint}
  ${keyedEnd};
  CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
`;

/** The prefix of a value packed as text, by whether a dictionary was used; no JSON value begins with it. */
const PACKED = { plain: '~', withDictionary: '^' };
/** The first byte of a value packed as bytes; no text begins with it. */
const PACKED_BYTES = 0xff;

/** Packs a value for a store of texts: deflated (RFC 1951) if that makes it shorter. */
export function packValue(value: string): string {
  const packed = PACKED.withDictionary + deflateRawSync(value, { dictionary }).toString('base64');
  return packed.length < value.length || isPacked(value) ? packed : value;
}

/** Packs a value for its row in the database. */
export function packBytes(value: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(PACKED_BYTES), deflateRawSync(value, { dictionary })]);
}

/** Unpacks a stored value. Earlier programs wrote values unpacked, or packed without a dictionary. */
export function unpackValue(stored: string): string {
  if (!isPacked(stored)) return stored;
  const packed = Buffer.from(stored.slice(1), 'base64');
  return inflateRawSync(packed, stored.startsWith(PACKED.withDictionary) ? { dictionary } : {}).toString();
}

/** Unpacks the value of a row. Earlier programs wrote texts. */
export function unpackBytes(row: Uint8Array): string {
  if (row[0] === PACKED_BYTES) return inflateRawSync(row.subarray(1), { dictionary }).toString();
  return unpackValue(Buffer.from(row).toString());
}

function isPacked(row: string): boolean {
  return row.startsWith(PACKED.plain) || row.startsWith(PACKED.withDictionary);
}

/** Creates the function that evicts keys from the cache table. */
export function createEviction({ write }: Statements): Evict {
  return async keys => {
    await write('DELETE FROM cached_answer WHERE key = ANY($1)', [keys]);
  };
}

/** So many characters of packed and unpacked values stay at hand: hundreds of usual answers. */
const MAX_UNPACKED = 2_000_000;

/** Unpacks the value of a row once for as long as it is stored the same: inflating it costs as much as reading it. */
function createUnpacking(): (row: Uint8Array) => string {
  const unpacked = createMemo<string>({ characters: MAX_UNPACKED, sizeOf: text => text.length });
  return row => {
    const packed = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
    return unpacked.getOrCreate(packed.toString('latin1'), () => unpackBytes(row));
  };
}

/** Creates a Keyv store on the open database. Expired rows are deleted as new values are set. */
export function createCacheStore({ row, write }: Statements): KeyvStorageAdapter {
  const unpack = createUnpacking();
  return new KeyvBridgeAdapter({
    async get(key: string) {
      const found = await row<{ value: Uint8Array | null }>(
        'SELECT value FROM cached_answer WHERE key = $1 AND (expires IS NULL OR expires > $2)',
        [key, Date.now()],
      );
      return found?.value ? unpack(found.value) : undefined;
    },
    async set(key: string, value: string, ttl?: number) {
      // skip rows that another process is already deleting
      await write(
        'DELETE FROM cached_answer WHERE key IN (SELECT key FROM cached_answer WHERE expires <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)',
        [Date.now()],
      );
      await write(
        `INSERT INTO cached_answer (key, value, expires) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
        [key, packBytes(value), ttl === undefined ? null : Math.ceil(Date.now() + ttl)],
      );
      return true;
    },
    async delete(key: string) {
      return (await write('DELETE FROM cached_answer WHERE key = $1', [key])) > 0;
    },
    async clear() {
      await write('DELETE FROM cached_answer');
    },
  });
}
