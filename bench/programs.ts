import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Member, type Preview, startPreview } from 'discord-preview/testing';

const PROJECT = join(import.meta.dirname, '..');

/** The Node flags of `npm start`, so that the bot is measured as it is run. */
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};
export const flags = scripts.start.split(' ').slice(1, -2);

/** A program on its own loopback Discord; both bots get the same one, with the same members. */
export interface Program {
  readonly name: string;
  readonly preview: Preview;
  readonly channel: string;
  readonly member: Member;
  /** The time from start to READY, in milliseconds. */
  readonly startedIn: number;
  /** The processor time used so far by the threads that are running, in milliseconds. */
  cpu(): number;
  /** The memory in use, in bytes. */
  memory(): number;
  /** Sends the program a signal. */
  signal(name: NodeJS.Signals): void;
  /** Ends the program, but keeps its Discord running. */
  leave(): Promise<void>;
  /** Ends the program, and its Discord if that was created for it. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** An existing Discord; a new one is created if absent. */
  readonly preview?: Preview;
  /** Additional Node flags, such as `--cpu-prof`. */
  readonly extra?: readonly string[];
}

/** Settings without rate limits: the bot's limits on new answers are not what is measured. */
const unlimited = {
  ...{
    RATE_PER_MEMBER: '0',
    RATE_PER_SERVER: '0',
    MODEL_ANSWERS_PER_MEMBER: '1000000',
    MODEL_ANSWERS_PER_SERVER: '1000000',
  },
  ...{ DATABASE_URL: '', OPERATIONS_PORT: 'off', LOG_LEVEL: 'info' },
};

/** Starts the bot as `npm start` does, with the articles in its folder. */
export async function startStandfirst(options: ProgramOptions): Promise<Program> {
  const bot = await startProgram('standfirst', [...flags, 'src/main.ts', 'start'], options);
  // on a new Discord, the commands are only registered shortly after READY
  await bot.preview.until(() => bot.member.commands(bot.channel).length > 0);
  return bot;
}

/** Starts the bare bot, with Node's default flags. `message` is what its `/same` sends. */
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
    // `npm start` writes its log somewhere too; a pipe would have to be read by the measuring process
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
    signal: name => void child.kill(name),
    leave,
    async stop() {
      await leave();
      if (!options.preview) await preview.close();
    },
  };
}

/** Waits until the client identifies, which is when READY is sent. */
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

/** The time on the processor that the scheduler counted for each thread, in nanoseconds. */
function readCpu({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map(thread => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'));
  return times.reduce((sum, time) => sum + Number(time.split(' ')[0]), 0) / 1e6;
}

function readMemory({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
