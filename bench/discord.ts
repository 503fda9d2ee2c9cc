import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fillDatabase, findHeadline, TYPED_QUERIES } from './articles.ts';
import {
  type BenchQuestion,
  type BenchRow,
  formatMilliseconds,
  medianOf,
  quantileOf,
  timeAtOnce,
  timeInTurn,
  timeQuestion,
} from './measure.ts';
import { type ModelCall, startModelStub } from './model.ts';
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

const askOf =
  (program: Program, name: string, options: Record<string, string> = {}) =>
  (): BenchQuestion => ({
    program,
    name,
    options,
  });

function createFolder(under: string, name: string): string {
  const folder = join(under, name);
  mkdirSync(folder);
  return folder;
}

/** The message of a cached summary as it was sent, so that the floor can send the same. */
async function captureMessage(bot: Program, article: string): Promise<unknown> {
  const { embeds, components } = await (
    await bot.member.command(bot.channel, 'summary', { article })
  ).reply();
  return { embeds, components };
}

const percentOverFloor = (times: readonly number[], floor: readonly number[]) =>
  medianOf(times) / medianOf(floor);
const bothRows = (name: string, times: readonly number[], floor: readonly number[]) =>
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

/** Answers that a model gives before it is measured, in three lots. */
const WARM_UP_ANSWERS = 60;

/** What the bot adds to a model's own time, and when the reader sees that something comes. */
export async function measureModels(
  under: string,
  { answers, slowAnswers }: BenchExtent,
): Promise<BenchRow[]> {
  const stub = await startModelStub();
  const rows: BenchRow[] = [];
  for (const [delay, times] of [
    [50, answers],
    [3000, slowAnswers],
  ] as const)
    for (const how of ['stream', 'whole'] as const) {
      const folder = createFolder(under, `model-${delay}-${how}`);
      const ids = await fillDatabase(join(folder, 'standfirst.db'), { long: WARM_UP_ANSWERS + times });
      const env = { OPENAI_BASE_URL: stub.urlFor(delay, how), OPENAI_MODEL: 'stub', OPENAI_API_KEY: 'none' };
      const bot = await startStandfirst({ folder, env });
      try {
        const ask = (article: string, copy: number) =>
          askModel(bot, article, () => stub.calls.get(findHeadline(copy)));
        // a process that has answered before: the first load the client, and the code is not yet compiled
        for (let copy = 0; copy < WARM_UP_ANSWERS; copy += WARM_UP_ANSWERS / 3)
          await Promise.all(ids.slice(copy, copy + WARM_UP_ANSWERS / 3).map((id, at) => ask(id, copy + at)));
        const measured: { first: number; over: number }[] = [];
        for (let copy = WARM_UP_ANSWERS; copy < ids.length; copy++)
          measured.push(await ask(ids[copy]!, copy));
        const [firsts, overs] = [measured.map(({ first }) => first), measured.map(({ over }) => over)];
        const name = `a model of ${delay / 1000} s, ${how === 'stream' ? 'in pieces' : 'at once'}`;
        const part = 'With a model';
        const tail = (values: number[]) =>
          `p95 ${formatMilliseconds(quantileOf(values, 0.95))}, ${values.length} answers`;
        rows.push(
          {
            part,
            figure: `${name}: first reply, p50`,
            measured: medianOf(firsts),
            unit: 'ms',
            target: 100,
            beside: tail(firsts),
          },
          {
            part,
            figure: `${name}: added to the model’s own time, p50`,
            measured: medianOf(overs),
            unit: 'ms',
            target: 15,
            beside: tail(overs),
          },
        );
      } finally {
        await bot.stop();
      }
    }
  await stub.close();
  return rows;
}

async function askModel(
  bot: Program,
  article: string,
  call: () => ModelCall | undefined,
): Promise<{ first: number; over: number }> {
  const began = performance.now();
  const asked = await bot.member.command(bot.channel, 'summary', { article });
  await asked.settled();
  const first = performance.now() - began;
  await asked.replyWhere(({ embeds, components }) => embeds.length > 0 && (components?.length ?? 0) > 1);
  const whole = performance.now() - began;
  const made = call();
  if (!made || made.answered === 0)
    throw new Error('The model was not asked: the built-in engine answered in its place.');
  return { first, over: whole - (made.answered - made.asked) };
}

