import { type Client, Events, type REST } from 'discord.js';
import type { Logger } from 'pino';
import { createClient, createRest, type DiscordAccess, readAccess } from './client.ts';
import { type Shards, SINGLE_SHARD } from './shards.ts';

/** The way to Discord: the login has begun, and ends when somebody answers. */
export interface Connection {
  readonly client: Client;
  readonly rest: REST;
  readonly access: DiscordAccess;
  readonly shards: Shards;
  /** Resolves once Discord waits for the bot to identify, which is all of the login that needs no `identify`. */
  readonly connected: Promise<void>;
  /** Resolves once Discord has said READY; rejects where it refuses the login. */
  readonly ready: Promise<void>;
  /**
   * Lets the login go on to the point from which Discord shows the bot as online and sends what members do.
   * To be called once, by whoever answers from then on.
   */
  identify(): void;
}

interface ConnectionDependencies {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Logger;
  /** The part of the bot's servers that this process serves; all if absent. */
  readonly shards?: Shards | undefined;
}

/**
 * Begins to log in. It needs little of the program, so that what is needed to answer can be loaded while
 * Discord's own answers are on their way; the connection then waits for `identify`, for a member has three
 * seconds from when the bot is seen to be there. Throws if Discord cannot be reached or refuses the token.
 */
export async function connect({
  token,
  apiUrl,
  log,
  shards = SINGLE_SHARD,
}: ConnectionDependencies): Promise<Connection> {
  const rest = createRest(apiUrl, token);
  const access = await readAccess(rest);
  if (!access.readsMessages)
    log.warn(
      'the message content intent is off, so in threads I see only messages that mention me: switch on "Message Content Intent" (Developer Portal, Bot)',
    );
  const connected = Promise.withResolvers<void>();
  const identified = Promise.withResolvers<void>();
  const beforeIdentify = () => {
    connected.resolve();
    return identified.promise;
  };
  const client = createClient(apiUrl, access, { shards, beforeIdentify });
  client.on(Events.Error, error => log.error({ err: error }, 'the connection to Discord reported an error'));
  client.on(Events.Warn, warning => log.warn({ warning }, 'discord.js warns'));
  const ready = startLogin(client, token);
  // whoever waits for it is told; until somebody does, a refused login is no fault of the process
  ready.catch(() => undefined);
  return {
    client,
    rest,
    access,
    shards,
    connected: Promise.race([connected.promise, ready.catch(() => undefined)]),
    ready,
    identify: identified.resolve,
  };
}

async function startLogin(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
  await client.login(token);
  await ready;
}
