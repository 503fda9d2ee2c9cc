import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, type Member, type Preview, startPreview } from 'discord-preview/testing';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { importSamples, startProgram } from './program.ts';

/**
 * The commands that members used in the first seconds after a start, and those without a reply within
 * Discord's three seconds.
 */
export interface RushResult {
  readonly asked: number;
  readonly lost: readonly string[];
}

interface RushOptions {
  readonly target: DatabaseTarget;
  readonly settings?: Record<string, string>;
  /** The number of processes, each for a shard. */
  readonly processes?: number;
  readonly everySecond: number;
  readonly seconds: number;
  /** Whether members use commands as soon as the bot is logged in, before it reports that it is ready. */
  readonly isEarly?: boolean;
}

const articles = ['A Town Asks Its Railway', 'night train', 'footbridge', 'lighthouse', 'roof bees'];

/**
 * Runs every command once so that the answers are stored, restarts the program, and runs the same commands
 * again at once.
 */
export async function runRushAfterRestart({
  target: place,
  settings = {},
  processes = 1,
  everySecond,
  seconds,
  isEarly = false,
}: RushOptions): Promise<RushResult> {
  const preview = await startPreview({ port: 0, shards: processes });
  const outside = {
    preview,
    target: place,
    settings: { ...settings, ...(processes > 1 && { SHARDS: `${processes}` }) },
  };
  const readers = await createReaders(preview, processes);
  const count = everySecond * seconds;
  const ask = (number: number) => askOne(readers[number % readers.length]!, number);
  importSamples(outside);
  const before = await startProgram(outside);
  try {
    for (let number = 0; number < count; number += 5)
      await Promise.all(
        Array.from({ length: 5 }, (_, index) => ask(number + index).then(({ asked }) => asked.reply())),
      );
  } finally {
    await before.end('SIGTERM');
  }
  const starting = startProgram(outside);
  const { identified } = preview.gateway.counts;
  if (isEarly) while (preview.gateway.counts.identified < identified + processes) await sleep(5);
  else await starting;
  try {
    const all: Awaited<ReturnType<typeof ask>>[] = [];
    for (let number = 0; number < count; number++) {
      all.push(await ask(number));
      await sleep(1000 / everySecond);
    }
    const settled = await Promise.all(
      all.map(async ({ what, asked }) => ({ what, how: await asked.settled() })),
    );
    return { asked: count, lost: settled.filter(({ how }) => how === 'failed').map(({ what }) => what) };
  } finally {
    await (await starting).end('SIGKILL');
    await preview.close();
  }
}

interface Reader {
  readonly member: Member;
  readonly channel: string;
}

async function askOne({ member, channel }: Reader, number: number): Promise<{ what: string; asked: Asked }> {
  const article = articles[number % articles.length]!;
  const question = `Who said what on day ${number}?`;
  const [name, options] = (
    [
      ['ask', { article, question }],
      ['quotes', { article }],
      ['ask', { article, question }],
      ['summary', { article }],
      ['check', { article, claim: `Nobody came on day ${number}.` }],
      ['comments', { article }],
    ] as const
  )[number % 6]!;
  return { what: `${number} /${name} ${article}`, asked: await member.command(channel, name, options) };
}

const shardOf = (serverId: string, count: number) => Number((BigInt(serverId) >> 22n) % BigInt(count));

/** Creates a reader in a server on each shard. */
async function createReaders(preview: Preview, count: number): Promise<Reader[]> {
  const found: Reader[] = [];
  for (let i = 0; Object.keys(found).length < count; i++) {
    // the timestamp in a server's id determines its shard
    await sleep(1);
    const { id, channels } = preview.addServer(`Server ${i}`);
    found[shardOf(id, count)] ??= {
      channel: channels.general,
      member: preview.addMember(`Reader ${i}`, { serverId: id }),
    };
  }
  return found;
}
