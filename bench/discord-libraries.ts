import { join } from 'node:path';
import { fillDatabase, TYPED_QUERIES } from './articles.ts';
import { askOf, type BenchExtent, bothRows, createFolder, percentOverFloor } from './discord.ts';
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

/** Compares small and large libraries: suggestions, lists, memory and startup. */
export async function measureLibraries(
  under: string,
  { libraries: sizes, rounds, starts, mixed }: BenchExtent,
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
  const large = { bot: bots.at(-1)!, folder: folders.at(-1)!, articles: names.at(-1)! };
  rows.push(await compareMemory(large, mixed));
  return [...rows, ...(await startOver(large, starts))];
}

/** The bot with the most articles. */
interface LargeLibrary {
  readonly bot: Program;
  readonly folder: string;
  /** How many there are. */
  readonly articles: string;
}

/** Compares the memory of both bots after as many interactions of several kinds. */
async function compareMemory({ bot, folder, articles }: LargeLibrary, mixed: number): Promise<BenchRow> {
  const floor = await startFloor({ folder });
  for (let asked = 0; asked < mixed; asked += AT_ONCE) {
    const word = TYPED_QUERIES[asked % TYPED_QUERIES.length]!;
    const kinds: BenchQuestion[] = [
      { program: bot, name: 'articles', options: { search: word } },
      { program: bot, name: 'articles' },
      { program: bot, name: 'help' },
      { program: bot, name: 'summary', options: { article: word }, focused: 'article' },
      { program: bot, name: 'summary', options: { article: word } },
    ];
    const lot = Array.from({ length: AT_ONCE }, (_, at) => [
      timeQuestion(kinds[at % kinds.length]!),
      timeQuestion({ program: floor, name: 'ping' }),
    ]);
    await Promise.all(lot.flat());
  }
  const [own, bare] = [bot.memory(), floor.memory()];
  await floor.stop();
  return {
    part: 'As the library grows',
    figure: `memory with ${articles} articles after ${mixed.toLocaleString('en')} interactions, over the floor’s`,
    ...{ measured: own / bare, unit: '×', target: 1.5 },
    beside: `${(own / 1e6).toFixed(0)} MB, floor ${(bare / 1e6).toFixed(0)} MB`,
  };
}
const AT_ONCE = 10;

/**
 * Restarts both bots alternately on Discords that know them; as soon as one is READY, a waiting member asks.
 */
async function startOver({ bot, folder, articles }: LargeLibrary, starts: number): Promise<BenchRow[]> {
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
    row('start to READY', times.bot, times.floor, null),
    row('start to the answer of who asks at READY', times.botAnswer, times.floorAnswer, 1.6),
  ];
}
