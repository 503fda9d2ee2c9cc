import { type Client, DiscordAPIError, Events, RESTJSONErrorCodes } from 'discord.js';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Digests } from '../digests/digests.ts';
import type { Poster } from '../digests/post-target.ts';
import { t, type WithServerLocale } from '../i18n/translate.ts';
import { eraseServerData } from '../privacy/erasure.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Storage } from '../storage/storage.ts';
import type { StoredFeed } from '../web/feed-records.ts';
import { renderChannelGone } from './render/channel-gone.ts';
import { isOfShard, isServedBy, type Shards } from './shards.ts';

/**
 * What came in longer ago than this (milliseconds) is not posted when a server is back after a longer time.
 */
const MAX_CATCH_UP_MS = 24 * 3_600_000;

/** Where the bot is. */
export interface Servers {
  isIn(serverId: string): boolean;
  /**
   * Whether nothing is to be done for a server: it is without the bot, or its data is being deleted. `ask`:
   * by asking Discord, for what it refuses may come before the news.
   */
  isResting(serverId: string, how?: { ask: boolean }): Promise<boolean>;
  /** Whether Discord itself says that the bot is not in a server. */
  isGone(serverId: string): Promise<boolean>;
  /** Ends what posts to a channel that is gone, and says so once where editors see it. */
  handleDeletedChannel(serverId: string, channelId: string): Promise<void>;
  /** Learns from Discord, from now on, which servers and channels there are. */
  listen(given: ServerListeners): void;
  /** Compares what is on record with the servers that Discord says the bot is in. */
  reconcile(): Promise<void>;
}

interface ServerListeners {
  readonly digests: Pick<Digests, 'resumeAfterRest' | 'pauseInChannel'>;
  /** Feeds may be due that were not before. */
  readonly wakeFeeds: () => void;
  /** The data of a server may be due to be deleted. */
  readonly wakeErasure: () => void;
}

