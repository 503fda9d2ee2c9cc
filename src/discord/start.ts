import { type Client, Events, type Message, type REST, Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Answer } from '../answers/service.ts';
import type { Library } from '../articles/library.ts';
import { readPageInWorker } from '../articles/read-in-worker.ts';
import { createDigests } from '../digests/digests.ts';
import { type WithServerLocale, withLocale } from '../i18n/translate.ts';
import type { BuildInfo } from '../observability/build-info.ts';
import type { StallMonitor } from '../observability/event-loop.ts';
import type { Observation, Observe } from '../observability/observe.ts';
import { createMaintenance, type RetentionDays } from '../privacy/retention.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Presence } from '../scheduling/leases.ts';
import { createHeartbeat, type Heartbeat } from '../storage/heartbeat.ts';
import type { Storage } from '../storage/storage.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { RateLimiter } from '../usage/rate-limits.ts';
import type { Fetch } from '../web/fetch.ts';
import { createWeb } from '../web/web.ts';
import type { Command } from './command.ts';
import type { Connection } from './connection.ts';
import type { Services } from './context.ts';
import { deploy } from './deploy.ts';
import { finishBot } from './finish.ts';
import { createClaims } from './message-claims.ts';
import { answerMissed } from './missed-messages.ts';
import type { ReplyTimings } from './pending-replies.ts';
import { createPoster, createServerNotifier } from './poster.ts';
import { digestRenderers } from './render/digest.ts';
import { feedRenderers } from './render/feeds.ts';
import { createRouter } from './router.ts';
import { createServers } from './servers.ts';
import { isServedBy } from './shards.ts';

/** What is needed to start a bot. */
interface BotDependencies {
  readonly connection: Connection;
  readonly commands: readonly Command[];
  readonly storage: Storage;
  readonly library: Library;
  readonly answer: Answer;
  readonly ledger: Ledger;
  readonly rates: RateLimiter;
  readonly about: BuildInfo;
  /** Whether there is a model, which can answer in languages other than the article's. */
  readonly translates: boolean;
  /** Fetches texts from the web. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  readonly stalls: StallMonitor;
  /** How many days what is stored is kept. */
  readonly keeps: RetentionDays;
  /** Whether Discord names all servers that the bot is in; false in a preview that runs on real data. */
  readonly isWhole: boolean;
  /** Timings for Discord itself if absent. */
  readonly pace?: ReplyTimings;
}

/** A bot that answers on Discord. */
export interface Bot {
  /** The bot's name on Discord. */
  readonly name: string;
  /** What is wrong with the connection to Discord, as a sentence; null if nothing is. */
  connection(): string | null;
  /**
   * Completes what has begun, for 10 seconds at most, then disconnects from Discord. Digests not posted by
   * then are posted after the next start.
   */
  stop(): Promise<void>;
}

/** Creates what posts unprompted (digests and feeds) and what tracks the bot's servers. */
function createPublishing(
  { connection, storage, library, answer, fetch, clock, log, observe, isWhole }: BotDependencies,
  presence: Presence,
) {
  const { client, shards } = connection;
  // Nothing is posted before the login, so the client is ready when it is used.
  const send = createPoster(client as Client<true>, log);
  // In a server that the bot is not in, only the language chosen there counts.
  const withServerLocale: WithServerLocale = async (serverId, work) => {
    const { language } = await storage.settings.get(serverId);
    return withLocale(language ?? client.guilds.cache.get(serverId)?.preferredLocale, work);
  };
  const serves = (serverId: string | null) => isServedBy(shards, serverId);
  const servers = createServers({ client, shards, storage, send, withServerLocale, isWhole, clock, log });
  const { isResting, handleDeletedChannel, isIn } = servers;
  const digests = createDigests({
    withServerLocale,
    isResting,
    handleDeletedChannel,
    store: storage.digests,
    library,
    answer,
    settings: storage.settings,
    send,
    renderers: digestRenderers,
    clock,
    log,
    observe,
    part: shards,
    locks: storage.locks,
    presence,
    wakeSignal: storage.wakeSignal,
  });
  const web = createWeb({
    withServerLocale,
    fetch,
    readPage: readPageInWorker,
    feeds: storage.feeds,
    pages: storage.pages,
    library,
    notify: createServerNotifier(client, { send, servers, log }),
    renderers: feedRenderers,
    part: shards,
    presence,
    wakeSignal: storage.wakeSignal,
    isIn,
    clock,
    log,
  });
  return { servers, digests, web, serves };
}

