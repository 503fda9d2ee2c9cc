import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Preview } from 'discord-preview/testing';
import { parse } from 'dotenv';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { inheritedEnvironment, runCommand } from './command-line.ts';
import { throttleProcess } from './throttle.ts';

const project = new URL('..', import.meta.url).pathname;

export interface Program {
  readonly child: ChildProcess;
  /** Its output so far, including errors. */
  output(): string;
  /** Sends a signal and waits for the end; returns the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

export interface ProgramSetting {
  readonly preview: Preview;
  readonly target: DatabaseTarget;
  readonly settings?: Record<string, string>;
  /** Options for Node itself, such as `--max-old-space-size=256`. */
  readonly nodeOptions?: readonly string[];
  /** The share of a core that it is limited to from its start; unlimited if absent. */
  readonly share?: number;
}

/** Every variable set but empty, as in a copy of .env.example, before some are overridden. */
const example = parse(readFileSync(new URL('../.env.example', import.meta.url)));

const urlOf = (target: DatabaseTarget) => (target.kind === 'postgres' ? target.url : `sqlite:${target.path}`);

const envOf = ({ preview, target: place, settings = {} }: ProgramSetting): Record<string, string> => ({
  ...example,
  ...inheritedEnvironment(),
  DISCORD_TOKEN: preview.token,
  DISCORD_API_URL: preview.apiUrl,
  DATABASE_URL: urlOf(place),
  OPERATIONS_PORT: 'off',
  RATE_PER_MEMBER: '0',
  RATE_PER_SERVER: '0',
  ...settings,
});

/**
 * Imports the sample articles, and an export given as JSON, into the library that all servers share, with the
 * CLI's own command.
 */
export async function importSamples(
  { target }: Pick<ProgramSetting, 'target'>,
  json?: string,
): Promise<void> {
  const paths = [`${project}data/articles`, ...(json === undefined ? [] : ['-'])];
  const { code, err } = await runCommand(['import', ...paths], {
    environment: { DATABASE_URL: urlOf(target) },
    input: json ?? '',
  });
  if (code !== 0) throw new Error(`The samples were not imported: ${err}`);
}

/**
 * Starts the real program as an operator would, on a local Discord; resolves when it reports that it is
 * ready.
 */
export async function startProgram(outside: ProgramSetting): Promise<Program> {
  const words = [...(outside.nodeOptions ?? []), 'src/main.ts', 'start'];
  const child = spawn(process.execPath, words, {
    cwd: project,
    env: envOf(outside),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const letGo = outside.share === undefined ? undefined : throttleProcess(child, outside.share);
  // the program ends with this process
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => (text = (text + chunk).slice(-200_000)));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  while (!text.includes('Standfirst is ready') && !isOver()) await sleep(20);
  if (isOver()) throw new Error(`The program did not start: ${text}`);
  return {
    child,
    output: () => text,
    async end(signal) {
      const ended = isOver() ? undefined : once(child, 'exit');
      letGo?.();
      child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}
