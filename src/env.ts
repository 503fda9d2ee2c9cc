import { join } from 'node:path';
import { z } from 'zod';

/** A faulty environment: every fault, one line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const url = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' });
const port = z.coerce.number('is not a number').int('is not a whole number').min(0, 'is below 0').max(65535, 'is above 65535');

export const Environment = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]{10,}\.[\w-]+\.[\w-]+$/,
      'does not look like a bot token (three parts with dots; Developer Portal -> Bot -> Reset Token)',
    )
    .optional(),
  DISCORD_API_URL: url.default('https://discord.com/api'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_MODEL: z.string().optional(),
  ENGINE: z.enum(['extractive'], 'knows only "extractive", the built-in engine').default('extractive'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:|file:)?[^:]+$/, 'is not a path to an SQLite file, such as sqlite:./var/standfirst.db')
    .optional(),
  DATA_DIR: z.string().default('./var'),
  PORT: port.default(4321),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'is none of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
});

export interface Settings {
  /** Null: the local preview of Discord. */
  readonly discordToken: string | null;
  readonly discordApiUrl: string;
  /** The file of the embedded database. */
  readonly databasePath: string;
  readonly dataDirectory: string;
  readonly port: number;
  readonly logLevel: string;
}

/** The settings from the environment; an empty variable counts as not set. Throws a SettingsError that names every fault at once. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    throw new SettingsError(parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('\n'));
  const values = parsed.data;
  return {
    discordToken: values.DISCORD_TOKEN ?? null,
    discordApiUrl: values.DISCORD_API_URL.replace(/\/+$/, ''),
    databasePath: values.DATABASE_URL?.replace(/^(sqlite:|file:)(\/\/)?/, '') ?? join(values.DATA_DIR, 'standfirst.db'),
    dataDirectory: values.DATA_DIR,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
  };
}
