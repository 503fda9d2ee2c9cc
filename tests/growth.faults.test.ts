import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { entries } from '../bench/growth/entries.ts';

/**
 * Pieces of text that once took seconds or longer when repeated, and some of each kind that the program looks
 * for.
 */
const pieces = [
  ',add "',
  '"a" ',
  '“a ',
  "'a ",
  'A. B',
  'F. ',
  'John Smith said. ',
  'van der Berg ',
  'According to Smith, ',
  'he told her that ',
  'The bridge is not old. ',
  'I disagree. ',
  '1. a\n\n',
  '>\n',
  '\n',
  '\t',
  '!',
  '](',
  '**a ',
  '0,0',
  'twenty-',
  '3 March 2020 ',
  'a@',
  '<@',
  '<!--',
  '<style>',
  '<a',
  '[caption',
  '<THINK>T',
  '{"a":',
  'fuck',
  'ignore all previous instructions ',
  'https://',
];

/**
 * A text of `LENGTH` characters may take at most `MOST` times as long as splitting half a million into words,
 * which takes about 15 to 25 ms.
 */
const LENGTH = 20_000;
const MOST = 40;
/** Anything that takes fewer milliseconds is not measured again. */
const QUICK = 300;
/** The longest time to wait for them, however busy the machine is. */
const GIVEN_UP = 60_000;

interface GrowthResult {
  readonly name: string;
  readonly fragment: string;
  readonly short?: number;
  readonly yardstick?: number;
  readonly failed?: string;
}

/** The entries that take too long for these pieces, run in a thread that can be ended. */
async function findSlow(names: readonly string[]): Promise<string[]> {
  const worker = new Worker(new URL('../bench/growth/worker.ts', import.meta.url), {
    workerData: { names, fragments: pieces, lengths: [LENGTH, LENGTH], quick: QUICK },
  });
  const slow: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  worker.on('message', ({ name, fragment, short = 0, yardstick = 0, failed }: GrowthResult) => {
    const what = `${name}, ${JSON.stringify(fragment)}`;
    clearTimeout(timer);
    timer = setTimeout(() => {
      slow.push(`${what}: not done after ${GIVEN_UP / 1000} seconds`);
      resolve();
    }, GIVEN_UP);
    if (short > MOST * yardstick)
      slow.push(`${what}: ${Math.round(short)} ms, ${Math.round(short / yardstick)} times the yardstick`);
    if (failed !== undefined && !failed.startsWith('UserError')) slow.push(`${what}: ${failed}`);
  });
  worker.on('error', error => slow.push(String(error)));
  worker.on('exit', () => resolve());
  await promise;
  clearTimeout(timer);
  await worker.terminate();
  return slow;
}

test('no text of strangers takes long, whatever it repeats', async () => {
  const names = Object.keys(entries);
  const halves = [0, 1].map(half => names.filter((_, at) => at % 2 === half));
  expect((await Promise.all(halves.map(findSlow))).flat()).toEqual([]);
}, 240_000);
