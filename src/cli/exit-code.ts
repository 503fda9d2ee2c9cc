import { SettingsError } from '../env.ts';
import { UserError } from '../errors.ts';

/** What the program ends with. */
export const EXIT_CODES = { someFailed: 1, wrongUsage: 2 } as const;

/** What to print and which code to end with for whatever a command, or the start of the bot, threw. */
export function describeFailure(error: unknown): { text: string; code: number } {
  if (error instanceof SettingsError)
    return {
      text: `These settings are wrong (see .env.example):\n${error.message}`,
      code: EXIT_CODES.wrongUsage,
    };
  if (error instanceof UserError) return { text: error.message, code: EXIT_CODES.someFailed };
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    code: EXIT_CODES.someFailed,
  };
}
