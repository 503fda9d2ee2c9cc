import { jsonSerializer, Keyv, type KeyvSerializationAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { createMemo } from '../memo.ts';

/** Log a broken cache again after this long (milliseconds), not at every request. */
const LOG_INTERVAL_MS = 60_000;

const NAMESPACE = 'answer';

/** The key under which the store has what the cache keeps under a key. */
export function storageKeyOf(key: string): string {
  return `${NAMESPACE}::${key}`;
}

/** So many characters of stored texts that were parsed stay at hand: hundreds of usual answers. */
const MAX_PARSED = 1_000_000;

/** JSON that is parsed once for as long as it is stored the same: the same text gives the same object. */
function createSerialization(): KeyvSerializationAdapter {
  const parsed = createMemo<object>({ characters: MAX_PARSED });
  return {
    stringify: value => jsonSerializer.stringify(value),
    parse: <Value>(text: string) =>
      parsed.getOrCreate(text, () => jsonSerializer.parse<object>(text)) as Value,
  };
}

/**
 * Keyv on the given store. A store that breaks is a cache miss and a line in the log: without a listener Keyv
 * would throw, and a reader would see an error for something that is only slower.
 */
export function createCache(store: KeyvStorageAdapter, log: Logger): Keyv {
  const cache = new Keyv({ store, namespace: NAMESPACE, serialization: createSerialization() });
  let quietUntil = 0;
  cache.on('error', error => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + LOG_INTERVAL_MS;
    log.warn({ err: error }, 'the answer cache is broken: answers are made anew until it works again');
  });
  return cache;
}
