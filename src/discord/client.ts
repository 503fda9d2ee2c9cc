import {
  Client,
  GatewayIntentBits,
  Options,
  Partials,
  type REST,
  type RESTGetCurrentApplicationResult,
  Routes,
  SimpleIdentifyThrottler,
} from 'discord.js';
import { ApplicationFlags } from 'discord-api-types/v10';
import { sendFirstRequest } from './first-request.ts';
import { createDiscordRest } from './rest.ts';
import { type Shards, SINGLE_SHARD } from './shards.ts';

/** What Discord lets the bot do. */
export interface DiscordAccess {
  readonly applicationId: string;
  /** Whether Discord lets this bot read messages that do not mention it. */
  readonly readsMessages: boolean;
}

/**
 * How often (milliseconds) routes at rest are dropped: an interaction has one of its own, and discord.js
 * would keep them for an hour.
 */
const SWEEP_ROUTES_EVERY = 5 * 60_000;

const CONTENT_FLAGS = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** Discord's REST interface at `apiUrl` (`https://discord.com/api` or a stand-in), with the bot's token. */
export function createRest(apiUrl: string, token: string): REST {
  return createDiscordRest(apiUrl).setToken(token);
}

/**
 * What Discord grants the bot. Asking first costs one request; logging in with an intent that is not granted
 * would end the connection (4014). Throws a `UserError` where Discord cannot be reached or refuses the token.
 */
export async function readAccess(rest: REST): Promise<DiscordAccess> {
  const application = (await sendFirstRequest(
    rest,
    Routes.currentApplication(),
  )) as RESTGetCurrentApplicationResult;
  return { applicationId: application.id, readsMessages: ((application.flags ?? 0) & CONTENT_FLAGS) !== 0 };
}

interface ClientOptions {
  /** The part of the bot's servers that this process serves; all if absent. */
  readonly shards?: Shards;
  /**
   * Called when the client is connected and about to identify; it waits for what this returns, and Discord
   * sends it nothing until then.
   */
  readonly beforeIdentify?: () => Promise<void>;
}

/**
 * A client that is not logged in yet. Nothing it sends can ping anybody but whom it replies to: not even
 * them.
 */
export function createClient(
  apiUrl: string,
  { readsMessages }: DiscordAccess,
  { shards = SINGLE_SHARD, beforeIdentify = async () => undefined }: ClientOptions = {},
): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const client = new Client({
    rest: { api: apiUrl, handlerSweepInterval: SWEEP_ROUTES_EVERY },
    shards: [...shards.list],
    shardCount: shards.count,
    intents: [Guilds, GuildMessages, DirectMessages, ...(readsMessages ? [MessageContent] : [])],
    ws: {
      async buildIdentifyThrottler(manager) {
        const { session_start_limit } = await manager.fetchGatewayInformation();
        const throttler = new SimpleIdentifyThrottler(session_start_limit.max_concurrency);
        return {
          async waitForIdentify(shardId, signal) {
            await beforeIdentify();
            signal.throwIfAborted();
            return throttler.waitForIdentify(shardId, signal);
          },
        };
      },
    },
    partials: [Partials.Channel],
    // a message that was sent again, because its answer was lost, is there once
    enforceNonce: true,
    // what we send is written as Discord has it already
    jsonTransformer: (written: unknown) => written,
    allowedMentions: { parse: [], repliedUser: false },
    // Nothing is read back from these caches; what a busy server writes must not stay in memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: member => member.id === member.client.user.id },
      UserManager: { maxSize: 200, keepOverLimit: user => user.id === user.client.user.id },
    }),
  });
  const { options, rest } = client;
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
  client.rest = createDiscordRest(apiUrl, options.rest);
  return client;
}
