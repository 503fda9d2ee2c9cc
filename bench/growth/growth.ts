import { Worker } from 'node:worker_threads';
import { entries } from './entries.ts';
import { createFragments } from './fragments.ts';

/**
 * Measures how processing time grows with the length of hostile text, for every function that takes untrusted
 * text: `node bench/growth/growth.ts [PIECES] [NAME]`. Prints those that take more than linear time, with the
 * estimated time for 50,000 characters.
 */
const count = Number(process.argv[2] ?? 400);
const only = process.argv[3];
const LENGTHS = [6000, 24_000] as const;
const QUICK = 10;
const MOST = 30_000;
const WHOLE = 50_000;

interface GrowthResult {
  readonly fragment: string;
  readonly short?: number;
  readonly long?: number | null;
  readonly failed?: string;
}

function printResult(entry: string, fragment: string, what: string): void {
  process.stdout.write(`${entry}\t${JSON.stringify(fragment)}\t${what}\n`);
}

/** Runs an entry with all fragments; resolves with the fragments left over if one takes too long. */
async function runEntry(entry: string, left: readonly string[]): Promise<readonly string[]> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { names: [entry], fragments: left, lengths: LENGTHS, quick: QUICK },
    stderr: true,
  });
  let [at, timer]: [number, NodeJS.Timeout | undefined] = [0, undefined];
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const late = () => {
    printResult(entry, left[at]!, `more than ${MOST / 1000} s`);
    resolve(left.slice(at + 1));
  };
  worker.on('message', ({ fragment, short, long, failed }: GrowthResult) => {
    clearTimeout(timer);
    timer = setTimeout(late, MOST);
    at = left.indexOf(fragment);
    if (failed !== undefined && !failed.startsWith('UserError'))
      printResult(entry, fragment, failed.slice(0, 200));
    if (short === undefined || !long) return;
    const exponent = Math.log(long / short) / Math.log(LENGTHS[1] / LENGTHS[0]);
    const whole = long * (WHOLE / LENGTHS[1]) ** Math.max(1, exponent);
    if ((exponent > 1.4 && whole > 400) || whole > 1500)
      printResult(entry, fragment, `n^${exponent.toFixed(1)}, ${(whole / 1000).toFixed(1)} s for ${WHOLE}`);
  });
  worker.on('error', error => printResult(entry, left[at]!, String(error).slice(0, 200)));
  worker.on('exit', () => resolve(left.slice(at + 1)));
  const rest = await promise;
  clearTimeout(timer);
  await worker.terminate();
  return rest;
}

const all = createFragments(count);
const names = Object.keys(entries).filter(name => !only || name.includes(only));
const share = async () => {
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    for (let rest: readonly string[] = all; rest.length > 0; ) rest = await runEntry(name, rest);
    process.stdout.write(`done: ${name}\n`);
  }
};
await Promise.all([share(), share()]);
