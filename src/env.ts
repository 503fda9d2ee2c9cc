import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { type Shards, SINGLE_SHARD } from './discord/shards.ts';
import type { ModelSettings } from './engines/openai/openai.ts';
import { trimEnd } from './language/trimming.ts';
import { type DatabaseTarget, parseDatabaseUrl } from './storage/database-target.ts';
import type { Limits, Price } from './usage/ledger.ts';
import type { RateLimits } from './usage/rate-limits.ts';

/** A faulty environment: every fault, one line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const urlSchema = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' });
const portSchema = z.coerce
  .number('is not a number')
  .int('is not a whole number')
  .min(0, 'is below 0')
  .max(65535, 'is above 65535');

const countSchema = z.coerce
  .number('is not a number')
  .int('is not a whole number')
  .min(1, 'is below 1')
  .max(10_000, 'is above 10000');

const limitSchema = z.coerce.number('is not a number').int('is not a whole number').min(0, 'is below 0');
const dollarsSchema = z.coerce.number('is not a number').min(0, 'is below 0');
const PRICES_PATTERN =
  /^\s*[^\s=,]+\s*=\s*\d+(?:\.\d+)?\/\d+(?:\.\d+)?\s*(?:,\s*[^\s=,]+\s*=\s*\d+(?:\.\d+)?\/\d+(?:\.\d+)?\s*)*$/;

const DOMAINS_PATTERN = /^\s*[a-z0-9.-]+\.[a-z0-9-]+\s*(?:,\s*[a-z0-9.-]+\.[a-z0-9-]+\s*)*$/i;

const Variables = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]{10,}\.[\w-]+\.[\w-]+$/,
      'does not look like a bot token (three parts with dots; Developer Portal -> Bot -> Reset Token)',
    )
    .optional(),
  DISCORD_API_URL: urlSchema.default('https://discord.com/api'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: urlSchema.optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_CONTEXT_TOKENS: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(4096, 'is below 4096')
    .optional(),
  OPENAI_TIMEOUT_SECONDS: z.coerce
    .number('is not a number')
    .min(1, 'is below 1')
    .max(600, 'is above 600')
    .default(60),
  OPENAI_PRICES: z
    .string()
    .regex(
      PRICES_PATTERN,
      'is not a list such as "gpt-4.1-mini=0.40/1.60, other=2/8" (dollars for a million tokens in and out)',
    )
    .optional(),
  MODEL_ANSWERS_PER_MEMBER: limitSchema.default(50),
  MODEL_ANSWERS_PER_SERVER: limitSchema.default(500),
  MODEL_ANSWERS_PER_DAY: limitSchema.optional(),
  MODEL_TOKENS_PER_MEMBER: limitSchema.optional(),
  MODEL_TOKENS_PER_SERVER: limitSchema.optional(),
  MODEL_TOKENS_PER_DAY: limitSchema.optional(),
  MODEL_DOLLARS_PER_MEMBER: dollarsSchema.optional(),
  MODEL_DOLLARS_PER_SERVER: dollarsSchema.optional(),
  MODEL_DOLLARS_PER_DAY: dollarsSchema.optional(),
  RATE_PER_MEMBER: limitSchema.default(30),
  RATE_PER_SERVER: limitSchema.default(300),
  RATE_SECONDS: limitSchema.min(1, 'is below 1').max(86_400, 'is above 86400').default(600),
  WORKERS: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(1, 'is below 1')
    .max(64, 'is above 64')
    .optional(),
  WORK_SECONDS: z.coerce.number('is not a number').min(1, 'is below 1').max(600, 'is above 600').default(20),
  ENGINE: z.enum(['extractive', 'openai'], 'is neither "extractive" nor "openai"').optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^((sqlite:|file:)?[^:]+|postgres(ql)?:\/\/\S+)$/,
      'is neither a file such as sqlite:./var/standfirst.db nor a server such as postgres://user:password@host:5432/name',
    )
    .optional(),
  DATA_DIR: z.string().default('./var'),
  SERVER_KEPT_DAYS: limitSchema.max(3650, 'is above 3650').default(30),
  BLOCKED_DOMAINS: z
    .string()
    .regex(DOMAINS_PATTERN, 'is not a list of domains such as "example.com, example.org"')
    .optional(),
  FETCH_CONTACT: z
    .string()
    .regex(/^[\x21-\x7e]{3,200}$/, 'is not an address (of a page or for mail) without spaces')
    .optional(),
  FETCH_ALLOW: z
    .string()
    .regex(
      /^\s*[^\s,]+:\d+\s*(?:,\s*[^\s,]+:\d+\s*)*$/,
      'is not a list such as "127.0.0.1:8080" (address:port)',
    )
    .optional(),
  PORT: portSchema.default(4321),
  OPERATIONS_PORT: z
    .union([z.literal('off'), portSchema], 'is neither "off" nor a port from 0 to 65535')
    .default(4322),
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  OPERATIONS_NAMES: z
    .string()
    .regex(
      /^[\w.-]+(?:\s*,\s*[\w.-]+)*$/,
      'is not a list of names such as "bot.internal, metrics.example.org"',
    )
    .optional(),
  SHARDS: z
    .union([z.literal('auto'), countSchema], 'is neither "auto" nor a whole number from 1 to 10000')
    .optional(),
  SHARD_LIST: z
    .string()
    .regex(/^\s*\d+(?:-\d+)?(?:\s*,\s*\d+(?:-\d+)?)*\s*$/, 'is not a list of shards such as 0,1 or 0-3')
    .optional(),
  SHARD_COUNT: countSchema.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'is none of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
});

/** Faults that lie between variables, each at the one to set. */
export const Environment = Variables.superRefine((values, context) => {
  const reportFault = (variable: string, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  const isModelWanted =
    values.ENGINE !== 'extractive' && (values.OPENAI_API_KEY ?? values.OPENAI_BASE_URL) !== undefined;
  if (values.ENGINE === 'openai' && !isModelWanted)
    reportFault('OPENAI_API_KEY', 'or OPENAI_BASE_URL must be set, since ENGINE is "openai"');
  if ((values.SHARD_LIST === undefined) !== (values.SHARD_COUNT === undefined))
    reportFault(
      values.SHARD_LIST === undefined ? 'SHARD_LIST' : 'SHARD_COUNT',
      'must be set too: SHARD_LIST=0,1 of SHARD_COUNT=4',
    );
  if (values.DISCORD_TOKEN === undefined && values.PORT !== 0 && values.PORT === values.OPERATIONS_PORT)
    reportFault('PORT', 'is OPERATIONS_PORT too (4322 if that is not set): choose another one');
  const { list, count } = parseShardList(values);
  if (list.length === 0 || list.some(shard => shard >= count))
    reportFault('SHARD_LIST', `must name shards from 0 to ${count - 1}`);
  if (values.SHARDS !== undefined && values.SHARD_LIST !== undefined)
    reportFault(
      'SHARDS',
      'starts a process for every shard here; SHARD_LIST is for several machines. Set one of them',
    );
  if (isModelWanted && values.OPENAI_BASE_URL !== undefined && values.OPENAI_MODEL === undefined)
    reportFault('OPENAI_MODEL', 'must name one of the models of the server at OPENAI_BASE_URL');
  const model = parseModel(values)?.model;
  if (model === undefined || parsePrice(values) !== null) return;
  for (const variable of DOLLAR_VARIABLES)
    if (values[variable] !== undefined)
      reportFault(variable, `needs a price of ${model} in OPENAI_PRICES, for nothing is guessed`);
});

const DOLLAR_VARIABLES = [
  'MODEL_DOLLARS_PER_MEMBER',
  'MODEL_DOLLARS_PER_SERVER',
  'MODEL_DOLLARS_PER_DAY',
] as const;

/**
 * A model of OpenAI's that follows a schema and is cheap; a server of one's own has none that could be
 * guessed.
 */
const OPENAI_MODEL = 'gpt-4.1-mini';

/**
 * What the model reads at once: OpenAI's models at least the first, a local server as it is often set up the
 * second.
 */
const CONTEXT_TOKENS = { openai: 128_000, own: 8_192 };

/** A model is asked where a key or a server is named, unless the engine is set to the built-in one. */
function parseModel(values: z.infer<typeof Variables>): ModelSettings | null {
  const { ENGINE, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL: model } = values;
  if (ENGINE === 'extractive' || (OPENAI_API_KEY ?? OPENAI_BASE_URL) === undefined) return null;
  return {
    model: model ?? OPENAI_MODEL,
    baseUrl: OPENAI_BASE_URL ?? null,
    apiKey: OPENAI_API_KEY ?? null,
    contextTokens:
      values.OPENAI_CONTEXT_TOKENS ?? (OPENAI_BASE_URL ? CONTEXT_TOKENS.own : CONTEXT_TOKENS.openai),
    timeout: values.OPENAI_TIMEOUT_SECONDS * 1000,
  };
}

/** The price of the model in use, from the operator's table. */
function parsePrice(values: z.infer<typeof Variables>): Price | null {
  const model = parseModel(values)?.model;
  for (const entry of values.OPENAI_PRICES?.split(',') ?? []) {
    const [name, price = ''] = entry.split('=').map(part => part.trim());
    const [input, output] = price.split('/').map(Number);
    if (name === model) return { input: input!, output: output! };
  }
  return null;
}

/** What may be fetched from the web, and what is said to its servers. */
export interface WebSettings {
  readonly blockedDomains: readonly string[];
  /** Where an operator can be reached by whoever is asked; null: not said. */
  readonly contact: string | null;
  /** `address:port` that may be asked although they are not public, for tests. */
  readonly allow: readonly string[];
}

function parseLimits(values: z.infer<typeof Variables>): Limits {
  return {
    answers: {
      member: values.MODEL_ANSWERS_PER_MEMBER,
      server: values.MODEL_ANSWERS_PER_SERVER,
      day: values.MODEL_ANSWERS_PER_DAY ?? null,
    },
    tokens: {
      member: values.MODEL_TOKENS_PER_MEMBER ?? null,
      server: values.MODEL_TOKENS_PER_SERVER ?? null,
      day: values.MODEL_TOKENS_PER_DAY ?? null,
    },
    dollars: {
      member: values.MODEL_DOLLARS_PER_MEMBER ?? null,
      server: values.MODEL_DOLLARS_PER_SERVER ?? null,
      day: values.MODEL_DOLLARS_PER_DAY ?? null,
    },
  };
}

/** discord.js's manager names its shard to each process it starts, by variables of the same names. */
function parseShards({
  SHARDING_MANAGER,
  SHARDS,
  SHARD_COUNT,
}: Readonly<Record<string, string | undefined>>): Shards | null {
  return SHARDING_MANAGER === undefined ? null : { list: [Number(SHARDS)], count: Number(SHARD_COUNT) };
}

function parseShardList(values: z.infer<typeof Variables>): Shards {
  const { SHARD_LIST: numbers, SHARD_COUNT: count } = values;
  if (numbers === undefined || count === undefined) return SINGLE_SHARD;
  const list = numbers.split(',').flatMap(part => {
    const [first, last = first] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, last! - first! + 1) }, (_, i) => first! + i);
  });
  return { list: [...new Set(list)], count };
}

