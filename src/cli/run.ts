import { CommanderError } from 'commander';
import { version } from '../app/services.ts';
import { createActions } from './actions.ts';
import type { CliActions } from './cli-actions.ts';
import { describeFailure, EXIT_CODES } from './exit-code.ts';
import { createProgram } from './program.ts';
import { createStorageActions } from './storage-actions.ts';
import { type CommandIo, createTerminal } from './terminal.ts';

/** Runs a command and returns its exit code: 0 done, 1 some input failed, 2 wrong usage. Prints errors. */
export async function runCommand(
  words: readonly string[],
  io: CommandIo,
  start: CliActions['start'],
): Promise<number> {
  const terminal = createTerminal(io);
  const actions = { ...createActions(terminal), ...createStorageActions(terminal), start, version };
  try {
    await createProgram(actions, terminal).parseAsync(words, { from: 'user' });
    return terminal.exitCode();
  } catch (error) {
    // commander has already printed why it ended
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.wrongUsage;
    const { text, code } = describeFailure(error);
    io.stderr.write(`${text}\n`);
    return code;
  }
}
