import { parentPort, workerData } from 'node:worker_threads';
import { entries } from './entries.ts';

/** Gives one entry one fragment after another, repeated, and tells how long this thread worked on each, whatever else the machine does. */
interface Given {
  readonly entry: string;
  readonly fragments: readonly string[];
  readonly lengths: readonly [number, number];
  /** Milliseconds for the shorter text below which the longer one need not be tried. */
  readonly quick: number;
}

const { entry, fragments, lengths, quick }: Given = workerData;
const take = entries[entry]!;

async function timeOf(fragment: string, length: number): Promise<number> {
  const text = fragment.repeat(Math.ceil(length / fragment.length));
  const before = process.threadCpuUsage();
  await take(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

await timeOf('The bridge is old. ', 1000);
for (const fragment of fragments) {
  parentPort!.postMessage({ fragment });
  try {
    const short = await timeOf(fragment, lengths[0]);
    const again = short < quick ? short : Math.min(short, await timeOf(fragment, lengths[0]));
    parentPort!.postMessage({ fragment, short: again, long: again < quick ? null : await timeOf(fragment, lengths[1]) });
  } catch (error) {
    parentPort!.postMessage({ fragment, failed: String(error) });
  }
}
