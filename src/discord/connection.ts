import { type Client, Events, type REST } from 'discord.js';
import type { Logger } from 'pino';
import { createClient, createRest, type DiscordAccess, readAccess } from './client.ts';
import { type Shards, SINGLE_SHARD } from './shards.ts';

/** A connection to Discord whose login has begun and completes once `identify` is called. */
export interface Connection {
  readonly client: Client;
  readonly rest: REST;
  readonly access: DiscordAccess;
  readonly shards: Shards;
  /**
   * Resolves once Discord waits for the bot to identify, which is as far as the login gets without
   * `identify`.
   */
  readonly connected: Promise<void>;
  /** Resolves once Discord has sent READY; rejects if it refuses the login. */
  readonly ready: Promise<void>;
  /**
   * Lets the login continue; from then on Discord shows the bot as online and sends it what members do. To be
   * called once, by the code that answers from then on.
   */
  identify(): void;
}

interface ConnectionDependencies {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Logger;
  /** The shards that this process serves; all servers if absent. */
  readonly shards?: Shards | undefined;
}

/**
 * Begins to log in. It depends on little of the program, so that the code needed to answer can load while
 * Discord's own responses are on their way. The connection then waits for `identify`, because Discord allows
 * three seconds for each answer as soon as the bot appears online. Throws if Discord cannot be reached or
 * refuses the token.
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
  containEventErrors(client, log);
  const ready = startLogin(client, token);
  // callers that await `ready` get the error; until one does, a refused login must not end the process
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

/**
 * Logs what discord.js throws while it reads an event, which would end the process: Discord changes its events at any
 * time, and members cause most of them.
 */
function containEventErrors(client: Client, log: Logger): void {
  const reader = client.ws as unknown as EventReader;
  const read = reader.handlePacket.bind(reader);
  reader.handlePacket = (event, shard) => {
    try {
      return read(event, shard);
    } catch (error) {
      log.error({ err: error, event: event?.t }, 'an event of Discord was not understood');
      return false;
    }
  };
}

/** What discord.js calls with each event, but does not show in its types. */
interface EventReader {
  handlePacket(event?: { readonly t?: string }, shard?: unknown): boolean;
}

async function startLogin(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
  await client.login(token);
  await ready;
}
