import { UserError } from '../errors.ts';

/** What the program ends with. */
export const EXIT_CODES = { someFailed: 1, wrongUsage: 2 } as const;

/** What to print and which code to end with for whatever a command threw. */
export function describeFailure(error: unknown): { text: string; code: number } {
  if (error instanceof UserError) return { text: error.message, code: EXIT_CODES.someFailed };
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    code: EXIT_CODES.someFailed,
  };
}
