import { parentPort, workerData } from 'node:worker_threads';
import { entries } from './entries.ts';

/**
 * The input of the worker. It runs each entry with one repeated fragment after another, and reports the
 * thread's processor time for each, and for a constant task, since a busy or slow machine is slow at both.
 */
interface GrowthInput {
  readonly names: readonly string[];
  readonly fragments: readonly string[];
  readonly lengths: readonly [number, number];
  /** If the shorter text takes less than this many milliseconds, the longer one is skipped. */
  readonly quick: number;
}

const { names, fragments, lengths, quick }: GrowthInput = workerData;
async function measureTime(name: string, fragment: string, length: number): Promise<number> {
  const text = fragment.repeat(Math.ceil(length / fragment.length));
  const before = process.threadCpuUsage();
  await entries[name]!(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

async function measure(name: string, fragment: string): Promise<object> {
  const short = await measureTime(name, fragment, lengths[0]);
  if (short < quick) return { short, long: null };
  return {
    short: Math.min(short, await measureTime(name, fragment, lengths[0])),
    long: await measureTime(name, fragment, lengths[1]),
  };
}

const PROSE =
  'The council decided on Monday to build a bridge, because the old one has been closed since 2019. ';
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The time that this machine currently takes to split half a million characters into words, in milliseconds.
 */
function measureYardstick(): number {
  const text = PROSE.repeat(5000);
  const times = Array.from({ length: 3 }, () => {
    const before = process.threadCpuUsage();
    for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === undefined) throw new Error(text);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

for (const name of names) {
  await measureTime(name, PROSE, 1000);
  const yardstick = measureYardstick();
  for (const fragment of fragments) {
    parentPort!.postMessage({ name, fragment });
    const told = await measure(name, fragment).catch((error: unknown) => ({ failed: String(error) }));
    parentPort!.postMessage({ name, fragment, yardstick, ...told });
  }
}
