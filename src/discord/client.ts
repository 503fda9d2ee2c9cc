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

/** The bot's application id, and what Discord lets the bot do. */
export interface DiscordAccess {
  readonly applicationId: string;
  /** Whether Discord lets this bot read messages that do not mention it. */
  readonly readsMessages: boolean;
}

/**
 * How often idle routes are dropped, in milliseconds: every interaction has a route of its own, and
 * discord.js would keep it for an hour.
 */
const SWEEP_INTERVAL_MS = 5 * 60_000;

const CONTENT_FLAGS = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/**
 * A client for Discord's REST API at `apiUrl` (`https://discord.com/api` or a stand-in), with the bot's
 * token.
 */
export function createRest(apiUrl: string, token: string): REST {
  return createDiscordRest(apiUrl).setToken(token);
}

/**
 * Reads what Discord grants the bot. Asking first costs one request, but logging in with an intent that is
 * not granted would end the connection (4014). Throws a `UserError` if Discord cannot be reached or refuses
 * the token.
 */
export async function readAccess(rest: REST): Promise<DiscordAccess> {
  const application = (await sendFirstRequest(
    rest,
    Routes.currentApplication(),
  )) as RESTGetCurrentApplicationResult;
  return { applicationId: application.id, readsMessages: ((application.flags ?? 0) & CONTENT_FLAGS) !== 0 };
}

interface ClientOptions {
  /** The shards that this process serves; all servers if absent. */
  readonly shards?: Shards;
  /**
   * Called when the client is connected and about to identify. The client waits for the returned promise, and
   * Discord sends it nothing until then.
   */
  readonly beforeIdentify?: () => Promise<void>;
}

/**
 * A client that is not logged in yet. Nothing it sends can ping anybody, not even the member it replies to.
 */
export function createClient(
  apiUrl: string,
  { readsMessages }: DiscordAccess,
  { shards = SINGLE_SHARD, beforeIdentify = async () => undefined }: ClientOptions = {},
): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const client = new Client({
    rest: { api: apiUrl, handlerSweepInterval: SWEEP_INTERVAL_MS },
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
    // a message sent again because its response was lost appears only once
    enforceNonce: true,
    // payloads are already written in the form that Discord expects
    jsonTransformer: (written: unknown) => written,
    allowedMentions: { parse: [], repliedUser: false },
    // Nothing is read back from these caches, and the messages of a busy server must not stay in memory.
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
