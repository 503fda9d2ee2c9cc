import { UnknownName } from '../articles/unknown-name.ts';
import { UserError } from '../errors.ts';

/** The program's exit codes for failures. */
export const EXIT_CODES = { someFailed: 1, wrongUsage: 2 } as const;

/** What to print for an error thrown by a command, and the exit code. */
export function describeFailure(error: unknown): { text: string; code: number } {
  if (error instanceof UnknownName) return { text: explainName(error), code: EXIT_CODES.someFailed };
  if (error instanceof UserError) return { text: error.message, code: EXIT_CODES.someFailed };
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    code: EXIT_CODES.someFailed,
  };
}

/** The same as in Discord, with the command that helps here. */
const explainName = ({ named }: UnknownName) =>
  named === null
    ? 'There are no articles yet. Add some: npm run -s standfirst -- import PLACE...'
    : `I don’t have an article like ${named}. To see them all: npm run -s standfirst -- list`;
