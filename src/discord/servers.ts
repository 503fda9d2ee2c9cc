import { type Client, DiscordAPIError, Events, RESTJSONErrorCodes } from 'discord.js';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Poster } from '../digests/post-target.ts';
import type { WithServerLocale } from '../i18n/translate.ts';
import type { Clock } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Storage } from '../storage/storage.ts';
import { closeChannel, pauseInDeletedChannel } from './deleted-channels.ts';
import { handleLeave, handleReturn, type ServerListeners } from './server-departures.ts';
import { isOfShard, isServedBy, type Shards } from './shards.ts';

/** The servers that the bot is in. */
export interface Servers {
  isIn(serverId: string): boolean;
  /**
   * Whether nothing is to be done for a server, because the bot is not in it or its data is being deleted.
   * With `ask`, Discord is asked too: a refusal may arrive before the news that the bot was removed.
   */
  isResting(serverId: string, how?: { ask: boolean }): Promise<boolean>;
  /** Whether Discord itself says that the bot is not in a server. */
  isGone(serverId: string): Promise<boolean>;
  /** Pauses the digests of a deleted channel and detaches its feeds, and says so once to the editors. */
  handleDeletedChannel(serverId: string, channelId: string): Promise<void>;
  /** Starts to follow which servers and channels there are. */
  listen(given: ServerListeners): void;
  /** Compares the servers on record with those that Discord says the bot is in. */
  reconcile(): Promise<void>;
}

interface ServersDependencies {
  readonly client: Client;
  readonly shards: Shards;
  readonly storage: Pick<Storage, 'servers' | 'threads' | 'feeds' | 'audit' | 'locks'>;
  readonly send: Pick<Poster, 'warn'>;
  readonly withServerLocale: WithServerLocale;
  /**
   * Whether a server on record that Discord does not name is one that the bot has left. False in a preview,
   * which knows no other servers.
   */
  readonly isWhole: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Tracks which servers the bot is in and what happens to their channels. */
export function createServers(dependencies: ServersDependencies): Servers {
  const { client, shards, storage, isWhole, log } = dependencies;
  const { servers, threads } = storage;
  const runExclusive = createKeyedMutex();
  let listeners: ServerListeners | undefined;
  const isIn = (serverId: string) => client.guilds.cache.has(serverId);
  const context = { ...dependencies, ...storage, isIn, getListeners: () => listeners };

  /** Runs the work for one server in order. An error is logged, and the next comparison makes up for it. */
  function runForServer(serverId: string, work: () => Promise<void>): Promise<void> {
    return runExclusive(serverId, () =>
      work().catch((error: unknown) =>
        log.error({ err: error, server: serverId }, 'what became of a server could not be noted'),
      ),
    );
  }

  const leave = (serverId: string) => runForServer(serverId, () => handleLeave(serverId, context));
  const comeBack = (serverId: string) => runForServer(serverId, () => handleReturn(serverId, context));

  async function reconcile(): Promise<void> {
    for (const serverId of await servers.listKnown()) {
      if (!/^\d+$/.test(serverId) || !isServedBy(shards, serverId)) continue;
      if (isIn(serverId)) await comeBack(serverId);
      else if (isWhole) await leave(serverId);
    }
  }

  const handleDeletedChannel = (serverId: string, channelId: string) =>
    pauseInDeletedChannel(serverId, channelId, context);

  return {
    isIn,
    async isResting(serverId, { ask } = { ask: false }) {
      if (!isIn(serverId) || (await servers.getDeparture(serverId)) !== undefined) return true;
      return ask && (await isGone(client, serverId).catch(() => false)); // no answer changes nothing
    },
    isGone: serverId => isGone(client, serverId),
    handleDeletedChannel,
    listen(given) {
      listeners = given;
      followServers(client, {
        leave,
        comeBack,
        reconcile: () =>
          reconcile().catch(error => log.error({ err: error }, 'the servers on record could not be read')),
        isOfShard: (id, shard) => isOfShard(shard, shards.count, id),
      });
      followChannels(client, {
        closeChannel: (serverId, id) => runForServer(serverId, () => closeChannel(serverId, id, context)),
        closeThread: (serverId, id) => runForServer(serverId, async () => void (await threads.close(id))),
      });
    },
    reconcile,
  };
}

/** The error codes that Discord returns for a server that the bot is not in. */
const NOT_MEMBER_CODES: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

async function isGone(client: Client, serverId: string): Promise<boolean> {
  try {
    await client.guilds.fetch({ guild: serverId, force: true });
    return false;
  } catch (error) {
    if (error instanceof DiscordAPIError && NOT_MEMBER_CODES.has(error.code)) return true;
    throw error;
  }
}

interface ServerFollower {
  readonly leave: (serverId: string) => Promise<void>;
  readonly comeBack: (serverId: string) => Promise<void>;
  readonly reconcile: () => Promise<void>;
  readonly isOfShard: (serverId: string, shard: number) => boolean;
}

function followServers(client: Client, { leave, comeBack, reconcile, isOfShard }: ServerFollower): void {
  client.on(Events.GuildDelete, ({ id }) => void leave(id));
  client.on(Events.GuildCreate, ({ id }) => void comeBack(id));
  // a new session names all servers; discord.js keeps those that disappeared while there was no session
  client.ws.on(GatewayDispatchEvents.Ready, ({ guilds }: { guilds: { id: string }[] }, shard) => {
    const named = new Set(guilds.map(({ id }) => id));
    for (const id of client.guilds.cache.keys())
      if (!named.has(id) && isOfShard(id, shard)) client.guilds.cache.delete(id);
  });
  client.on(Events.ShardReady, () => void reconcile());
}

interface ChannelFollower {
  readonly closeChannel: (serverId: string, channelId: string) => Promise<void>;
  readonly closeThread: (serverId: string, threadId: string) => Promise<void>;
}

function followChannels(client: Client, { closeChannel, closeThread }: ChannelFollower): void {
  client.ws.on(
    GatewayDispatchEvents.ChannelDelete,
    ({ id, guild_id: serverId }: { id: string; guild_id?: string }) => {
      if (serverId !== undefined) void closeChannel(serverId, id);
    },
  );
  client.ws.on(
    GatewayDispatchEvents.ThreadDelete,
    ({ id, guild_id: serverId }: { id: string; guild_id: string }) => void closeThread(serverId, id),
  );
}
