import { z } from 'zod';
import { findCacheAdapter } from './storage/cache-target.ts';

const urlSchema = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' });
/** A number within these bounds, which its errors name. */
const numberFrom = (least: number, most = Number.POSITIVE_INFINITY) =>
  z.coerce.number('is not a number').min(least, `is below ${least}`).max(most, `is above ${most}`);
/** A whole number within these bounds. */
const wholeFrom = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(least, `is below ${least}`)
    .max(most, `is above ${most}`);
const portSchema = wholeFrom(0, 65_535);
const countSchema = wholeFrom(1, 10_000);
const limitSchema = wholeFrom(0);
const keptSchema = wholeFrom(0, 36_500);
const dollarsSchema = numberFrom(0);
const PRICES_PATTERN =
  /^\s*[^\s=,]+\s*=\s*\d+(?:\.\d+)?\/\d+(?:\.\d+)?\s*(?:,\s*[^\s=,]+\s*=\s*\d+(?:\.\d+)?\/\d+(?:\.\d+)?\s*)*$/;
const DOMAINS_PATTERN = /^\s*[a-z0-9.-]+\.[a-z0-9-]+\s*(?:,\s*[a-z0-9.-]+\.[a-z0-9-]+\s*)*$/i;

/** The program's environment variables, each validated on its own. */
export const Variables = z.object({
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
  OPENAI_CONTEXT_TOKENS: wholeFrom(4096).optional(),
  OPENAI_TIMEOUT_SECONDS: numberFrom(1, 600).default(60),
  CHECK_MODEL: z.string().optional(),
  CHECK_BASE_URL: urlSchema.optional(),
  CHECK_API_KEY: z.string().optional(),
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
  RATE_SECONDS: wholeFrom(1, 86_400).default(600),
  WORKERS: wholeFrom(1, 64).optional(),
  WORK_SECONDS: numberFrom(1, 600).default(20),
  ENGINE: z.enum(['extractive', 'openai'], 'is neither "extractive" nor "openai"').optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^((sqlite:|file:)?[^:]+|postgres(ql)?:\/\/\S+)$/,
      'is neither a file such as sqlite:./var/standfirst.db nor a server such as postgres://user:password@host:5432/name',
    )
    .optional(),
  DATABASE_CONNECTIONS: wholeFrom(2, 1000).default(10),
  DATABASE_STATEMENT_SECONDS: wholeFrom(1, 3600).default(60),
  CACHE_URL: z
    .string()
    .refine(
      url => findCacheAdapter(url) !== undefined,
      'is not an address such as redis://user:password@host:6379/0 (redis, rediss, valkey, valkeys or memcache)',
    )
    .optional(),
  DATA_DIR: z.string().default('./var'),
  USAGE_KEPT_DAYS: keptSchema.default(400),
  DIGEST_RECORDS_KEPT_DAYS: keptSchema.default(400),
  VOTES_KEPT_DAYS: keptSchema.default(400),
  QUESTIONS_KEPT_DAYS: keptSchema.default(400),
  ARTICLES_KEPT_DAYS: keptSchema
    .refine(days => days === 0 || days >= 100, 'is neither 0 nor at least 100')
    .default(0),
  SERVER_KEPT_DAYS: wholeFrom(0, 3650).default(30),
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

/** Deletes our empty variables, as in a copied .env.example: libraries read the environment too. */
export function deleteEmptyVariables(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(Variables.shape))
    if (environment[name]?.trim() === '') delete environment[name];
}
