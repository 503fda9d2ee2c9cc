import { type Client, Events, type Message, type REST, Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Answer } from '../answers/service.ts';
import type { Library } from '../articles/library.ts';
import { readPageInThread } from '../articles/read-in-worker.ts';
import { createDigests } from '../digests/digests.ts';
import { type InTongue, speaking } from '../i18n/translate.ts';
import type { About } from '../observability/build-info.ts';
import { type Stalls, watchStalls } from '../observability/event-loop.ts';
import { type Observation, type Observe, unobserved } from '../observability/observe.ts';
import { createUpkeep } from '../privacy/retention.ts';
import { after, type Clock } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { Rates } from '../usage/rate-limits.ts';
import type { Fetch } from '../web/fetch.ts';
import { createWeb } from '../web/web.ts';
import type { Command } from './command.ts';
import type { Connection } from './connection.ts';
import { deploy } from './deploy.ts';
import { createClaims } from './message-claims.ts';
import { answerMissed } from './missed-messages.ts';
import { createSend, createTell } from './posting.ts';
import { PACE, type Pace } from './progress.ts';
import { digestRenderers } from './render/digest.ts';
import { feedRenderers } from './render/feeds.ts';
import { serve } from './router.ts';
import { createServers } from './servers.ts';
import { isServedBy, partOf } from './shards.ts';

export interface BotDependencies {
  readonly connection: Connection;
  readonly commands: readonly Command[];
  readonly storage: Storage;
  readonly library: Library;
  readonly answer: Answer;
  readonly ledger: Ledger;
  readonly rates: Rates;
  readonly about: About;
  /** Whether there is a model, which answers in other languages than the article's. */
  readonly translates: boolean;
  /** Fetches texts from the web. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Logger;
  /** Discord's own if absent. */
  readonly pace?: Pace;
  readonly observe?: Observe;
  /** Its own if absent. */
  readonly stalls?: Stalls;
  /** For so many days the data of a server is kept that has removed the bot; 30 if absent. */
  readonly keptDays?: number;
  /**
   * Whether the servers that Discord names are all that the bot is in: not so in a preview beside data of a
   * real Discord.
   */
  readonly isWhole?: boolean;
}

export interface Bot {
  /** The bot's name on Discord. */
  readonly name: string;
  /** What is wrong with the connection to Discord, as a sentence, or null. */
  connection(): string | null;
  /**
   * Ends what has begun, for 10 seconds at most, then leaves Discord. What a digest has not posted by then,
   * the next start does.
   */
  stop(): Promise<void>;
}

/**
 * Answers on a connection, registers the commands and begins to post digests. Throws if Discord refuses the
 * login or the commands.
 */
