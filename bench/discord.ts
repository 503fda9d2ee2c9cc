import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fillDatabase } from './articles.ts';
import {
  type BenchQuestion,
  type BenchRow,
  formatMilliseconds,
  medianOf,
  quantileOf,
  timeAtOnce,
  timeInTurn,
  timeProcessor,
  timeQuestion,
} from './measure.ts';
import { type Program, startFloor, startStandfirst } from './programs.ts';

/** How much is measured; the quick version only shows that everything runs. */
export interface BenchExtent {
  readonly rounds: number;
  readonly lots: number;
  readonly cold: number;
  readonly answers: number;
  readonly slowAnswers: number;
  readonly starts: number;
  /** The number of mixed interactions after which memory is compared with the bare bot's. */
  readonly mixed: number;
  /** The numbers of stored articles, ascending. */
  readonly libraries: readonly number[];
  readonly servers: readonly number[];
  /** The duration of each step of the throughput measurement, in milliseconds. */
  readonly step: number;
  readonly widths: readonly number[];
}

export const WHOLE_EXTENT: BenchExtent = {
  ...{ rounds: 400, lots: 12, cold: 200, answers: 30, slowAnswers: 6, starts: 7, mixed: 10_000 },
  ...{ libraries: [100, 10_000, 100_000], servers: [1, 10, 100, 1000] },
  ...{ step: 2500, widths: [4, 16, 32, 64, 128, 256] },
};

export const QUICK_EXTENT: BenchExtent = {
  ...{ rounds: 20, lots: 1, cold: 10, answers: 3, slowAnswers: 1, starts: 1, mixed: 200 },
  ...{ libraries: [10, 100, 300], servers: [1, 3] },
  ...{ step: 300, widths: [4, 16] },
};

export const askOf =
  (program: Program, name: string, options: Record<string, string> = {}) =>
  (): BenchQuestion => ({
    program,
    name,
    options,
  });

export function createFolder(under: string, name: string): string {
  const folder = join(under, name);
  mkdirSync(folder);
  return folder;
}

/** Captures the message of a cached summary, so that the floor can send the same. */
export async function captureMessage(bot: Program, article: string): Promise<unknown> {
  // the first one may follow a deferred reply
  for (;;) {
    await timeQuestion(askOf(bot, 'summary', { article })());
    const callback = bot.preview.requests.findLast(({ path }) => path.endsWith('/callback'))!;
    const { data } = callback.body as { data?: Record<string, unknown> };
    if (data?.components) return { components: data.components, flags: data.flags };
  }
}

export const percentOverFloor = (times: readonly number[], floor: readonly number[]) =>
  medianOf(times) / medianOf(floor);
export const bothRows = (name: string, times: readonly number[], floor: readonly number[]) =>
  `${name} ${formatMilliseconds(medianOf(times))}, floor ${formatMilliseconds(medianOf(floor))}`;

/**
 * Measures cached and cold summaries against the floor, one by one and 50 at once: elapsed time and processor
 * time.
 */
export async function measureLatency(
  under: string,
  { rounds, lots, cold }: BenchExtent,
): Promise<BenchRow[]> {
  const folder = createFolder(under, 'latency');
  const [known = '', ...others] = await fillDatabase(join(folder, 'standfirst.db'), { long: cold + 21 });
  const bot = await startStandfirst({ folder });
  const floor = await startFloor({ folder, message: await captureMessage(bot, known) });
  const [same, again, cached] = [
    askOf(floor, 'same'),
    askOf(floor, 'same'),
    askOf(bot, 'summary', { article: known }),
  ];
  const coldOne = (from: number) => (round: number) =>
    askOf(bot, 'summary', { article: others[from + round]! })();
  try {
    // code is compiled as it is used, and that of a bare bot, which waits for nothing, is compiled first
    await timeAtOnce(WARM_UP_LOTS, 50, [same, cached]);
    await timeInTurn(20, [same, cached, coldOne(0)]);
    const [sames, sameAgain, cacheds] = (await timeInTurn(rounds, [same, again, cached])) as ThreeSeries;
    const [bare, own] = (await timeProcessor(2 * lots, 100, [same, cached])) as [number, number];
    const many = (await timeAtOnce(lots, 50, [same, again, cached])) as ThreeSeries;
    const [coldSames, colds] = (await timeInTurn(cold, [same, coldOne(20)])) as [number[], number[]];
    return [
      ratio('cached `/summary`, one by one', cacheds, sames, 1.8),
      tail('p99 of it', cacheds, [sames, sameAgain]),
      {
        ...{ part, figure: 'processor time of it', measured: own / bare, unit: '×', target: 2 },
        beside: `${formatMilliseconds(own)} an answer, floor ${formatMilliseconds(bare)}`,
      },
      ratio('cached `/summary`, 50 at once', many[2], many[0], 1.8),
      tail('p99, 50 at once', many[2], [many[0], many[1]]),
      // a bare bot generates nothing; what the bot adds to a model's own time is a figure of its own
      ratio('the whole generation of a `/summary` of 5 KB by the built-in engine', colds, coldSames, null),
      ratio('noise: the bare bot over itself', sameAgain, sames, null),
    ];
  } finally {
    await Promise.all([bot.stop(), floor.stop()]);
  }
}

/** The number of warm-up batches, each of 50 simultaneous answers. */
const WARM_UP_LOTS = 20;

type ThreeSeries = [number[], number[], number[]];

const part = 'Beside a bare discord.js bot that sends the same message on the same loopback';

function ratio(figure: string, times: number[], floor: number[], target: number | null): BenchRow {
  const beside = bothRows('p50', times, floor);
  return { part, figure, measured: percentOverFloor(times, floor), unit: '×', target, beside };
}

function tail(figure: string, times: number[], noise: readonly [number[], number[]]): BenchRow {
  const [own, floor, again] = [times, ...noise].map(each => quantileOf(each, 0.99)) as ThreeNumbers;
  const beside = `p99 ${formatMilliseconds(own)}, floor ${formatMilliseconds(floor)} and ${formatMilliseconds(again)}`;
  return { part, figure, measured: own / floor, unit: '×', target: null, beside };
}

type ThreeNumbers = [number, number, number];
