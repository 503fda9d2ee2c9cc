import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { type Preview, startPreview } from 'discord-preview/testing';
import { type Logger, pino } from 'pino';
import { commands } from '../commands/index.ts';
import { createCache } from '../src/answers/cache.ts';
import { type Answer, createAnswer } from '../src/answers/service.ts';
import { importFiles } from '../src/articles/import.ts';
import { createLibrary, type Library } from '../src/articles/library.ts';
import { type Connection, connect } from '../src/discord/connection.ts';
import { isButtonMenu } from '../src/discord/custom-id.ts';
import { REPLY_TIMINGS, type ReplyTimings } from '../src/discord/pending-replies.ts';
import { startBot } from '../src/discord/start.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { Engine } from '../src/engines/engine.ts';
import { readSettings } from '../src/env.ts';
import { getLogFields } from '../src/log.ts';
import { startStallMonitor } from '../src/observability/event-loop.ts';
import { ignoreObservation, type Observe } from '../src/observability/observe.ts';
import { type Clock, systemClock } from '../src/scheduling/clock.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import type { Storage } from '../src/storage/storage.ts';
import { createLedger, type Ledger, type Limits, type Price } from '../src/usage/ledger.ts';
import { createRateLimiter, type RateLimits } from '../src/usage/rate-limits.ts';
import { createFetch } from '../src/web/fetch.ts';
import { warmWorkers } from '../src/workers/worker-pool.ts';
import { findActingInRequests } from './active-markup.ts';
import { cardsOf, contentOf } from './cards.ts';
import { PATIENT_CLOCK } from './manual-clock.ts';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const free = { member: null, server: null, day: null };
export const UNLIMITED: Limits = { answers: free, tokens: free, dollars: free };

/** A ledger without limits. */
export function createFreeLedger(): Ledger {
  const { ledger: store } = openSqlite(':memory:');
  return createLedger({ store, limits: UNLIMITED, price: null, clock: systemClock });
}

/** A logger that records its lines. */
export function createLogRecorder(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  return {
    log: pino({ level: 'debug', mixin: getLogFields }, { write: line => void lines.push(JSON.parse(line)) }),
    lines,
  };
}

export interface TestBot {
  readonly preview: Preview;
  readonly library: Library;
  readonly storage: Storage;
  readonly lines: LogLine[];
  readonly log: Logger;
  /** What is wrong with the bot's connection to Discord, or null. */
  connection(): string | null;
  /** Finishes the work in progress and disconnects from Discord; everything else stays open. */
  leave(): Promise<void>;
  /** Stops the bot's client and starts another on the same database and the same Discord. */
  restart(): Promise<void>;
  /** Stops everything. Throws if anything was sent that Discord's document does not allow, or that let a stranger's text take effect. */
  stop(): Promise<void>;
}

interface TestBotOptions {
  readonly messageContentIntent?: boolean;
  readonly engines?: readonly [Engine, ...Engine[]];
  readonly limits?: Limits;
  readonly price?: Price | null;
  /** The price of the model that takes a second look; the other model's if absent. */
  readonly checkPrice?: Price | null;
  /** When the bot shows the state of a reply; if absent, no test sees progress reports. */
  readonly pace?: ReplyTimings;
  /** The bot's clock. */
  readonly clock?: Clock;
  /** The clock of the local Discord; a patient one if absent. */
  readonly discordClock?: Clock;
  /** How often the bot is to send a heartbeat to Discord, in milliseconds. */
  readonly heartbeat?: number;
  readonly rates?: RateLimits;
  readonly observe?: Observe;
  /** A new file of the embedded database if absent; the sample articles are put into any. */
  readonly target?: DatabaseTarget;
  /** The address of the cache server; answers are cached in the database if absent. */
  readonly cacheUrl?: string;
  /** `address:port` on loopback that the bot may fetch from. */
  readonly fetchAllow?: readonly string[];
  readonly blockedDomains?: readonly string[];
  /** How many days the data of a server is kept after it has removed the bot. */
  readonly keptDays?: number;
  /** Runs after the login has begun and before the bot answers. */
  readonly meanwhile?: (connection: Connection) => Promise<void>;
  /** Wraps the bot's answers. */
  readonly watchAnswer?: (answer: Answer) => Answer;
}

/** A place for an embedded database that is not there yet. */
export function createFileTarget(): Extract<DatabaseTarget, { kind: 'sqlite' }> {
  return { kind: 'sqlite', path: join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'standfirst.db') };
}

let sampleDatabase: Promise<string> | undefined;

/**
 * A new database with the sample articles. They are copied, since importing them took half of a bot's start.
 */
async function createSampleTarget(): Promise<DatabaseTarget> {
  sampleDatabase ??= createSampleDatabase();
  const { path } = createFileTarget();
  copyFileSync(await sampleDatabase, path);
  // a digest's slot may have passed since it was made
  const copy = new DatabaseSync(path);
  copy.prepare('UPDATE article_version SET added_at = ?').run(new Date().toISOString());
  copy.close();
  return { kind: 'sqlite', path };
}

async function createSampleDatabase(): Promise<string> {
  const { path } = createFileTarget();
  const storage = openSqlite(path);
  await importSamples(createLibrary({ articles: storage.articles, clock: systemClock }));
  await storage.close();
  return path;
}

