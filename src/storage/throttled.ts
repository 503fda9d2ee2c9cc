/**
 * Written down again after this long (milliseconds): a day is exact enough for what is forgotten after more
 * than a year.
 */
const AGAIN = 24 * 60 * 60 * 1000;
/** As many are remembered; when there are more, each is written down once more. */
const MOST = 1000;

/**
 * Does not write down for every reader that somebody looked at something: once a day for each key. What could
 * not be written is not taken for written.
 */
export function createNoted() {
  const noted = new Map<string, number>();
  return async (key: string, at: string, write: () => unknown): Promise<void> => {
    const now = Date.parse(at);
    const last = noted.get(key);
    if (last !== undefined && now >= last && now - last < AGAIN) return;
    await write();
    if (noted.size >= MOST) noted.clear();
    noted.set(key, now);
  };
}
