import { Keyv, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';

/** A broken cache is logged at most once in this time (milliseconds), not at every request. */
const LOG_INTERVAL_MS = 60_000;

const NAMESPACE = 'answer';

/** The key in the store for a key of the cache. */
export function storageKeyOf(key: string): string {
  return `${NAMESPACE}::${key}`;
}

/**
 * Creates a Keyv cache on the given store. A failing store is a cache miss and a warning in the log: without
 * a listener Keyv would throw, and a reader would get an error for what is only a slowdown.
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
