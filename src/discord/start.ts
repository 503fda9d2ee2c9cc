import type { Client } from 'discord.js';
import type { Logger } from 'pino';
import type { Answer } from '../answer.ts';
import type { Library } from '../article/library.ts';
import type { Clock } from '../clock.ts';
import { createDigests } from '../digests/digests.ts';
import type { Ledger } from '../ledger.ts';
import type { Rates } from '../rates.ts';
import type { Storage } from '../storage/storage.ts';
import { serve } from './bot.ts';
import { createClient, createRest, readAccess } from './client.ts';
import type { Command } from './command.ts';
import { deploy } from './deploy.ts';
import { PACE, type Pace } from './live.ts';
import { createSend } from './post.ts';

export interface BotDependencies {
  readonly token: string;
  readonly apiUrl: string;
  readonly commands: readonly Command[];
  readonly storage: Storage;
  readonly library: Library;
  readonly answer: Answer;
  readonly ledger: Ledger;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly log: Logger;
  /** Discord's own if absent. */
  readonly pace?: Pace;
}

export interface Bot {
  /** The bot's name on Discord. */
  readonly name: string;
  /** Ends what has begun, then leaves Discord. */
  stop(): Promise<void>;
}

/** Registers the commands, logs in and begins to post digests. Throws if Discord cannot be reached or refuses the token. */
export async function startBot({
  token,
  apiUrl,
  commands,
  storage,
  library,
  answer,
  ledger,
  rates,
  clock,
  log,
  pace = PACE,
}: BotDependencies): Promise<Bot> {
  const rest = createRest(apiUrl, token);
  const access = await readAccess(rest);
  if (!access.readsMessages)
    log.warn(
      'the message content intent is off, so in threads I see only messages that mention me: switch on "Message Content Intent" (Developer Portal, Bot)',
    );
  const client = createClient(apiUrl, access);
  // Nothing is posted before the login, so the client is ready when it is used.
  const send = createSend(client as Client<true>);
  const digests = createDigests({ store: storage.digests, library, answer, settings: storage.settings, send, clock, log });
  const { threads, settings } = storage;
  const house = { library, answer, ledger, rates, digests, threads, settings, readsMessages: access.readsMessages, clock, log };
  serve(client, commands, house, pace);
  const { count, changed } = await deploy(rest, access.applicationId, commands);
  log.info({ commands: count, changed }, changed.length > 0 ? 'commands registered' : 'the commands are registered already');
  await login(client, token);

  const ending = new AbortController();
  const posting = digests.run(ending.signal);
  return {
    name: client.user?.tag ?? '',
    async stop() {
      ending.abort();
      await posting;
      await client.destroy();
    },
  };
}

async function login(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>(resolve => client.once('clientReady', () => resolve()));
  await client.login(token);
  await ready;
}