/**
 * Takes our variables that are empty out of the environment, as a copy of .env.example has them: an empty
 * variable counts as not set, but libraries look there too (discord.js takes an empty SHARD_COUNT for 0
 * shards).
 */
export function deleteEmptyVariables(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(Variables.shape))
    if (environment[name]?.trim() === '') delete environment[name];
}

/** A variable that is none of ours, and the one of ours that it resembles. */
export interface MisspeltVariable {
  readonly name: string;
  readonly meant: string;
}

/** Variables of others whose names resemble ours: the OpenAI client's and discord.js's own. */
const FOREIGN_VARIABLES = new Set(
  'OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_LOG OPENAI_ADMIN_KEY OPENAI_WEBHOOK_SECRET SHARD_ID'.split(' '),
);

/**
 * Names that nobody but us would be meant by, were it not for a slip of the finger: an unknown setting is
 * silent otherwise.
 */
export function findMisspelt(environment: Readonly<Record<string, string | undefined>>): MisspeltVariable[] {
  const ownNames = Object.keys(Variables.shape);
  return Object.keys(environment)
    .filter(
      name =>
        !ownNames.includes(name) && !FOREIGN_VARIABLES.has(name) && name.length <= MAX_VARIABLE_NAME_LENGTH,
    )
    .flatMap(name => {
      const written = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
      const [nearest] = ownNames
        .map(meant => ({ name, meant, slips: distance(written, meant) }))
        .filter(({ meant, slips }) => slips <= maxTyposFor(written, meant))
        .toSorted((a, b) => a.slips - b.slips);
      return nearest ? [{ name, meant: nearest.meant }] : [];
    });
}

