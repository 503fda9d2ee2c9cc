import type { Readable, Writable } from 'node:stream';
import { removeInvisible } from '../language/visible-text.ts';
import { EXIT_CODES } from './exit-code.ts';

/** The streams and environment of a command; a process has this shape. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
}

/** The output of one CLI command and its exit code. */
export interface Terminal extends CommandIo {
  /** Prints text for people: strangers' text cannot move the cursor, set colours or turn the writing. */
  print(text: string): void;
  /** Prints a line to standard error in the same way. */
  printError(text: string): void;
  /** Records that some input failed, for the exit code. The command continues. */
  markFailed(): void;
  /** The exit code so far. */
  exitCode(): number;
}

export function createTerminal({ stdin, stdout, stderr, env }: CommandIo): Terminal {
  let exitCode = 0;
  return {
    ...{ stdin, stdout, stderr, env },
    print: text => void stdout.write(removeInvisible(text)),
    printError: text => void stderr.write(`${removeInvisible(text)}\n`),
    markFailed: () => (exitCode = EXIT_CODES.someFailed),
    exitCode: () => exitCode,
  };
}
