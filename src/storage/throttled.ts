import { createMemo } from '../memo.ts';

/**
 * Written down again after this long (milliseconds): a day is exact enough for what is forgotten after more
 * than a year.
 */
const INTERVAL = 24 * 60 * 60 * 1000;
/** As many are remembered; one that was forgotten is written down once more. */
const MAX_KEYS = 1000;

/**
 * Does not write down for every reader that somebody looked at something: once a day for each key. What could
 * not be written is not taken for written.
 */
export function createThrottle() {
  const lastByKey = createMemo<number>({ entries: MAX_KEYS });
  return async (key: string, at: string, write: () => unknown): Promise<void> => {
    const now = Date.parse(at);
    const last = lastByKey.get(key);
    if (last !== undefined && now >= last && now - last < INTERVAL) return;
    await write();
    lastByKey.set(key, now);
  };
}
