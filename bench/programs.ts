import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Member, type Preview, startPreview } from 'discord-preview/testing';

const PROJECT = join(import.meta.dirname, '..');

/** What `npm start` gives Node, so that what is measured is what runs. */
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};
export const flags = scripts.start.split(' ').slice(1, -2);

/** A program on a loopback Discord of its own; both bots get the same, with the same members. */
export interface Program {
  readonly name: string;
  readonly preview: Preview;
  readonly channel: string;
  readonly member: Member;
  /** Milliseconds from its start to READY. */
  readonly startedIn: number;
  /** Milliseconds on the processor so far, of all threads. */
  cpu(): number;
  /** What it holds in memory, in bytes. */
  memory(): number;
  /** Ends the program and leaves its Discord as it is. */
  leave(): Promise<void>;
  /** Ends the program, and its Discord where it was made for it. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A Discord that is there already; a new one if absent. */
  readonly preview?: Preview;
  /** More for Node, such as `--cpu-prof`. */
  readonly extra?: readonly string[];
}

/**
 * Discord would refuse nothing of ours for being fast; the limits on what is made anew are another matter
 * than speed.
 */
const unlimited = {
  ...{
    RATE_PER_MEMBER: '0',
    RATE_PER_SERVER: '0',
    MODEL_ANSWERS_PER_MEMBER: '1000000',
    MODEL_ANSWERS_PER_SERVER: '1000000',
  },
  ...{ DATABASE_URL: '', OPERATIONS_PORT: 'off', LOG_LEVEL: 'info' },
};

/** The bot as `npm start` starts it, with the articles of its folder. */
export async function startStandfirst(options: ProgramOptions): Promise<Program> {
  const bot = await startProgram('standfirst', [...flags, 'src/main.ts', 'start'], options);
  // on a Discord that does not know it yet its commands come a moment after READY
  await bot.preview.until(() => bot.member.commands(bot.channel).length > 0);
  return bot;
}

/** The bare bot, with Node's own flags. `message` is what its `/same` sends. */
export async function startFloor(options: ProgramOptions & { message?: unknown }): Promise<Program> {
  const { message, env } = options;
  const own = options.preview === undefined;
  const preview = options.preview ?? (await openPreview());
  if (preview.member('Ada').commands(preview.channels.articles).length === 0) await registerPing(preview);
  const same = message === undefined ? {} : { FLOOR_MESSAGE: JSON.stringify(message) };
  const floor = await startProgram('floor', ['bench/floor.ts'], {
    ...options,
    preview,
    env: { ...env, ...same },
  });
  if (!own) return floor;
  return { ...floor, stop: () => floor.leave().then(() => preview.close()) };
}

const openPreview = () => startPreview({ port: 0, isValidating: false });

async function registerPing(preview: Preview): Promise<void> {
  const commands = ['ping', 'same'].map(name => ({ name, description: 'Replies at once' }));
  await fetch(`${preview.apiUrl}/v10/applications/${preview.botId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${preview.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(commands),
  });
}

async function startProgram(
  name: string,
  script: readonly string[],
  { folder, env = {}, extra = [], ...options }: ProgramOptions,
): Promise<Program> {
  const preview = options.preview ?? (await openPreview());
  const before = preview.gateway.counts.identified;
  const log = join(folder, `${name}.log`);
  const began = performance.now();
  const child = spawn(process.execPath, [...extra, ...script], {
    cwd: PROJECT,
    env: {
      ...{ PATH: process.env.PATH, ...unlimited, DATA_DIR: folder },
      ...{ DISCORD_TOKEN: preview.token, DISCORD_API_URL: preview.apiUrl, ...env },
    },
    // the log of `npm start` goes somewhere too; a pipe would be read by the process that measures
    stdio: ['ignore', 'ignore', openSync(log, 'a')],
  });
  await waitUntilReady(child, preview, before, log);
  const startedIn = performance.now() - began;
  const leave = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return {
    ...{ name, preview, startedIn, channel: preview.channels.articles, member: preview.member('Ada') },
    cpu: () => readCpu(child),
    memory: () => readMemory(child),
    leave,
    async stop() {
      await leave();
      if (!options.preview) await preview.close();
    },
  };
}

/** READY is sent as a client identifies. */
async function waitUntilReady(
  child: ChildProcess,
  preview: Preview,
  before: number,
  log: string,
): Promise<void> {
  const identified = () => preview.gateway.counts.identified > before || child.exitCode !== null;
  for (let tries = 0; !identified() && tries < 6; tries++)
    await preview.until(identified).catch(() => undefined);
  if (child.exitCode !== null || !identified()) {
    child.kill('SIGKILL');
    throw new Error(`A program did not come up:\n${readFileSync(log, 'utf8')}`);
  }
}

/** The kernel counts in hundredths of a second. */
const TICK = 10;

function readCpu({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  // the name in parentheses may hold blanks
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

function readMemory({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
