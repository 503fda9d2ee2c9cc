import type { Readable, Writable } from 'node:stream';
import { removeInvisible } from '../language/visible-text.ts';
import { EXIT_CODES } from './exit-code.ts';

/** What a command reads and writes, and the environment that it finds; a process is one. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
}

/** Where one command of the CLI prints, and how it is said to have ended. */
export interface Terminal extends CommandIo {
  /**
   * Prints text for people: nothing that strangers wrote in it moves the cursor, colours or turns the direction
   * of writing.
   */
  print(text: string): void;
  /** The same on standard error, a line. */
  printError(text: string): void;
  /** The command goes on, and ends with the code that says that some input failed. */
  markFailed(): void;
  /** What the command ends with, as far as it has come. */
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
