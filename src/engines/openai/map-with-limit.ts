/**
 * Maps `work` over all items, at most `most` at a time, and returns the results in order. After a failure no
 * more items are started, the running ones are told to `stop`, and the function waits for them before it
 * throws.
 */
export async function mapWithLimit<Each, Result>(
  all: readonly Each[],
  work: (each: Each) => Promise<Result>,
  { most, stop }: { most: number; stop: () => void },
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = all.entries();
  const runNext = async () => {
    for (const [at, each] of waiting) {
      if (failures.length > 0) return;
      try {
        results[at] = await work(each);
      } catch (error) {
        failures.push(error);
        stop();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, runNext));
  if (failures.length > 0) throw failures[0];
  return results;
}
