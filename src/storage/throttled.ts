import { createMemo } from '../memo.ts';

/** How long until a key is written again (ms): a day is enough for data kept for a year. */
const INTERVAL_MS = 24 * 60 * 60 * 1000;
/** Maximum number of keys remembered; a forgotten key is merely written again early. */
const MAX_KEYS = 1000;

/** Lets each key be written once a day at most, so that not every view costs a write; failures are free. */
export function createThrottle() {
  const lastByKey = createMemo<number>({ entries: MAX_KEYS });
  return async (key: string, at: string, write: () => unknown): Promise<void> => {
    const now = Date.parse(at);
    const last = lastByKey.get(key);
    if (last !== undefined && now >= last && now - last < INTERVAL_MS) return;
    await write();
    lastByKey.set(key, now);
  };
}