export async function startBot({
  connection,
  commands,
  storage,
  library,
  answer,
  ledger,
  rates,
  about,
  translates,
  fetch,
  clock,
  log,
  pace = PACE,
  observe = unobserved,
  stalls = watchStalls(),
  keptDays = KEPT_DAYS,
  isWhole = true,
}: BotDependencies): Promise<Bot> {
  const { client, rest, access, shards, ready } = connection;
  // Nothing is posted before the login, so the client is ready when it is used.
  const send = createSend(client as Client<true>, log);
  // Of a server in which the bot is not its own choice counts alone.
  const inTongue: InTongue = async (serverId, work) => {
    const { language } = await storage.settings.get(serverId);
    return speaking(language ?? client.guilds.cache.get(serverId)?.preferredLocale, work);
  };
  const serves = (serverId: string) => isServedBy(shards, serverId);
  const servers = createServers({ client, shards, storage, send, inTongue, isWhole, clock, log });
  const { rests, channelGone, isIn, isGone } = servers;
  const digests = createDigests({
    inTongue,
    rests,
    channelGone,
    store: storage.digests,
    library,
    answer,
    settings: storage.settings,
    send,
    renderers: digestRenderers,
    clock,
    log,
    observe,
    serves,
    locks: storage.locks,
    ...(storage.agenda && { agenda: storage.agenda({ clock, log, part: partOf(shards) }) }),
  });
  const web = createWeb({
    inTongue,
    fetch,
    readPage: readPageInThread,
    feeds: storage.feeds,
    pages: storage.pages,
    library,
    tell: createTell(client, { send, servers, log }),
    renderers: feedRenderers,
    serves,
    isIn,
    clock,
    log,
  });
  const { threads, settings, feedback, asked, audit, members } = storage;
  const readsMessages = access.readsMessages;
  const own = { readsMessages, translates, clock, log, observe };
  const house = {
    library,
    answer,
    ledger,
    rates,
    about,
    digests,
    web,
    threads,
    settings,
    feedback,
    asked,
    audit,
    members,
    servers: storage.servers,
    ...own,
  };
  const claims = createClaims({ store: storage.claims, locks: storage.locks, clock, log });
  const served = serve(client, { commands, house, claims, stalls, pace });
  watchGateway(client, observe);
  const upkeep = createUpkeep({ storage, keptDays, serves, isGone, clock, log });
  servers.watch({ digests, feedsAreDue: web.wake, deletionIsDue: upkeep.wake });
  connection.handOver();
  try {
    if (shards.list.includes(0)) await register(rest, access.applicationId, commands, log);
    await ready;
  } catch (error) {
    await ready.catch(() => undefined);
    await client.destroy();
    throw error;
  }

  const ending = new AbortController();
  const posting = digests.run(ending.signal);
  const looking = web.run(ending.signal);
  const hear = (message: Message, reply: Message | undefined) => served.hear(message, { reply });
  const isServed = (serverId: string | null) => isServedBy(shards, serverId);
  const catchingUp = answerMissed(
    { client: client as Client<true>, claims, threads, serves: isServed, hear, clock, log },
    ending.signal,
  );
  const keeping = upkeep.run(ending.signal, servers.compare);
  return {
    name: client.user?.tag ?? '',
    connection: () => (client.isReady() && isConnected(client) ? null : 'not connected to Discord'),
    async stop() {
      ending.abort();
      // whoever asks meanwhile is still answered, for nobody else may be connected yet
      await Promise.race([
        Promise.all([posting, looking, keeping, catchingUp, served.finish()]),
        after(PATIENCE).over,
      ]);
      await after(GRACE).over;
      // right after an answer it is least likely that something is on its way
      await Promise.race([served.finish(GRACE), after(2 * GRACE).over]);
      await leave(client);
      await Promise.race([served.finish(LAST_WORDS), after(LAST_WORDS + GRACE).over]);
      await claims.close();
      stalls.close();
    },
  };
}

/** Ends the connection, so that nothing comes any more; what was asked last can still be answered. */
async function leave(client: Client): Promise<void> {
  const { token } = client;
  await client.destroy();
  if (token !== null) client.rest.setToken(token);
}

const KEPT_DAYS = 30;

async function register(
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

/**
 * Whoever stops a process kills it if it takes much longer than 10 seconds; so long (milliseconds) it goes on
 * with what it has begun.
 */
const PATIENCE = 8_000;
/** For what Discord sends at the last moment, in milliseconds. */
const GRACE = 250;
const LAST_WORDS = 1_000;

function isConnected(client: Client): boolean {
  return client.ws.shards.every(({ status }) => status === Status.Ready);
}

function watchGateway(client: Client, observe: Observe): void {
  const note = (state: Extract<Observation, { kind: 'gateway' }>['state']) => (_: unknown, shard: number) =>
    observe({ kind: 'gateway', shard, state });
  // the login may be over already
  for (const { id, status } of client.ws.shards.values())
    if (status === Status.Ready) observe({ kind: 'gateway', shard: id, state: 'ready' });
  client.on(Events.ShardReady, shard => observe({ kind: 'gateway', shard, state: 'ready' }));
  client.on(Events.ShardResume, shard => observe({ kind: 'gateway', shard, state: 'resumed' }));
  client.on(Events.ShardReconnecting, shard => observe({ kind: 'gateway', shard, state: 'reconnecting' }));
  client.on(Events.ShardDisconnect, note('disconnected'));
}