type Publishing = ReturnType<typeof createPublishing>;

/** Creates what answers members. */
function createAnswering(dependencies: BotDependencies, { digests, web }: Publishing, heartbeat: Heartbeat) {
  const { connection, commands, storage, clock, log, stalls, pace } = dependencies;
  const { library, answer, ledger, rates, about, translates, observe } = dependencies;
  const { threads, settings, feedback, provenance: asked, audit, members, servers } = storage;
  const { readsMessages } = connection.access;
  const services: Services = {
    ...{ library, answer, ledger, rates, about, translates, digests, web, readsMessages },
    ...{ threads, settings, feedback, asked, audit, members, servers },
    ...{ clock, log, observe },
  };
  const claims = createClaims({ store: storage.claims, heartbeat, clock, log });
  const router = createRouter(connection.client, {
    commands,
    services,
    claims,
    stalls,
    ...(pace && { pace }),
  });
  return { claims, router };
}

/**
 * Answers on a connection, registers the commands and starts to post digests. Throws if Discord refuses the
 * login or the commands.
 */
export async function startBot(dependencies: BotDependencies): Promise<Bot> {
  const { connection, storage, clock, log, observe, stalls, keeps } = dependencies;
  const { client } = connection;
  const heartbeat = createHeartbeat(storage.locks);
  const publishing = createPublishing(dependencies, heartbeat);
  const { servers, digests, web, serves } = publishing;
  const { claims, router } = createAnswering(dependencies, publishing, heartbeat);
  observeGateway(client, observe);
  const { isGone } = servers;
  const maintenance = createMaintenance({ storage, keeps, serves, isGone, clock, log });
  servers.listen({ digests, wakeFeeds: web.wake, wakeErasure: maintenance.wake });
  connection.identify();
  await logIn(dependencies);

  const controller = new AbortController();
  const { signal } = controller;
  const receive = (message: Message, reply: Message | undefined) => router.receive(message, { reply });
  const { threads } = storage;
  const running = [
    digests.run(signal),
    web.run(signal),
    answerMissed({ client: client as Client<true>, claims, threads, serves, receive, clock, log }, signal),
    maintenance.run(signal, servers.reconcile),
  ];
  return {
    name: client.user?.tag ?? '',
    connection: () => (client.isReady() && isConnected(client) ? null : 'not connected to Discord'),
    async stop() {
      controller.abort();
      await finishBot({ client, router, running });
      claims.close();
      await heartbeat.stop();
      stalls.close();
    },
  };
}

/** Registers the commands and waits for the login. If Discord refuses either, nothing is left behind. */
async function logIn({ connection, commands, log }: BotDependencies): Promise<void> {
  const { client, rest, access, shards, ready } = connection;
  try {
    await ready;
    // members who waited for the bot already see its commands, and come first
    if (shards.list.includes(0)) await registerCommands(rest, access.applicationId, commands, log);
  } catch (error) {
    await ready.catch(() => undefined);
    await client.destroy();
    throw error;
  }
}

async function registerCommands(
  rest: REST,
  applicationId: string,
  commands: readonly Command[],
  log: Logger,
): Promise<void> {
  const { count, changed } = await deploy(rest, applicationId, commands);
  log.info(
    { commands: count, changed },
    changed.length > 0 ? 'commands registered' : 'the commands are registered already',
  );
}

function isConnected(client: Client): boolean {
  return client.ws.shards.every(({ status }) => status === Status.Ready);
}

function observeGateway(client: Client, observe: Observe): void {
  const createObserver =
    (state: Extract<Observation, { kind: 'gateway' }>['state']) => (_: unknown, shard: number) =>
      observe({ kind: 'gateway', shard, state });
  // the login may already be complete
  for (const { id, status } of client.ws.shards.values())
    if (status === Status.Ready) observe({ kind: 'gateway', shard: id, state: 'ready' });
  client.on(Events.ShardReady, shard => observe({ kind: 'gateway', shard, state: 'ready' }));
  client.on(Events.ShardResume, shard => observe({ kind: 'gateway', shard, state: 'resumed' }));
  client.on(Events.ShardReconnecting, shard => observe({ kind: 'gateway', shard, state: 'reconnecting' }));
  client.on(Events.ShardDisconnect, createObserver('disconnected'));
}