async function importSamples(library: Library): Promise<void> {
  for await (const result of importFiles([new URL('../data/articles', import.meta.url).pathname], library))
    if (result.outcome === 'refused') throw new Error(result.reason);
}

/**
 * Timings for a bot that replies at once or, if it asks a model, when the answer is ready, without progress
 * reports, so that tests do not depend on the machine's speed.
 */
const QUIET_TIMINGS: ReplyTimings = {
  ...REPLY_TIMINGS,
  firstReply: 30_000,
  progress: 60_000,
  cancel: 60_000,
};

/** Starts the real bot on a local Discord, with the sample articles in a real database. */
export async function startTestBot({
  messageContentIntent = true,
  engines = [createBuiltInEngine()],
  limits = UNLIMITED,
  price = null,
  checkPrice,
  pace = QUIET_TIMINGS,
  clock = systemClock,
  discordClock = PATIENT_CLOCK,
  heartbeat,
  rates = { member: null, server: null, seconds: 600 },
  observe = ignoreObservation,
  target,
  cacheUrl,
  fetchAllow = [],
  blockedDomains = [],
  keptDays = 30,
  meanwhile = async () => undefined,
  watchAnswer = answer => answer,
}: TestBotOptions = {}): Promise<TestBot> {
  const { log, lines } = createLogRecorder();
  // start the workers first: no test is to see their start as the first state of a reply
  await warmWorkers();
  // with a clock of its own, a test needs articles with that clock's dates, so they are imported anew
  const hasSamples = target === undefined && clock === systemClock;
  const place = target ?? (hasSamples ? await createSampleTarget() : createFileTarget());
  const preview = await startPreview({
    port: 0,
    botName: 'Standfirst',
    messageContentIntent,
    clock: discordClock,
    ...(heartbeat && { heartbeat }),
  });
  const { fetch, close: closeFetch } = createFetch({
    userAgent: 'Standfirst/0 (test)',
    allow: fetchAllow,
    blockedDomains,
  });
  const open = async () => {
    const storage = await openStorage(place, log, { cacheUrl: cacheUrl ?? null });
    const library = createLibrary({ articles: storage.articles, clock });
    const ledger = createLedger({
      store: storage.ledger,
      limits,
      price,
      ...(checkPrice && { checkPrice }),
      clock,
    });
    const answer = createAnswer({
      engines,
      cache: createCache(storage.cache, log),
      log,
      ledger,
      observe,
      locks: storage.locks,
      outageNotice: storage.outageNotice,
      asked: storage.provenance,
    });
    const { token, apiUrl } = preview;
    const connection = await connect({ token, apiUrl, log });
    await meanwhile(connection);
    const bot = await startBot({
      connection,
      commands,
      storage,
      library,
      answer: watchAnswer(answer),
      ledger,
      translates: engines[0].translates,
      rates: createRateLimiter(rates, clock, storage.limiter),
      about: { version: '0.0.0', model: modelOf(engines), startedAt: clock.now() },
      fetch,
      clock,
      log,
      observe,
      stalls: startStallMonitor(),
      keeps: { ...readSettings({}).keptDays, servers: keptDays },
      isWhole: true,
      pace,
    });
    return { storage, library, bot };
  };
  let running = await open();
  if (!hasSamples) await importSamples(running.library);
  const close = async () => {
    await running.bot.stop();
    await running.storage.close();
  };
  return {
    preview,
    lines,
    log,
    connection: () => running.bot.connection(),
    leave: () => running.bot.stop(),
    get library() {
      return running.library;
    },
    get storage() {
      return running.storage;
    },
    async restart() {
      await close();
      running = await open();
    },
    async stop() {
      await close();
      await closeFetch();
      await preview.close();
      if (preview.violations.length > 0)
        throw new Error(
          `Discord’s document does not allow what was sent: ${JSON.stringify(preview.violations)}`,
        );
      const acting = findActingInRequests(preview.requests);
      if (acting.length > 0)
        throw new Error(`What strangers wrote acts in what the bot said: ${acting.join('\n')}`);
    },
  };
}

const modelOf = ([{ isPaid }]: readonly [Engine, ...Engine[]]) =>
  !isPaid ? null : { name: 'model-1', host: 'models.example' };

/** Everything that a reader sees of a message, in one string. */
export function visibleTextOf(message: APIMessage): string {
  const cards = cardsOf(message).flatMap(({ kind, title, origin, description, footer }) => [
    kind,
    title,
    origin,
    description,
    footer,
  ]);
  return [contentOf(message), ...cards].filter(Boolean).join('\n');
}

/**
 * The custom ids of a message's buttons and menus by label or placeholder, including the options of button
 * menus.
 */
export function pressableOf({ components = [] }: APIMessage): Record<string, string> {
  const named = components
    .flatMap(row => (row.type === ComponentType.ActionRow ? row.components : []))
    .flatMap((component): (readonly [string, string])[] => {
      if (component.type === ComponentType.Button)
        return 'custom_id' in component ? [[component.label ?? '', component.custom_id]] : [];
      const choices =
        component.type === ComponentType.StringSelect && isButtonMenu(component.custom_id)
          ? component.options.map(({ label, value }) => [label, value] as const)
          : [];
      return [[component.placeholder ?? '', component.custom_id], ...choices];
    });
  return Object.fromEntries(named);
}
