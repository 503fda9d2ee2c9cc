import { UserError } from '../errors.ts';

/** The program's exit codes for failures. */
export const EXIT_CODES = { someFailed: 1, wrongUsage: 2 } as const;

/** What to print for an error thrown by a command, and the exit code. */
export function describeFailure(error: unknown): { text: string; code: number } {
  if (error instanceof UserError) return { text: error.message, code: EXIT_CODES.someFailed };
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    code: EXIT_CODES.someFailed,
  };
}
