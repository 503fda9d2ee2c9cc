import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommand as run } from '../src/cli/run.ts';

/** What a command of the CLI wrote, and what it ended with. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandSetting {
  /** The folder for everything that is kept; a new one if it is not given. */
  readonly data?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The environment of a command, beside what this process has. */
export const commandEnvironment = ({ data, environment = {} }: CommandSetting) => ({
  DATA_DIR: data ?? mkdtempSync(join(tmpdir(), 'standfirst-')),
  LOG_LEVEL: 'warn',
  ...environment,
});

/**
 * Runs one command of the CLI to its end, in this process. What only a process shows, such as signals and closed
 * pipes, needs one of its own.
 */
export async function runCommand(
  words: readonly string[],
  setting: CommandSetting = {},
): Promise<CommandResult> {
  const [stdout, stderr] = [createRecorder(), createRecorder()];
  const io = {
    stdin: Readable.from([Buffer.from(setting.input ?? '')]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: commandEnvironment(setting),
  };
  const code = await run(words, io, () => Promise.reject(new Error('A bot wants a process of its own.')));
  return { code, out: stdout.text(), err: stderr.text() };
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