interface ServersDependencies {
  readonly client: Client;
  readonly shards: Shards;
  readonly storage: Pick<Storage, 'servers' | 'threads' | 'feeds' | 'audit' | 'locks'>;
  readonly send: Pick<Poster, 'warn'>;
  readonly withServerLocale: WithServerLocale;
  /**
   * Whether a server on record that Discord does not name is one that the bot has left: not so in a preview,
   * which knows no other.
   */
  readonly isWhole: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Follows which servers the bot is in, and what happens to their channels. */
export function createServers({
  client,
  shards,
  storage,
  send,
  withServerLocale,
  isWhole,
  clock,
  log,
}: ServersDependencies): Servers {
  const { servers, threads, feeds, audit, locks } = storage;
  const runExclusive = createKeyedMutex();
  let listeners: ServerListeners | undefined;

  const isIn = (serverId: string) => client.guilds.cache.has(serverId);

  async function isGone(serverId: string): Promise<boolean> {
    try {
      await client.guilds.fetch({ guild: serverId, force: true });
      return false;
    } catch (error) {
      if (error instanceof DiscordAPIError && NOT_MEMBER_CODES.has(error.code)) return true;
      throw error;
    }
  }

  /**
   * What concerns one server is done in its order; a fault is told, and the next comparison makes up for it.
   */
  function runForServer(serverId: string, work: () => Promise<void>): Promise<void> {
    return runExclusive(serverId, () =>
      work().catch((error: unknown) =>
        log.error({ err: error, server: serverId }, 'what became of a server could not be noted'),
      ),
    );
  }

  async function handleLeave(serverId: string): Promise<void> {
    if (isIn(serverId)) return; // it came back in the meantime
    if (!(await servers.markDeparted(serverId, formatTimestamp(clock)))) return;
    log.info({ server: serverId }, 'a server is without the bot: its digests, feeds and threads rest');
    listeners?.wakeErasure();
  }

  async function handleReturn(serverId: string): Promise<void> {
    const rest = await servers.getDeparture(serverId);
    if (!rest || !isIn(serverId)) return;
    // whoever wanted it deleted has it deleted to the end
    if (rest.isForgetting) return eraseServerData(servers, serverId, clock);
    const now = clock.now();
    const isLong = now - Date.parse(rest.since) > MAX_CATCH_UP_MS;
    await withServerLocale(serverId, () =>
      servers.resumeFrom(serverId, {
        at: formatTimestamp(clock),
        from: isLong ? new Date(now - MAX_CATCH_UP_MS).toISOString() : null,
        reason: t('I wasn’t in this server when it was due.'),
      }),
    );
    await servers.clearDeparture(serverId);
    await listeners?.digests.resumeAfterRest(serverId);
    listeners?.wakeFeeds();
    log.info({ server: serverId, since: rest.since }, 'a server has the bot again: all goes on from now');
  }

  async function reconcile(): Promise<void> {
    for (const serverId of await servers.listKnown()) {
      if (!/^\d+$/.test(serverId) || !isServedBy(shards, serverId)) continue;
      if (isIn(serverId)) await runForServer(serverId, () => handleReturn(serverId));
      else if (isWhole) await runForServer(serverId, () => handleLeave(serverId));
    }
  }

  async function handleDeletedChannel(serverId: string, channelId: string): Promise<void> {
    await locks.runExclusive(`channel ${channelId}`, async () => {
      const digestsEnded = (await listeners?.digests.pauseInChannel(serverId, channelId)) ?? [];
      const feedsLeft = await getFeeds(await servers.leaveChannel(serverId, channelId));
      const memberId = digestsEnded[0]?.createdBy ?? feedsLeft[0]?.addedBy;
      if (memberId === undefined) return;
      const line = { serverId, at: formatTimestamp(clock), actor: 'bot' } as const;
      for (const { id } of digestsEnded)
        await audit.record({ ...line, action: 'paused', kind: 'digest', what: id });
      for (const { id } of feedsLeft)
        await audit.record({ ...line, action: 'changed', kind: 'feed', what: id });
      const reply = await withServerLocale(serverId, async () =>
        renderChannelGone({ digests: digestsEnded, feeds: feedsLeft }),
      );
      const notified = await send.warn({ serverId, about: channelId, memberId, reply });
      log.warn(
        {
          server: serverId,
          channel: channelId,
          digests: digestsEnded.length,
          feeds: feedsLeft.length,
          told: notified,
        },
        'a channel is gone',
      );
    });
  }

  async function getFeeds(ids: readonly string[]): Promise<StoredFeed[]> {
    return (await Promise.all(ids.map(id => feeds.get(id)))).filter(feed => feed !== undefined);
  }

  /** With a channel its threads go, of which Discord says nothing more. */
  async function handleChannelDelete(serverId: string, channelId: string): Promise<void> {
    const below = client.channels.cache.filter(
      channel => channel.isThread() && channel.parentId === channelId,
    );
    for (const id of [channelId, ...below.keys()]) await threads.close(id);
    await handleDeletedChannel(serverId, channelId);
  }

  function listen(given: ServerListeners): void {
    listeners = given;
    client.on(Events.GuildDelete, ({ id }) => void runForServer(id, () => handleLeave(id)));
    client.on(Events.GuildCreate, ({ id }) => void runForServer(id, () => handleReturn(id)));
    client.ws.on(GatewayDispatchEvents.Ready, ({ guilds }: { guilds: { id: string }[] }, shard) =>
      removeUnlistedServers(guilds, shard),
    );
    client.on(
      Events.ShardReady,
      () =>
        void reconcile().catch(error => log.error({ err: error }, 'the servers on record could not be read')),
    );
    client.ws.on(
      GatewayDispatchEvents.ChannelDelete,
      ({ id, guild_id: serverId }: { id: string; guild_id?: string }) => {
        if (serverId !== undefined) void runForServer(serverId, () => handleChannelDelete(serverId, id));
      },
    );
    client.ws.on(
      GatewayDispatchEvents.ThreadDelete,
      ({ id, guild_id: serverId }: { id: string; guild_id: string }) => {
        void runForServer(serverId, async () => void (await threads.close(id)));
      },
    );
  }

  /** A new session names all servers; discord.js keeps those that went while there was none. */
  function removeUnlistedServers(named: readonly { id: string }[], shard: number): void {
    const ids = new Set(named.map(({ id }) => id));
    for (const id of client.guilds.cache.keys())
      if (!ids.has(id) && isOfShard(shard, shards.count, id)) client.guilds.cache.delete(id);
  }

  return {
    isIn,
    async isResting(serverId, { ask } = { ask: false }) {
      if (!isIn(serverId) || (await servers.getDeparture(serverId)) !== undefined) return true;
      return ask && (await isGone(serverId).catch(() => false)); // where Discord does not answer it is as it was
    },
    isGone,
    handleDeletedChannel,
    listen,
    reconcile,
  };
}

/** How Discord answers who asks for a server that they are not in. */
const NOT_MEMBER_CODES: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);
