import { Keyv, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';

/** Log a broken cache again after this long (milliseconds), not at every request. */
const QUIET = 60_000;

/**
 * Keyv on the given store. A store that breaks is a cache miss and a line in the log: without a listener Keyv would throw, and a
 * reader would see an error for something that is only slower.
 */
export function createCache(store: KeyvStorageAdapter, log: Logger): Keyv {
  const cache = new Keyv({ store, namespace: 'answer' });
  let quietUntil = 0;
  cache.on('error', error => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + QUIET;
    log.warn({ err: error }, 'the answer cache is broken: answers are made anew until it works again');
  });
  return cache;
}
