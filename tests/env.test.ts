import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Environment, readSettings } from '../src/env.ts';

test('needs nothing', () => {
  expect(readSettings({})).toMatchObject({
    discordToken: null,
    discordApiUrl: 'https://discord.com/api',
    port: 4321,
    logLevel: 'info',
  });
});

test('takes an empty variable for one that is not set', () => {
  expect(readSettings({ DISCORD_TOKEN: '', PORT: ' ' })).toEqual(readSettings({}));
});

test('reads blocked domains in any spelling', () => {
  const { web } = readSettings({ BLOCKED_DOMAINS: 'Bad.Example, WORSE.EXAMPLE' });
  expect(web.blockedDomains).toEqual(['bad.example', 'worse.example']);
});

test('names every fault at once, with the variable and what to do, and never the secret', () => {
  const secret = 'not-a-token';
  const wrong = {
    DISCORD_TOKEN: secret,
    PORT: 'http',
    LOG_LEVEL: 'loud',
    DISCORD_API_URL: 'discord',
    ENGINE: 'gpt',
    DATABASE_URL: 'mysql://x',
    SHARDS: 'many',
    OPERATIONS_PORT: 'none',
  };
  const fault = (() => {
    try {
      return readSettings(wrong) && '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(fault.split('\n')).toHaveLength(Object.keys(wrong).length);
  for (const name of Object.keys(wrong)) expect(fault).toContain(name);
  expect(fault).not.toContain(secret);
  expect(fault).not.toContain('Invalid input');
});

test('asks a model where a key or a server is named, unless the built-in engine is wished for', () => {
  expect(readSettings({}).model).toBeNull();
  expect(readSettings({ OPENAI_API_KEY: 'k' }).model).toMatchObject({
    apiKey: 'k',
    baseUrl: null,
    contextTokens: 128_000,
    timeout: 60_000,
  });
  const own = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'small' };
  expect(readSettings(own).model).toMatchObject({ model: 'small', apiKey: null, contextTokens: 8_192 });
  expect(readSettings({ ...own, ENGINE: 'extractive' }).model).toBeNull();
  expect(() => readSettings({ OPENAI_BASE_URL: own.OPENAI_BASE_URL })).toThrow('OPENAI_MODEL must name');
  expect(() => readSettings({ ENGINE: 'openai' })).toThrow('OPENAI_API_KEY or OPENAI_BASE_URL must be set');
});

test('takes a second look with a model of its own, on the same server unless it has another', () => {
  const own = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'small' };
  expect(readSettings(own).model?.check).toBeNull();
  const same = readSettings({ ...own, CHECK_MODEL: 'other', OPENAI_PRICES: 'other=1/2, small=3/4' });
  expect(same.model?.check).toEqual({ ...same.model, model: 'other', check: undefined });
  expect(same.price).toEqual({ input: 3, output: 4 });
  expect(same.checkPrice).toEqual({ input: 1, output: 2 });
  // one server's key is not sent to another
  const elsewhere = { ...own, CHECK_MODEL: 'other', CHECK_BASE_URL: 'http://127.0.0.1:1/v1' };
  expect(readSettings(elsewhere).model?.check).toMatchObject({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: null,
  });
  expect(readSettings({ ...elsewhere, CHECK_API_KEY: 'l' }).model?.check?.apiKey).toBe('l');
  expect(() => readSettings({ ...own, CHECK_API_KEY: 'l' })).toThrow(
    'CHECK_MODEL must name the model that CHECK_API_KEY is for',
  );
  expect(() =>
    readSettings({
      ...own,
      CHECK_MODEL: 'other',
      OPENAI_PRICES: 'small=3/4',
      MODEL_DOLLARS_PER_DAY: '1',
    }),
  ).toThrow('needs a price of other in OPENAI_PRICES');
});

test('limits dollars only where the price of the model is known', () => {
  const limited = { OPENAI_API_KEY: 'k', MODEL_DOLLARS_PER_DAY: '2.50', MODEL_TOKENS_PER_MEMBER: '100000' };
  expect(() => readSettings(limited)).toThrow(
    'MODEL_DOLLARS_PER_DAY needs a price of gpt-4.1-mini in OPENAI_PRICES',
  );
  const { limits } = readSettings({ ...limited, OPENAI_PRICES: 'gpt-4.1-mini=0.40/1.60' });
  expect(limits.dollars).toEqual({ member: null, server: null, day: 2.5 });
  expect(limits.tokens).toEqual({ member: 100_000, server: null, day: null });
  expect(readSettings({ MODEL_DOLLARS_PER_DAY: '1' }).limits.dollars.day).toBe(1);
});

test('puts the database into the data folder unless it has a place of its own', () => {
  expect(readSettings({ DATA_DIR: '/srv/news' }).database).toEqual({
    kind: 'sqlite',
    path: '/srv/news/standfirst.db',
  });
  expect(readSettings({ DATABASE_URL: 'sqlite:./a.db' }).database).toEqual({
    kind: 'sqlite',
    path: './a.db',
  });
  expect(readSettings({ DATABASE_URL: 'sqlite:///srv/a.db' }).database).toEqual({
    kind: 'sqlite',
    path: '/srv/a.db',
  });
  const url = 'postgres://standfirst:secret@db.example:5432/news';
  expect(readSettings({ DATABASE_URL: url }).database).toEqual({
    kind: 'postgres',
    url,
    connections: 10,
    statementSeconds: 60,
  });
  expect(
    readSettings({ DATABASE_URL: url, DATABASE_CONNECTIONS: '4', DATABASE_STATEMENT_SECONDS: '5' }).database,
  ).toMatchObject({ connections: 4, statementSeconds: 5 });
  expect(() => readSettings({ DATABASE_CONNECTIONS: '1' })).toThrow('DATABASE_CONNECTIONS is below 2');
});

test('is described variable by variable in .env.example and in docs/settings.md', () => {
  const names = Object.keys(Environment.shape);
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const documented = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');
  expect([...example.matchAll(/^([A-Z_]+)=/gm)].map(match => match[1]).sort()).toEqual([...names].sort());
  for (const name of names) expect(documented).toContain(`| \`${name}\` |`);
});

test.each([
  ['DISCORD_TOKN', 'DISCORD_TOKEN'],
  ['DISCORDTOKEN', 'DISCORD_TOKEN'],
  ['Discord_Token', 'DISCORD_TOKEN'],
  ['DISCORD-TOKEN', 'DISCORD_TOKEN'],
  ['DISCORD_TOKEN_', 'DISCORD_TOKEN'],
  ['DSICORD_TOKEN', 'DISCORD_TOKEN'],
  ['OPENAI_KEY', 'OPENAI_API_KEY'],
  ['OPEN_AI_API_KEY', 'OPENAI_API_KEY'],
  ['OPENAI_MODELS', 'OPENAI_MODEL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATADIR', 'DATA_DIR'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['SHARD', 'SHARDS'],
  ['ENGIN', 'ENGINE'],
  ['RATE_PER_MEMBRE', 'RATE_PER_MEMBER'],
  ['MODEL_ANSWER_PER_DAY', 'MODEL_ANSWERS_PER_DAY'],
])('takes %s for a slip of the finger', (name, meant) => {
  expect(readSettings({ [name]: 'x' }).misspelt).toEqual([{ name, meant }]);
});

test('takes what is set on a machine anyway for no slip of the finger', () => {
  const usual =
    `PATH HOME HOST HOSTNAME PORTS SORT POST USER SHELL TERM LANG PWD OLDPWD LOGNAME EDITOR NODE_ENV NODE_OPTIONS DEBUG DATABASE_HOST DATABASE_NAME
    DATABASE_PASSWORD PGHOST PGPORT REDIS_URL OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_LOG ANTHROPIC_API_KEY DISCORD_WEBHOOK_URL SHARDING_MANAGER TZ MAIL
    npm_lifecycle_event npm_config_user_agent XDG_DATA_DIRS DATA LEVEL MODEL RATE TOKEN LOG ${'X'.repeat(100_000)}`.split(
      /\s+/,
    );
  expect(
    readSettings(Object.fromEntries([...usual, ...Object.keys(Environment.shape)].map(name => [name, ''])))
      .misspelt,
  ).toEqual([]);
});

test('a preview does not take the port of its own operations', () => {
  expect(() => readSettings({ PORT: '4322' })).toThrow('PORT is OPERATIONS_PORT too');
  expect(() => readSettings({ PORT: '5000', OPERATIONS_PORT: '5000' })).toThrow(
    'PORT is OPERATIONS_PORT too',
  );
  expect(readSettings({ PORT: '4322', OPERATIONS_PORT: 'off' }).port).toBe(4322);
  expect(readSettings({ PORT: '0', OPERATIONS_PORT: '0' }).port).toBe(0);
});