/** Names that are compared with ours are not longer. */
const MAX_VARIABLE_NAME_LENGTH = 40;

/**
 * How far a name may be from one of ours: not at all for PORT, a letter in a short one, two in a long one,
 * and more where it begins with the same word.
 */
function maxTyposFor(name: string, meant: string): number {
  const [word = ''] = meant.split('_');
  if (meant.length < 6) return 0;
  if (meant.length < 8) return name.startsWith(meant.slice(0, 2)) ? 1 : 0;
  const isOurs = meant.includes('_') && name.startsWith(word);
  return Math.max(2, isOurs ? Math.floor(meant.length * 0.3) : 0);
}

export interface AppSettings {
  /** Null: the local preview of Discord. */
  readonly discordToken: string | null;
  readonly discordApiUrl: string;
  /** Null: the built-in engine alone. */
  readonly model: ModelSettings | null;
  readonly limits: Limits;
  readonly rates: RateLimits;
  /** How many workers read texts at once, and how long one may for an answer, in seconds. */
  readonly work: { readonly slots: number; readonly seconds: number };
  /** Null where the operator has named none for the model. */
  readonly price: Price | null;
  readonly database: DatabaseTarget;
  readonly dataDirectory: string;
  /** For so many days the data of a server is kept that has removed the bot. */
  readonly serverKeptDays: number;
  readonly web: WebSettings;
  readonly port: number;
  /** How many processes this one starts for its shards, or null: it serves Discord itself. */
  readonly processes: number | 'auto' | null;
  /** The part of the bot's servers that this process serves. */
  readonly shards: Shards;
  /** Where health and metrics can be asked for; null: nowhere. */
  readonly operations: {
    readonly host: string;
    readonly port: number;
    readonly names: readonly string[];
  } | null;
  readonly logLevel: string;
  /** What was probably meant for a setting of ours. */
  readonly misspelt: readonly MisspeltVariable[];
}

