import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillDatabase } from './articles.ts';
import { type BenchExtent, createFolder } from './discord.ts';
import { type BenchRow, formatMilliseconds, medianOf } from './measure.ts';
import { type Program, startStandfirst } from './programs.ts';
import type { StandStill } from './stand-still.ts';

/** A command as a member uses it. */
interface FirstUse {
  readonly name: string;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly subcommand?: string;
}

/** The time after a start in which the program loads what nobody waits for, in milliseconds. */
const SETTLING_MS = 1_500;

/**
 * Measures how long the first use of each command holds up everybody else: the longest stand-still of the
 * main thread, each time after a start of its own.
 */
export async function measureFirstUses(under: string, { starts }: BenchExtent): Promise<BenchRow[]> {
  const folder = createFolder(under, 'first-uses');
  const [article = ''] = await fillDatabase(join(folder, 'standfirst.db'), { long: 30 });
  const bot = await startStandfirst({ folder });
  await use(bot, createDigest(bot));
  await bot.leave();
  const rows: BenchRow[] = [];
  try {
    for (const first of listFirstUses(article)) {
      const measured: StandStill[] = [];
      for (let round = 0; round < Math.ceil(starts / 3); round++)
        measured.push(await measureFirstUse(bot, folder, first));
      rows.push(toRow(first, measured));
    }
  } finally {
    await bot.preview.close();
  }
  return rows;
}

function listFirstUses(article: string): FirstUse[] {
  const about = { article };
  return [
    { name: 'summary', options: about },
    { name: 'quotes', options: about },
    { name: 'comments', options: about },
    { name: 'ask', options: { ...about, question: 'When does the night train leave?' } },
    { name: 'check', options: { ...about, claim: 'The night train is late every day.' } },
    { name: 'discuss', options: about },
    ...['articles', 'help', 'about', 'usage', 'settings', 'feedback', 'privacy'].map(name => ({ name })),
    { name: 'digest', subcommand: 'list' },
    { name: 'digest', subcommand: 'preview', options: { name: 'Daily' } },
    { name: 'feed', subcommand: 'list' },
    { name: 'library', subcommand: 'add', options: { url: 'https://news.invalid/story' } },
  ];
}

const createDigest = ({ preview }: Program): FirstUse => ({
  ...{ name: 'digest', subcommand: 'create' },
  options: { name: 'Daily', channel: preview.channels.news, days: 'every day', time: '08:30', zone: 'UTC' },
});

async function use({ member, channel }: Program, { name, options = {}, subcommand }: FirstUse) {
  const asked = await member.command(channel, name, options, subcommand ? { subcommand } : {});
  if ((await asked.settled()) === 'failed') throw new Error(`/${name} was not answered.`);
  if (asked.wasDeferred) await asked.reply();
}

async function measureFirstUse({ preview }: Program, folder: string, first: FirstUse): Promise<StandStill> {
  const file = join(folder, 'stand-still.json');
  const started = await startStandfirst({
    ...{ folder, preview, env: { STAND_STILL: file } },
    extra: ['--import', join(import.meta.dirname, 'stand-still.ts')],
  });
  try {
    await sleep(SETTLING_MS);
    await readStandStill(started, file);
    await use(started, first);
    return await readStandStill(started, file);
  } finally {
    await started.leave();
  }
}

async function readStandStill(program: Program, file: string): Promise<StandStill> {
  rmSync(file, { force: true });
  program.signal('SIGUSR2');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(5);
  return JSON.parse(readFileSync(file, 'utf8')) as StandStill;
}

function toRow({ name, subcommand }: FirstUse, measured: readonly StandStill[]): BenchRow {
  const processor = medianOf(measured.map(each => each.processor));
  return {
    part: 'First use after a start: longest stand-still of the main thread',
    figure: `\`/${name}${subcommand ? ` ${subcommand}` : ''}\``,
    measured: medianOf(measured.map(({ clock }) => clock)),
    ...{ unit: 'ms', target: 100 },
    beside: `${formatMilliseconds(processor)} on the processor`,
  };
}
