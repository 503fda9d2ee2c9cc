import { visible } from '../language/visible-text.ts';

/**
 * Prints text for people: nothing that strangers wrote in it moves the cursor, colours or turns the direction
 * of writing.
 */
export function print(text: string): void {
  process.stdout.write(visible(text));
}

/** The same on standard error, a line. */
export function complain(text: string): void {
  process.stderr.write(`${visible(text)}\n`);
}