/**
 * The settings from the environment; an empty variable counts as not set. Throws a SettingsError that names
 * every fault at once.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): AppSettings {
  const managed = parseShards(environment);
  const own = managed
    ? { ...environment, SHARDS: undefined, SHARD_LIST: undefined, SHARD_COUNT: undefined }
    : environment;
  const nonEmpty = Object.fromEntries(Object.entries(own).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(nonEmpty);
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('\n'),
    );
  const values = parsed.data;
  return {
    discordToken: values.DISCORD_TOKEN ?? null,
    discordApiUrl: trimEnd(values.DISCORD_API_URL, /\//),
    model: parseModel(values),
    limits: parseLimits(values),
    rates: {
      member: values.RATE_PER_MEMBER || null,
      server: values.RATE_PER_SERVER || null,
      seconds: values.RATE_SECONDS,
    },
    work: {
      slots: values.WORKERS ?? Math.min(4, Math.max(2, availableParallelism())),
      seconds: values.WORK_SECONDS,
    },
    price: parsePrice(values),
    database: parseDatabaseUrl(values.DATABASE_URL ?? join(values.DATA_DIR, 'standfirst.db')),
    dataDirectory: values.DATA_DIR,
    serverKeptDays: values.SERVER_KEPT_DAYS,
    web: {
      blockedDomains: parseList(values.BLOCKED_DOMAINS).map(domain =>
        domain.toLowerCase().replace(/^\.|\.$/g, ''),
      ),
      contact: values.FETCH_CONTACT ?? null,
      allow: parseList(values.FETCH_ALLOW),
    },
    port: values.PORT,
    processes: values.SHARDS ?? null,
    shards: managed ?? parseShardList(values),
    operations:
      values.OPERATIONS_PORT === 'off'
        ? null
        : {
            host: values.OPERATIONS_HOST,
            port: values.OPERATIONS_PORT,
            names: parseList(values.OPERATIONS_NAMES),
          },
    logLevel: values.LOG_LEVEL,
    misspelt: findMisspelt(environment),
  };
}

function parseList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
}
