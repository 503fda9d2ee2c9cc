import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommand as run } from '../src/cli/run.ts';
import { deleteEmptyVariables } from '../src/env-variables.ts';
import { warmWorkers } from '../src/workers/worker-pool.ts';

const project = new URL('..', import.meta.url).pathname;

/** The output and the exit code of a CLI command. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The data folder, environment variables and input of a command. */
export interface CommandSetting {
  /** The data folder; a new one if absent. */
  readonly data?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

const commandEnvironment = ({ data, environment = {} }: CommandSetting) => ({
  DATA_DIR: data ?? mkdtempSync(join(tmpdir(), 'standfirst-')),
  LOG_LEVEL: 'warn',
  ...environment,
});

/**
 * Runs one command of the CLI to its end in this process. Use `runProgram` for what only a process has, such
 * as signals and closed pipes.
 */
export async function runCommand(
  words: readonly string[],
  setting: CommandSetting = {},
): Promise<CommandResult> {
  // the workers of this process serve its bots, so they must not be started with a command's settings
  await warmWorkers();
  const [stdout, stderr] = [createRecorder(), createRecorder()];
  const env: NodeJS.ProcessEnv = commandEnvironment(setting);
  deleteEmptyVariables(env);
  const io = {
    stdin: Readable.from([Buffer.from(setting.input ?? '')]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
  };
  const code = await run(words, io, () => Promise.reject(new Error('A bot wants a process of its own.')));
  return { code, out: stdout.text(), err: stderr.text() };
}

/** Starts the program itself with one command. */
export function spawnProgram(
  words: readonly string[],
  setting: CommandSetting = {},
): ChildProcessWithoutNullStreams {
  const env = { ...inheritedEnvironment(), ...commandEnvironment(setting) };
  return spawn(process.execPath, ['src/main.ts', ...words], { cwd: project, env });
}

/** Runs one command of the CLI to its end in a process of its own. */
export async function runProgram(
  words: readonly string[],
  setting: CommandSetting = {},
): Promise<CommandResult> {
  const child = spawnProgram(words, setting);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', part => (out += part));
  child.stderr.setEncoding('utf8').on('data', part => (err += part));
  child.stdin.end(setting.input ?? '');
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { code, out, err };
}

/**
 * The environment variables that a child process inherits: its search path, and the cache of compiled code.
 */
export function inheritedEnvironment() {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) };
}

function createRecorder() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
