import { join } from 'node:path';
import { fillDatabase } from './articles.ts';
import { askOf, type BenchExtent, captureMessage, createFolder } from './discord.ts';
import {
  type BenchQuestion,
  type BenchRow,
  formatMilliseconds,
  medianOf,
  quantileOf,
  timeInTurn,
  timeQuestion,
} from './measure.ts';
import { type Program, startFloor, startStandfirst } from './programs.ts';

interface LoadStep {
  readonly rate: number;
  readonly perCore: number;
  readonly p99: number;
}

/**
 * Keeps `width` questions in flight for `time` milliseconds, asking the next one as soon as one is answered.
 */
async function runLoad(question: BenchQuestion, width: number, time: number): Promise<LoadStep> {
  const times: number[] = [];
  const [began, cpu] = [performance.now(), question.program.cpu()];
  const one = async () => {
    while (performance.now() - began < time) times.push(await timeQuestion(question));
  };
  await Promise.all(Array.from({ length: width }, one));
  const took = performance.now() - began;
  const busy = question.program.cpu() - cpu;
  return {
    rate: (times.length / took) * 1000,
    perCore: (times.length / busy) * 1000,
    p99: quantileOf(times, 0.99),
  };
}
const MAX_P99 = 250;

/**
 * Measures interactions per second of the bot's processor time, in the widest step with a p99 below 250 ms.
 */
export async function measureThroughput(under: string, { step, widths }: BenchExtent): Promise<BenchRow[]> {
  const folder = createFolder(under, 'throughput');
  const [article = ''] = await fillDatabase(join(folder, 'standfirst.db'), { long: 1 });
  const bot = await startStandfirst({ folder });
  const floor = await startFloor({ folder, message: await captureMessage(bot, article) });
  const kinds = {
    bot: askOf(bot, 'summary', { article })(),
    same: askOf(floor, 'same')(),
    ping: askOf(floor, 'ping')(),
  };
  const best: Partial<Record<keyof typeof kinds, LoadStep & { width: number }>> = {};
  const late = new Set<string>();
  try {
    for (const width of widths)
      for (const kind of ['ping', 'same', 'bot'] as const) {
        if (late.has(kind)) continue;
        const measured = await runLoad(kinds[kind], width, step);
        if (measured.p99 > MAX_P99) late.add(kind);
        if (measured.p99 <= MAX_P99 || !best[kind]) best[kind] = { ...measured, width };
      }
  } finally {
    await Promise.all([bot.stop(), floor.stop()]);
  }
  const part = 'Throughput until p99 passes 250 ms';
  const name = { bot: 'cached `/summary`', same: 'bare bot, the same message', ping: 'bare bot, `/ping`' };
  return (['bot', 'same', 'ping'] as const).map(kind => {
    const { rate, perCore, p99, width } = best[kind]!;
    const beside = `${width} at once, p99 ${formatMilliseconds(p99)}; ${rate.toFixed(0)} in a second with the loopback beside it`;
    return {
      part,
      figure: `${name[kind]}: for each second of the bot’s processor`,
      measured: perCore,
      unit: '',
      target: null,
      beside,
    };
  });
}

/** Measures the cost of one interaction as the bot joins more servers, compared with the floor. */
export async function measureGrowth(under: string, { servers, rounds }: BenchExtent): Promise<BenchRow[]> {
  const folder = createFolder(under, 'growth');
  const [article = ''] = await fillDatabase(join(folder, 'standfirst.db'), { long: 1 });
  const bot = await startStandfirst({ folder });
  const floor = await startFloor({ folder });
  const places = { bot: [homeTargetOf(bot)], floor: [homeTargetOf(floor)] };
  const costs: { cpu: number; p50: number; floorCpu: number; firstCpu: number }[] = [];
  try {
    for (const count of servers) {
      while (places.bot.length < count) {
        places.bot.push(createTarget(bot, places.bot.length));
        places.floor.push(createTarget(floor, places.floor.length));
      }
      const at =
        (program: Program, own: readonly ReaderTarget[], name: string, options = {}) =>
        (round: number) => ({
          ...{ program, name, options, ...own[(round * 7) % own.length]! },
        });
      const questions = [at(floor, places.floor, 'ping'), at(bot, places.bot, 'summary', { article })];
      // the first answer in a server is recorded there, so each server gets it before
      const [unasked, warmUp] = [bot.cpu(), Math.max(Math.min(rounds, 100), count)];
      await timeInTurn(warmUp, questions);
      const firstCpu = (bot.cpu() - unasked) / warmUp;
      const before = [bot.cpu(), floor.cpu()] as const;
      const [, times] = (await timeInTurn(rounds, questions)) as [number[], number[]];
      costs.push({
        cpu: (bot.cpu() - before[0]) / rounds,
        floorCpu: (floor.cpu() - before[1]) / rounds,
        p50: medianOf(times),
        firstCpu,
      });
    }
  } finally {
    await Promise.all([bot.stop(), floor.stop()]);
  }
  const [first, last] = [costs[0]!, costs.at(-1)!];
  const list = (of: (cost: (typeof costs)[number]) => number) =>
    costs.map(cost => of(cost).toFixed(1)).join(', ');
  const names = servers.map(count => count.toLocaleString('en')).join(', ');
  return [
    {
      ...{
        part: 'As it comes into more servers',
        figure: `processor time of a cached \`/summary\`, ${servers.at(-1)!.toLocaleString('en')} servers over ${servers[0]}`,
      },
      ...{ measured: last.cpu / first.cpu, unit: '×', target: 1.25 },
      beside: `${list(({ cpu }) => cpu)} ms of the bot, ${list(({ floorCpu }) => floorCpu)} ms of the floor, p50 ${list(({ p50 }) => p50)} ms (${names}); the first answers there ${last.firstCpu.toFixed(1)} ms`,
    },
  ];
}
type ReaderTarget = Required<Pick<BenchQuestion, 'channel' | 'member'>>;
const homeTargetOf = ({ channel, member }: Program): ReaderTarget => ({ channel, member });

function createTarget({ preview }: Program, number: number): ReaderTarget {
  const { id, channels } = preview.addServer(`Server ${number}`);
  return { channel: channels.general, member: preview.addMember('Ada', { serverId: id }) };
}
