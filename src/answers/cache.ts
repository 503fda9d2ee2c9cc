import { Keyv, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';

/** Log a broken cache again after this long (milliseconds), not at every request. */
const LOG_INTERVAL_MS = 60_000;

const NAMESPACE = 'answer';

/** The key under which the store has what the cache keeps under a key. */
export function storageKeyOf(key: string): string {
  return `${NAMESPACE}::${key}`;
}

/**
 * Keyv on the given store. A store that breaks is a cache miss and a line in the log: without a listener Keyv
 * would throw, and a reader would see an error for something that is only slower.
 */
export function createCache(store: KeyvStorageAdapter, log: Logger): Keyv {
  const cache = new Keyv({ store, namespace: NAMESPACE });
  let quietUntil = 0;
  cache.on('error', error => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + LOG_INTERVAL_MS;
    log.warn({ err: error }, 'the answer cache is broken: answers are made anew until it works again');
  });
  return cache;
}
