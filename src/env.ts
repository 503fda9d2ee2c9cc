import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Shards, SINGLE_SHARD } from './discord/shards.ts';
import type { EngineSettings, ModelSettings } from './engines/openai/openai.ts';
import { findMisspelt, type MisspeltVariable } from './env-misspelt.ts';
import { Variables } from './env-variables.ts';
import { trimEnd } from './language/trimming.ts';
import type { RetentionDays } from './privacy/retention.ts';
import { type DatabaseTarget, parseDatabaseUrl } from './storage/database-target.ts';
import type { Limits, Price } from './usage/ledger.ts';
import type { RateLimits } from './usage/rate-limits.ts';

/** The environment is invalid; the message lists all errors, one per line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

type Values = z.infer<typeof Variables>;

/** Adds the errors that involve several variables, each reported for the variable to set. */
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
  for (const variable of ['CHECK_BASE_URL', 'CHECK_API_KEY'] as const)
    if (values[variable] !== undefined && values.CHECK_MODEL === undefined)
      reportFault('CHECK_MODEL', `must name the model that ${variable} is for`);
  const model = parseModel(values);
  const unpriced = [model?.model, model?.check?.model].filter(
    name => name !== undefined && findPrice(values, name) === null,
  );
  for (const variable of DOLLAR_VARIABLES)
    if (values[variable] !== undefined && unpriced.length > 0)
      reportFault(variable, `needs a price of ${unpriced[0]} in OPENAI_PRICES, for nothing is guessed`);
});

const DOLLAR_VARIABLES = [
  'MODEL_DOLLARS_PER_MEMBER',
  'MODEL_DOLLARS_PER_SERVER',
  'MODEL_DOLLARS_PER_DAY',
] as const;

/** The default model: a cheap one of OpenAI's that follows a schema. Other servers have no default. */
const OPENAI_MODEL = 'gpt-4.1-mini';

/** The default context size in tokens: the minimum of OpenAI's models, and common for local servers. */
const CONTEXT_TOKENS = { openai: 128_000, own: 8_192 };

/** The model settings. A model is used if a key or server is set, unless ENGINE selects the built-in one. */
function parseModel(values: Values): EngineSettings | null {
  const { ENGINE, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL: model } = values;
  if (ENGINE === 'extractive' || (OPENAI_API_KEY ?? OPENAI_BASE_URL) === undefined) return null;
  const answering = {
    model: model ?? OPENAI_MODEL,
    baseUrl: OPENAI_BASE_URL ?? null,
    apiKey: OPENAI_API_KEY ?? null,
    contextTokens:
      values.OPENAI_CONTEXT_TOKENS ?? (OPENAI_BASE_URL ? CONTEXT_TOKENS.own : CONTEXT_TOKENS.openai),
    timeout: values.OPENAI_TIMEOUT_SECONDS * 1000,
  };
  return { ...answering, check: parseCheckModel(values, answering) };
}

/** The model for the second look. It defaults to the server and key of the answering model. */
function parseCheckModel(
  { CHECK_MODEL: model, CHECK_BASE_URL, CHECK_API_KEY }: Values,
  answering: ModelSettings,
): ModelSettings | null {
  if (model === undefined) return null;
  if (CHECK_BASE_URL === undefined) return { ...answering, model, apiKey: CHECK_API_KEY ?? answering.apiKey };
  // a key is never sent to a server other than its own
  return { ...answering, model, baseUrl: CHECK_BASE_URL, apiKey: CHECK_API_KEY ?? null };
}

/** The price of a model from the operator's table; null if it is not listed. */
function findPrice(values: Values, model: string | undefined): Price | null {
  for (const entry of values.OPENAI_PRICES?.split(',') ?? []) {
    const [name, price = ''] = entry.split('=').map(part => part.trim());
    const [input = 0, output = 0] = price.split('/').map(Number);
    if (name === model) return { input, output };
  }
  return null;
}

/** What may be fetched from the web, and how the fetcher identifies itself. */
interface WebSettings {
  readonly blockedDomains: readonly string[];
  /** The operator's contact address that is sent to web servers; null to send none. */
  readonly contact: string | null;
  /** `address:port` pairs that may be fetched although they are not public, for tests. */
  readonly allow: readonly string[];
}

