import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { config } from 'dotenv';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import type { About } from './about.ts';
import { createAnswer } from './answer.ts';
import { type Article, identify } from './article/article.ts';
import { type Imported, importFiles, readFrom } from './article/import.ts';
import { createLibrary, type Library } from './article/library.ts';
import { readPageInThread } from './article/page/thread.ts';
import { createCache } from './cache.ts';
import { systemClock } from './clock.ts';
import { createRest, readAccess } from './discord/client.ts';
import { deploy } from './discord/deploy.ts';
import { startManager } from './discord/manager.ts';
import { type Bot, startBot } from './discord/start.ts';
import type { Engine } from './engines/engine.ts';
import { createExtractive } from './engines/extractive/extractive.ts';
import { readSettings, type Settings, SettingsError } from './env.ts';
import { UserError } from './errors.ts';
import { createLedger } from './ledger.ts';
import { createLog } from './log.ts';
import { createMetrics } from './operations/metrics.ts';
import { type Observe, unobserved } from './operations/observe.ts';
import { type OperationsDependencies, startOperations } from './operations/server.ts';
import type { Preview } from './preview/preview.ts';
import { createRates } from './rates.ts';
import { backUp, restore } from './storage/backup.ts';
import { type Copies, move } from './storage/copy.ts';
import { openStorage } from './storage/open.ts';
import { openSqlite } from './storage/sqlite.ts';
import { type Actions, createProgram, type Desk, failure } from './terminal/program.ts';
import { createFetch } from './web/fetch.ts';
import { createIntake } from './web/intake.ts';

const PROJECT = join(import.meta.dirname, '..');
const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

config({ quiet: true });

/** Texts from the web, asked for under the project's own name. */
function openWeb({ blockedDomains, contact, allow }: Settings['web']) {
  const userAgent = `Standfirst/${version} (article reader${contact === null ? '' : `; +${contact}`})`;
  return createFetch({ userAgent, blockedDomains, allow });
}

/** Everything that does not need Discord. */
async function build(settings: Settings, observe: Observe = unobserved) {
  const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
  const storage = await openStorage(settings.database, log);
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  const { limits, price } = settings;
  const ledger = createLedger({ store: storage.ledger, limits, price, clock: systemClock });
  const engines = await enginesOf(settings, log);
  const cache = createCache(storage.cache, log);
  const answer = createAnswer({ engines, cache, log, ledger, observe, locks: storage.locks, trouble: storage.trouble });
  return { log, storage, library, answer, ledger, translates: engines[0].translates };
}

/** The model's engine where one is set up, and always the built-in one behind it. */
async function enginesOf({ model }: Settings, log: Logger): Promise<[Engine, ...Engine[]]> {
  if (!model) return [createExtractive()];
  const { createOpenai } = await import('./engines/openai/openai.ts');
  return [createOpenai(model, log), createExtractive()];
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.processes !== null) return manage(settings, settings.processes);
  const metrics = createMetrics();
  const { observe } = metrics;
  const { log, storage, library, answer, ledger, translates } = await build(settings, observe);
  let bot: Bot | undefined;
  const operations = await openOperations(settings, {
    metrics,
    log,
    checks: {
      discord: () => (bot ? bot.connection() : 'not logged in yet'),
      storage: () => library.count().then(() => null),
    },
  });
  const preview = settings.discordToken === null ? await openPreview(settings, library, log) : null;
  if ((await library.count()) === 0) log.warn('the library is empty: add articles with `npm run -s standfirst -- import FILE`');

  const token = preview?.token ?? (settings.discordToken as string);
  const apiUrl = preview?.apiUrl ?? settings.discordApiUrl;
  const { shards } = settings;
  const rates = createRates(settings.rates, systemClock, storage.limiter);
  const { fetch, close: closeWeb } = openWeb(settings.web);
  const about = aboutOf(settings);
  const parts = { storage, library, answer, ledger, rates, about, translates, fetch, clock: systemClock, log, observe, shards };
  bot = await startBot({ token, apiUrl, commands, ...parts });
  if (isManaged) log.info({ shards: shards.list }, 'ready');
  else
    process.stdout.write(preview ? `Standfirst is ready: ${preview.url}\n` : `Standfirst is ready on Discord as ${bot.name}\n`);

  await ending();
  log.info('ending');
  await bot.stop();
  await closeWeb();
  await operations?.close();
  await preview?.close();
  await storage.close();
  // the channel to who manages the shards would keep the process alive
  if (isManaged && process.connected) process.disconnect();
}

