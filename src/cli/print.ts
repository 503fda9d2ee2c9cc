import { removeInvisible } from '../language/visible-text.ts';

/**
 * Prints text to standard output for people. Control characters in strangers' text are removed, so that it
 * cannot move the cursor, set colours or change the writing direction.
 */
export function print(text: string): void {
  process.stdout.write(removeInvisible(text));
}

/** Prints a line to standard error in the same way. */
export function printError(text: string): void {
  process.stderr.write(`${removeInvisible(text)}\n`);
}