function parseLimits(values: Values): Limits {
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

/** The shard that discord.js's sharding manager gave this process, in its own variables; else null. */
function parseShards({
  SHARDING_MANAGER,
  SHARDS,
  SHARD_COUNT,
}: Readonly<Record<string, string | undefined>>): Shards | null {
  return SHARDING_MANAGER === undefined ? null : { list: [Number(SHARDS)], count: Number(SHARD_COUNT) };
}

function parseShardList(values: Values): Shards {
  const { SHARD_LIST: numbers, SHARD_COUNT: count } = values;
  if (numbers === undefined || count === undefined) return SINGLE_SHARD;
  const list = numbers.split(',').flatMap(part => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  });
  return { list: [...new Set(list)], count };
}

/** The settings of one process. */
export interface AppSettings {
  /** Null selects the local preview of Discord. */
  readonly discordToken: string | null;
  readonly discordApiUrl: string;
  /** Null means the built-in engine alone. */
  readonly model: EngineSettings | null;
  readonly limits: Limits;
  readonly rates: RateLimits;
  /** The number of workers, and their time limit for an answer, in seconds. */
  readonly work: { readonly slots: number; readonly seconds: number };
  /** Null if the operator has set no price for the model. */
  readonly price: Price | null;
  /** The price of the model for the second look; null if none is set. */
  readonly checkPrice: Price | null;
  readonly database: DatabaseTarget;
  /** Where answers are cached; null means in the database. */
  readonly cacheUrl: string | null;
  readonly dataDirectory: string;
  readonly keptDays: RetentionDays;
  readonly web: WebSettings;
  readonly port: number;
  /** How many processes to start for the shards; null if this process serves Discord itself. */
  readonly processes: number | 'auto' | null;
  /** The shards that this process serves. */
  readonly shards: Shards;
  /** Where health and metrics are served; null to disable them. */
  readonly operations: {
    readonly host: string;
    readonly port: number;
    readonly names: readonly string[];
  } | null;
  readonly logLevel: string;
  /** Variables that are probably misspelt settings. */
  readonly misspelt: readonly MisspeltVariable[];
}

/** Reads the settings; an empty variable counts as unset. Throws a SettingsError that lists all errors. */
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
  const model = parseModel(values);
  return {
    discordToken: values.DISCORD_TOKEN ?? null,
    discordApiUrl: trimEnd(values.DISCORD_API_URL, /\//),
    model,
    limits: parseLimits(values),
    rates: {
      member: values.RATE_PER_MEMBER || null,
      server: values.RATE_PER_SERVER || null,
      seconds: values.RATE_SECONDS,
    },
    work: {
      slots: values.WORKERS ?? Math.min(4, Math.max(1, availableParallelism() - 1)),
      seconds: values.WORK_SECONDS,
    },
    price: findPrice(values, model?.model),
    checkPrice: findPrice(values, model?.check?.model),
    database: parseDatabaseUrl(values.DATABASE_URL ?? join(values.DATA_DIR, 'standfirst.db'), {
      connections: values.DATABASE_CONNECTIONS,
      statementSeconds: values.DATABASE_STATEMENT_SECONDS,
    }),
    cacheUrl: values.CACHE_URL ?? null,
    dataDirectory: values.DATA_DIR,
    keptDays: {
      generations: values.USAGE_KEPT_DAYS,
      digestRecords: values.DIGEST_RECORDS_KEPT_DAYS,
      votes: values.VOTES_KEPT_DAYS,
      questions: values.QUESTIONS_KEPT_DAYS,
      articles: values.ARTICLES_KEPT_DAYS,
      servers: values.SERVER_KEPT_DAYS,
    },
    web: parseWeb(values),
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

function parseWeb(values: Values): AppSettings['web'] {
  return {
    blockedDomains: parseList(values.BLOCKED_DOMAINS).map(domain =>
      domain.toLowerCase().replace(/^\.|\.$/g, ''),
    ),
    contact: values.FETCH_CONTACT ?? null,
    allow: parseList(values.FETCH_ALLOW),
  };
}

function parseList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
}
