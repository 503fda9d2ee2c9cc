import { removeInvisible } from '../language/visible-text.ts';

/**
 * Prints text for people: nothing that strangers wrote in it moves the cursor, colours or turns the direction
 * of writing.
 */
export function print(text: string): void {
  process.stdout.write(removeInvisible(text));
}

/** The same on standard error, a line. */
export function printError(text: string): void {
  process.stderr.write(`${removeInvisible(text)}\n`);
}