function aboutOf({ model }: Settings): About {
  const host = model?.baseUrl ? new URL(model.baseUrl).host : 'api.openai.com';
  return { version, model: model && { name: model.model, host }, startedAt: systemClock.now() };
}

/** Starts a process for each shard and stays beside them; without a token, beside the preview that they serve. */
async function manage(settings: Settings, shards: number | 'auto'): Promise<void> {
  const { log, storage, library } = await build(settings);
  const preview = settings.discordToken === null ? await openPreview(settings, library, log) : null;
  await storage.close();
  const token = preview?.token ?? (settings.discordToken as string);
  const apiUrl = preview?.apiUrl ?? settings.discordApiUrl;
  process.env.DISCORD_API_URL = apiUrl; // the processes inherit it
  const rest = createRest(apiUrl, token);
  const manager = await startManager({ file: import.meta.filename, arguments: ['start'], rest, token, shards, log });
  const where = preview ? preview.url : 'on Discord';
  process.stdout.write(`Standfirst is ready: ${where}, in ${manager.processes} processes\n`);
  await ending();
  log.info('ending');
  await manager.stop();
  await preview?.close();
}

/** Whether another process of ours started this one for a shard. */
const isManaged = process.env.SHARDING_MANAGER !== undefined;

/** Resolves when this process is to end: asked by a signal, or left behind by who started it. */
async function ending(): Promise<void> {
  await Promise.race([asked('SIGINT', 'SIGTERM'), abandoned(process.env), ...(isManaged ? [leftAlone()] : [])]);
}

/** Resolves when the process that manages the shards is gone. */
function leftAlone(): Promise<void> {
  return new Promise(resolve => process.once('disconnect', () => resolve()));
}

async function openOperations(
  { operations, shards }: Settings,
  watched: Pick<OperationsDependencies, 'metrics' | 'checks' | 'log'>,
) {
  if (operations === null) return undefined;
  // side by side on one machine, each process has a port of its own
  const port = operations.port === 0 ? 0 : operations.port + (isManaged ? shards.list[0]! : 0);
  const opened = await startOperations({ host: operations.host, port, ...watched });
  if (opened.url) watched.log.info({ url: opened.url }, 'health and metrics can be asked for');
  return opened;
}

/** The local preview of Discord, with the sample articles in the library. */
async function openPreview({ port, dataDirectory }: Settings, library: Library, log: Logger): Promise<Preview> {
  for await (const result of importFiles(['data/articles'], library, { root: PROJECT }))
    if (result.outcome === 'refused') log.warn(result.reason);
  // loaded for those who have no token; all of Discord's schemas come with it
  const { startPreview } = await import('./preview/preview.ts');
  return startPreview({ port, stateFile: join(dataDirectory, 'preview.json'), log });
}

/** Resolves at the first of these signals; the next one ends the process at once. */
function asked(...signals: NodeJS.Signals[]): Promise<void> {
  return new Promise(resolve => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}

/**
 * Resolves when npm, which started this process, has ended. A signal to npm ends the shell in between, which does not pass it on, and a
 * process left behind would hold the port and go on posting.
 */
function abandoned({ npm_lifecycle_event: script }: NodeJS.ProcessEnv): Promise<void> {
  const parent = process.ppid;
  return new Promise(resolve => {
    if (script === undefined) return;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve();
    }, 500);
    timer.unref();
  });
}

