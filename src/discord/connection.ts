import { type Client, Events, type Interaction, type Message, type REST } from 'discord.js';
import type { Logger } from 'pino';
import { createClient, createRest, type DiscordAccess, readAccess } from './client.ts';
import { type Shards, SINGLE_SHARD } from './shards.ts';

/** The way to Discord: the login has begun, and nobody answers yet. */
export interface Connection {
  readonly client: Client;
  readonly rest: REST;
  readonly access: DiscordAccess;
  readonly shards: Shards;
  /** Resolves once Discord has said READY; rejects where it refuses the login. */
  readonly ready: Promise<void>;
  /**
   * Hands over what members have done since the login began, in its order. To be called once, by whoever
   * answers from then on.
   */
  releaseEvents(): void;
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
 * Discord's own answers are on their way. Throws if Discord cannot be reached or refuses the token.
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
  const client = createClient(apiUrl, access, shards);
  client.on(Events.Error, error => log.error({ err: error }, 'the connection to Discord reported an error'));
  client.on(Events.Warn, warning => log.warn({ warning }, 'discord.js warns'));
  const handOver = bufferEvents(client);
  const ready = startLogin(client, token);
  // whoever waits for it is told; until somebody does, a refused login is no fault of the process
  ready.catch(() => undefined);
  return { client, rest, access, shards, ready, releaseEvents: handOver };
}

async function startLogin(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
  await client.login(token);
  await ready;
}

/** Holds what members do until somebody listens. */
function bufferEvents(client: Client): () => void {
  const buffered: (() => void)[] = [];
  const bufferInteraction = (interaction: Interaction) =>
    buffered.push(() => client.emit(Events.InteractionCreate, interaction));
  const bufferMessage = (message: Message) =>
    buffered.push(() => client.emit(Events.MessageCreate, message as Message<true>));
  client.on(Events.InteractionCreate, bufferInteraction);
  client.on(Events.MessageCreate, bufferMessage);
  return () => {
    client.off(Events.InteractionCreate, bufferInteraction);
    client.off(Events.MessageCreate, bufferMessage);
    for (const emitBuffered of buffered) emitBuffered();
  };
}
