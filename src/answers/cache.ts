import { jsonSerializer, Keyv, type KeyvSerializationAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { createMemo } from '../memo.ts';

/** A broken cache is logged at most once in this time (milliseconds), not at every request. */
const LOG_INTERVAL_MS = 60_000;

const NAMESPACE = 'answer';

/** The key in the store for a key of the cache. */
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
 * Creates a Keyv cache on the given store. A failing store is a cache miss and a warning in the log: without
 * a listener Keyv would throw, and a reader would get an error for what is only a slowdown.
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