const actions: Actions = {
  start,
  async deploy() {
    const settings = readSettings(process.env);
    if (settings.discordToken === null)
      throw new UserError('DISCORD_TOKEN is not set, so there is no bot whose commands could be registered.');
    const rest = createRest(settings.discordApiUrl, settings.discordToken);
    const { applicationId } = await readAccess(rest);
    const { count, changed } = await deploy(rest, applicationId, commands);
    return changed.length > 0
      ? `registered ${count} commands; new or changed: ${changed.join(', ')}`
      : `all ${count} commands are registered already; nothing was changed`;
  },
  async atDesk(work) {
    const settings = readSettings(process.env);
    const { storage, library, answer } = await build(settings);
    const { fetch, close: closeWeb } = openWeb(settings.web);
    const intake = createIntake({ fetch, readPage: readPageInThread, library, pages: storage.pages, clock: systemClock });
    try {
      await work({ library, answer, intake });
    } finally {
      await closeWeb();
      await storage.close();
    }
  },
  backUp: (file, { replace }) =>
    withCopies(copies => backUp(copies, file, { replace, at: new Date(systemClock.now()).toISOString() })),
  restore: file => withCopies(copies => restore(copies, file)),
  async move(to) {
    const settings = readSettings(process.env);
    const target = readSettings({ DATABASE_URL: to }).database;
    return withCopies(async copies => {
      const storage = await openStorage(target, createLog(settings.logLevel, { terminal: process.stderr.isTTY }));
      try {
        return await move(copies, storage.copies);
      } finally {
        await storage.close();
      }
    });
  },
  async unkeptAnswer() {
    const settings = readSettings(process.env);
    const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
    const { ledger: store } = openSqlite(':memory:');
    const ledger = createLedger({ store, limits: unlimited, price: settings.price, clock: systemClock });
    return createAnswer({ engines: await enginesOf(settings, log), cache: new Keyv({ store: keepNothing }), log, ledger });
  },
  async articleNamed(named, library) {
    if (existsSync(named)) return identify(await readFrom(named, named));
    if (/^https?:/i.test(named)) return await storedFrom(named, library);
    if (/^[./~\\]|\.(?:txt|md|html?|json|xml)$/i.test(named)) throw new UserError(`There is no file ${named}.`);
    return await library.find(named);
  },
  importPaths: importAll,
};

/** The stored article of an address; nothing is fetched to answer. Throws a UserError if there is none. */
async function storedFrom(address: string, library: Library): Promise<Article> {
  const article = await library.at(address);
  if (article) return article;
  throw new UserError(`Nothing is stored from ${address}. Add it first: npm run -s standfirst -- import ${address}`);
}

/** Adds what was named, in order: an address is fetched, everything else is a file or a folder. */
async function* importAll(
  named: readonly string[],
  { library, intake }: Desk,
  serverId: string | null,
): AsyncGenerator<Imported> {
  for (const name of named) {
    if (/^https?:/i.test(name)) yield await importPage(name, intake, serverId);
    else yield* importFiles([name], library.of(serverId), { stdin: process.stdin });
  }
}

async function importPage(address: string, intake: Desk['intake'], serverId: string | null): Promise<Imported> {
  try {
    const { outcome, article } = await intake.take(address, { serverId });
    return { file: address, outcome, article };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file: address, outcome: 'refused', reason: `${address}: ${error.message}` };
  }
}

/** Runs with everything that is kept, and closes it whatever happens. */
async function withCopies<Result>(work: (copies: Copies) => Promise<Result>): Promise<Result> {
  const settings = readSettings(process.env);
  const storage = await openStorage(settings.database, createLog(settings.logLevel, { terminal: process.stderr.isTTY }));
  try {
    return await work(storage.copies);
  } finally {
    await storage.close();
  }
}

/** Whoever runs a batch pays for it. */
const free = { member: null, server: null, day: null };
const unlimited = { answers: free, tokens: free, dollars: free };

/** A Map that forgets: a batch answers each article once. */
const keepNothing = new (class extends Map<string, unknown> {
  override set() {
    return this;
  }
})();

/** Whoever reads our output may stop early (`| head`); that ends the work and is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram(actions).parseAsync();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`These settings are wrong (see .env.example):\n${error.message}\n`);
    process.exit(2);
  }
  const { text, code } = failure(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
