import { Keyv, KeyvJsonSerializer, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';

/** Log a broken cache again after this long (milliseconds), not at every request. */
const LOG_INTERVAL_MS = 60_000;

/** So many characters of what was read last stay at hand: hundreds of usual answers. */
const MAX_CACHED_CHARACTERS = 1_000_000;

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
  const cache = new Keyv({ store, namespace: NAMESPACE, serialization: createMemoizingSerializer() });
  let quietUntil = 0;
  cache.on('error', error => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + LOG_INTERVAL_MS;
    log.warn({ err: error }, 'the answer cache is broken: answers are made anew until it works again');
  });
  return cache;
}

/**
 * Gives the same object for the same text, so that what is known of a kept answer (that it passes its check,
 * how it looks) is worked out once and not for every reader. The text itself comes from the store each time:
 * what another process has put there is seen at once.
 */
function createMemoizingSerializer() {
  const { stringify, parse } = new KeyvJsonSerializer();
  const read = new Map<string, unknown>();
  let used = 0;
  return {
    stringify,
    parse<Value>(text: string): Value {
      const value = read.has(text) ? read.get(text) : parse(text);
      if (!read.delete(text)) used += text.length;
      read.set(text, value);
      for (const oldest of read.keys()) {
        if (used <= MAX_CACHED_CHARACTERS) break;
        read.delete(oldest);
        used -= oldest.length;
      }
      return value as Value;
    },
  };
}
