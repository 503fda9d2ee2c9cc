import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MessageFlags } from 'discord-api-types/v10';
import { fillDatabase } from './articles.ts';
import {
  type BenchQuestion,
  type BenchRow,
  formatMilliseconds,
  medianOf,
  quantileOf,
  timeAtOnce,
  timeInTurn,
} from './measure.ts';
import { type Program, startFloor, startStandfirst } from './programs.ts';

/** How much is measured; the quick form only shows that everything runs. */
export interface BenchExtent {
  readonly rounds: number;
  readonly lots: number;
  readonly cold: number;
  readonly answers: number;
  readonly slowAnswers: number;
  readonly starts: number;
  /** Stored articles, from few to many. */
  readonly libraries: readonly number[];
  readonly servers: readonly number[];
  /** How long each step of the throughput takes, in milliseconds. */
  readonly step: number;
  readonly widths: readonly number[];
}

export const WHOLE_EXTENT: BenchExtent = {
  ...{ rounds: 400, lots: 12, cold: 200, answers: 30, slowAnswers: 6, starts: 7 },
  ...{ libraries: [100, 10_000, 100_000], servers: [1, 10, 100, 1000] },
  ...{ step: 2500, widths: [4, 16, 32, 64, 128, 256] },
};

export const QUICK_EXTENT: BenchExtent = {
  ...{ rounds: 20, lots: 1, cold: 10, answers: 3, slowAnswers: 1, starts: 1 },
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

/** The message of a cached summary as it was sent, so that the floor can send the same. */
export async function captureMessage(bot: Program, article: string): Promise<unknown> {
  const { components } = await (await bot.member.command(bot.channel, 'summary', { article })).reply();
  return { components, flags: MessageFlags.IsComponentsV2 };
}

export const percentOverFloor = (times: readonly number[], floor: readonly number[]) =>
  medianOf(times) / medianOf(floor);
export const bothRows = (name: string, times: readonly number[], floor: readonly number[]) =>
  `${name} ${formatMilliseconds(medianOf(times))}, floor ${formatMilliseconds(medianOf(floor))}`;

/** Cached and cold summaries beside the floor, one by one and 50 at once. */
export async function measureLatency(
  under: string,
  { rounds, lots, cold }: BenchExtent,
): Promise<BenchRow[]> {
  const folder = createFolder(under, 'latency');
  const [known = '', ...others] = await fillDatabase(join(folder, 'standfirst.db'), { long: cold + 21 });
  const bot = await startStandfirst({ folder });
  const floor = await startFloor({ folder, message: await captureMessage(bot, known) });
  const [ping, again, same] = [askOf(floor, 'ping'), askOf(floor, 'ping'), askOf(floor, 'same')];
  const cached = askOf(bot, 'summary', { article: known });
  const coldOne = (from: number) => (round: number) => ({
    program: bot,
    name: 'summary',
    options: { article: others[from + round]! },
  });
  try {
    await timeInTurn(20, [ping, same, cached, coldOne(0)]);
    const [floors, floorsAgain, sames, cacheds] = (await timeInTurn(rounds, [
      ping,
      again,
      same,
      cached,
    ])) as FourSeries;
    const [manyFloors, manyAgain, manySames, manyCacheds] = (await timeAtOnce(lots, 50, [
      ping,
      again,
      same,
      cached,
    ])) as FourSeries;
    const [coldFloors, coldSames, colds] = (await timeInTurn(cold, [ping, same, coldOne(20)])) as [
      number[],
      number[],
      number[],
    ];
    const part = 'Beside a bare discord.js bot on the same loopback';
    const ratio = (figure: string, times: number[], beside: number[], target: number | null): BenchRow => ({
      ...{
        part,
        figure,
        measured: percentOverFloor(times, beside),
        unit: '×',
        target,
        beside: bothRows('p50', times, beside),
      },
    });
    const tail = (figure: string, times: number[], noise: readonly [number[], number[]]): BenchRow => ({
      ...{
        part,
        figure,
        measured: quantileOf(times, 0.99) / quantileOf(noise[0], 0.99),
        unit: '×',
        target: null,
      },
      beside: `p99 ${formatMilliseconds(quantileOf(times, 0.99))}, floor ${noise.map(each => formatMilliseconds(quantileOf(each, 0.99))).join(' and ')}`,
    });
    return [
      ratio('cached `/summary`, one by one, over `/ping`', cacheds, floors, 1.6),
      ratio('the same over a bare bot that sends the same message', cacheds, sames, 1.6),
      ratio(
        'that bare bot over `/ping`: what the loopback takes to check the longer message',
        sames,
        floors,
        null,
      ),
      tail('p99 of the cached `/summary` over that of `/ping`', cacheds, [floors, floorsAgain]),
      ratio('noise: `/ping` over itself', floorsAgain, floors, null),
      ratio('cached `/summary`, 50 at once, over `/ping`', manyCacheds, manyFloors, 1.6),
      ratio('the same over the same message', manyCacheds, manySames, 1.6),
      tail('p99, 50 at once', manyCacheds, [manyFloors, manyAgain]),
      ratio('cold `/summary` of 5 KB on the built-in engine, over `/ping`', colds, coldFloors, 3),
      ratio('the same over the same message', colds, coldSames, 3),
    ];
  } finally {
    await Promise.all([bot.stop(), floor.stop()]);
  }
}

type FourSeries = [number[], number[], number[], number[]];