/** Small and large libraries side by side: suggestions, lists, memory, and the start. */
export async function measureLibraries(
  under: string,
  { libraries: sizes, rounds, starts }: BenchExtent,
): Promise<BenchRow[]> {
  const part = 'As the library grows';
  const folders = sizes.map(size => createFolder(under, `library-${size}`));
  for (const [at, folder] of folders.entries())
    await fillDatabase(join(folder, 'standfirst.db'), { short: sizes[at]! });
  const bots: Program[] = [];
  for (const folder of folders) bots.push(await startStandfirst({ folder }));
  const word = (round: number) => TYPED_QUERIES[round % TYPED_QUERIES.length]!;
  const kinds: [string, (program: Program) => (round: number) => BenchQuestion][] = [
    [
      'suggestions while typing',
      program => round => ({
        program,
        name: 'summary',
        options: { article: word(round) },
        focused: 'article',
      }),
    ],
    ['`/articles`', program => askOf(program, 'articles')],
    [
      '`/articles` with a search',
      program => round => ({ program, name: 'articles', options: { search: word(round) } }),
    ],
  ];
  const rows: BenchRow[] = [];
  const names = sizes.map(size => size.toLocaleString('en'));
  try {
    for (const [name, of] of kinds) {
      await timeInTurn(20, bots.map(of));
      const times = await timeInTurn(rounds, bots.map(of));
      const p99 = times.map(each => quantileOf(each, 0.99));
      const p50 = times.map(each => formatMilliseconds(medianOf(each)));
      const grown = { measured: p99.at(-1)! / p99[0]!, unit: '×', target: 2 };
      const beside = `p99 ${p99.map(formatMilliseconds).join(', ')}; p50 ${p50.join(', ')} (${names.join(', ')})`;
      rows.push({
        part,
        figure: `${name}: p99 with ${names.at(-1)} articles over ${names[0]}`,
        ...grown,
        beside,
      });
    }
    const held = bots.map(bot => bot.memory());
    rows.push({
      ...{ part, figure: `memory of the process with ${names.at(-1)} articles over ${names[0]}` },
      ...{ measured: held.at(-1)! / held[0]!, unit: '×', target: 1.3 },
      beside: held.map(bytes => `${(bytes / 1e6).toFixed(0)} MB`).join(', '),
    });
  } finally {
    await Promise.all(bots.slice(0, -1).map(bot => bot.stop()));
  }
  return [...rows, ...(await startOver(bots.at(-1)!, folders.at(-1)!, starts, names.at(-1)!))];
}

/** Both start again on Discords that know them, in turn; with READY a member is there who asks at once. */
async function startOver(
  bot: Program,
  folder: string,
  starts: number,
  articles: string,
): Promise<BenchRow[]> {
  const floor = await startFloor({ folder });
  const times = {
    bot: [] as number[],
    floor: [] as number[],
    botAnswer: [] as number[],
    floorAnswer: [] as number[],
  };
  await Promise.all([bot.leave(), floor.leave()]);
  for (let round = 0; round < starts; round++) {
    const one = await startStandfirst({ folder, preview: bot.preview });
    times.bot.push(one.startedIn);
    times.botAnswer.push(one.startedIn + (await timeQuestion({ program: one, name: 'help', options: {} })));
    await one.stop();
    const bare = await startFloor({ folder, preview: floor.preview });
    times.floor.push(bare.startedIn);
    times.floorAnswer.push(
      bare.startedIn + (await timeQuestion({ program: bare, name: 'ping', options: {} })),
    );
    await bare.stop();
  }
  await Promise.all([bot.stop(), floor.stop()]);
  const row = (figure: string, own: number[], bare: number[], target: number | null): BenchRow => ({
    ...{ part: 'As the library grows', figure: `${figure} with ${articles} articles, over the floor’s` },
    ...{ measured: percentOverFloor(own, bare), unit: '×', target, beside: bothRows('p50', own, bare) },
  });
  return [
    row('start to READY', times.bot, times.floor, 1.5),
    row('start to the answer of who asks at READY', times.botAnswer, times.floorAnswer, null),
  ];
}

interface LoadStep {
  readonly rate: number;
  readonly perCore: number;
  readonly p99: number;
}

/** So many at once for a while, the next as soon as one is answered. */
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
 * Interactions for each second that the bot's process was busy, in the widest step whose p99 is below 250 ms.
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

/** What one interaction costs as the bot comes into more servers, beside the floor. */
export async function measureGrowth(under: string, { servers, rounds }: BenchExtent): Promise<BenchRow[]> {
  const folder = createFolder(under, 'growth');
  const [article = ''] = await fillDatabase(join(folder, 'standfirst.db'), { long: 1 });
  const bot = await startStandfirst({ folder });
  const floor = await startFloor({ folder });
  const places = { bot: [homeTargetOf(bot)], floor: [homeTargetOf(floor)] };
  const costs: { cpu: number; p50: number; floorCpu: number }[] = [];
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
      await timeInTurn(Math.min(rounds, 100), questions);
      const before = [bot.cpu(), floor.cpu()] as const;
      const [, times] = (await timeInTurn(rounds, questions)) as [number[], number[]];
      costs.push({
        ...{
          cpu: (bot.cpu() - before[0]) / rounds,
          floorCpu: (floor.cpu() - before[1]) / rounds,
          p50: medianOf(times),
        },
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
      beside: `${list(({ cpu }) => cpu)} ms of the bot, ${list(({ floorCpu }) => floorCpu)} ms of the floor, p50 ${list(({ p50 }) => p50)} ms (${names})`,
    },
  ];
}

type ReaderTarget = Required<Pick<BenchQuestion, 'channel' | 'member'>>;

const homeTargetOf = ({ channel, member }: Program): ReaderTarget => ({ channel, member });

function createTarget({ preview }: Program, number: number): ReaderTarget {
  const { id, channels } = preview.addServer(`Server ${number}`);
  return { channel: channels.general, member: preview.addMember('Ada', { serverId: id }) };
}
