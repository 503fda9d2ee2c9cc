import { type Client, DiscordAPIError, Events, RESTJSONErrorCodes } from 'discord.js';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Digests } from '../digests/digests.ts';
import type { Send } from '../digests/send.ts';
import { type InTongue, t } from '../i18n/translate.ts';
import { forgetServer } from '../privacy/erasure.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import { createTurns } from '../scheduling/keyed-mutex.ts';
import type { Storage } from '../storage/storage.ts';
import type { KeptFeed } from '../web/feed-state.ts';
import { renderChannelGone } from './render/channel-gone.ts';
import { isOfShard, isServedBy, type Shards } from './shards.ts';

/**
 * What came in longer ago than this (milliseconds) is not posted when a server is back after a longer time.
 */
const FRESH = 24 * 3_600_000;

/** Where the bot is. */
export interface Servers {
  isIn(serverId: string): boolean;
  /**
   * Whether nothing is to be done for a server: it is without the bot, or its data is being deleted. `ask`:
   * by asking Discord, for what it refuses may come before the news.
   */
  rests(serverId: string, how?: { ask: boolean }): Promise<boolean>;
  /** Whether Discord itself says that the bot is not in a server. */
  isGone(serverId: string): Promise<boolean>;
  /** Ends what posts to a channel that is gone, and says so once where editors see it. */
  channelGone(serverId: string, channelId: string): Promise<void>;
  /** Learns from Discord, from now on, which servers and channels there are. */
  watch(parts: Watched): void;
  /** Compares what is on record with the servers that Discord says the bot is in. */
  compare(): Promise<void>;
}

interface Watched {
  readonly digests: Pick<Digests, 'goOn' | 'endIn'>;
  /** Feeds may be due that were not before. */
  readonly feedsAreDue: () => void;
  /** The data of a server may be due to be deleted. */
  readonly deletionIsDue: () => void;
}

interface Dependencies {
  readonly client: Client;
  readonly shards: Shards;
  readonly storage: Pick<Storage, 'servers' | 'threads' | 'feeds' | 'audit' | 'locks'>;
  readonly send: Pick<Send, 'warn'>;
  readonly inTongue: InTongue;
  /**
   * Whether a server on record that Discord does not name is one that the bot has left: not so in a preview,
   * which knows no other.
   */
  readonly isWhole: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createServers({
  client,
  shards,
  storage,
  send,
  inTongue,
  isWhole,
  clock,
  log,
}: Dependencies): Servers {
  const { servers, threads, feeds, audit, locks } = storage;
  const inTurn = createTurns();
  let watched: Watched | undefined;

  const isIn = (serverId: string) => client.guilds.cache.has(serverId);

  async function isGone(serverId: string): Promise<boolean> {
    try {
      await client.guilds.fetch({ guild: serverId, force: true });
      return false;
    } catch (error) {
      if (error instanceof DiscordAPIError && GONE.has(error.code)) return true;
      throw error;
    }
  }

  /**
   * What concerns one server is done in its order; a fault is told, and the next comparison makes up for it.
   */
  function attend(serverId: string, work: () => Promise<void>): Promise<void> {
    return inTurn(serverId, () =>
      work().catch((error: unknown) =>
        log.error({ err: error, server: serverId }, 'what became of a server could not be noted'),
      ),
    );
  }

  async function left(serverId: string): Promise<void> {
    if (isIn(serverId)) return; // it came back in the meantime
    if (!(await servers.rest(serverId, timestamp(clock)))) return;
    log.info({ server: serverId }, 'a server is without the bot: its digests, feeds and threads rest');
    watched?.deletionIsDue();
  }

  async function returned(serverId: string): Promise<void> {
    const rest = await servers.restOf(serverId);
    if (!rest || !isIn(serverId)) return;
    // whoever wanted it deleted has it deleted to the end
    if (rest.isForgetting) return forgetServer(servers, serverId, clock);
    const now = clock.now();
    const isLong = now - Date.parse(rest.since) > FRESH;
    await inTongue(serverId, () =>
      servers.goOn(serverId, {
        at: timestamp(clock),
        from: isLong ? new Date(now - FRESH).toISOString() : null,
        reason: t('I was not in this server when it was due.'),
      }),
    );
    await servers.wake(serverId);
    await watched?.digests.goOn(serverId);
    watched?.feedsAreDue();
    log.info({ server: serverId, since: rest.since }, 'a server has the bot again: all goes on from now');
  }

  async function compare(): Promise<void> {
    for (const serverId of await servers.known()) {
      if (!/^\d+$/.test(serverId) || !isServedBy(shards, serverId)) continue;
      if (isIn(serverId)) await attend(serverId, () => returned(serverId));
      else if (isWhole) await attend(serverId, () => left(serverId));
    }
  }

  async function channelGone(serverId: string, channelId: string): Promise<void> {
    await locks.inTurn(`channel ${channelId}`, async () => {
      const ended = (await watched?.digests.endIn(serverId, channelId)) ?? [];
      const left = await feedsOf(await servers.leaveChannel(serverId, channelId));
      if (ended.length + left.length === 0) return;
      const line = { serverId, at: timestamp(clock), actor: 'bot' } as const;
      for (const { id } of ended) await audit.note({ ...line, action: 'paused', kind: 'digest', what: id });
      for (const { id } of left) await audit.note({ ...line, action: 'changed', kind: 'feed', what: id });
      const memberId = ended[0]?.createdBy ?? left[0]!.addedBy;
      const reply = await inTongue(serverId, async () => renderChannelGone({ digests: ended, feeds: left }));
      const told = await send.warn({ serverId, about: channelId, memberId, reply });
      log.warn(
        { server: serverId, channel: channelId, digests: ended.length, feeds: left.length, told },
        'a channel is gone',
      );
    });
  }

  async function feedsOf(ids: readonly string[]): Promise<KeptFeed[]> {
    return (await Promise.all(ids.map(id => feeds.get(id)))).filter(feed => feed !== undefined);
  }

  /** With a channel its threads go, of which Discord says nothing more. */
  async function channelDeleted(serverId: string, channelId: string): Promise<void> {
    const below = client.channels.cache.filter(
      channel => channel.isThread() && channel.parentId === channelId,
    );
    for (const id of [channelId, ...below.keys()]) await threads.end(id);
    await channelGone(serverId, channelId);
  }

  function watch(parts: Watched): void {
    watched = parts;
    client.on(Events.GuildDelete, ({ id }) => void attend(id, () => left(id)));
    client.on(Events.GuildCreate, ({ id }) => void attend(id, () => returned(id)));
    client.ws.on(GatewayDispatchEvents.Ready, ({ guilds }: { guilds: { id: string }[] }, shard) =>
      dropUnnamed(guilds, shard),
    );
    client.on(
      Events.ShardReady,
      () =>
        void compare().catch(error => log.error({ err: error }, 'the servers on record could not be read')),
    );
    client.ws.on(
      GatewayDispatchEvents.ChannelDelete,
      ({ id, guild_id: serverId }: { id: string; guild_id?: string }) => {
        if (serverId !== undefined) void attend(serverId, () => channelDeleted(serverId, id));
      },
    );
    client.ws.on(
      GatewayDispatchEvents.ThreadDelete,
      ({ id, guild_id: serverId }: { id: string; guild_id: string }) => {
        void attend(serverId, async () => void (await threads.end(id)));
      },
    );
  }

  /** A new session names all servers; discord.js keeps those that went while there was none. */
  function dropUnnamed(named: readonly { id: string }[], shard: number): void {
    const ids = new Set(named.map(({ id }) => id));
    for (const id of client.guilds.cache.keys())
      if (!ids.has(id) && isOfShard(shard, shards.count, id)) client.guilds.cache.delete(id);
  }

  return {
    isIn,
    async rests(serverId, { ask } = { ask: false }) {
      if (!isIn(serverId) || (await servers.restOf(serverId)) !== undefined) return true;
      return ask && (await isGone(serverId).catch(() => false)); // where Discord does not answer it is as it was
    },
    isGone,
    channelGone,
    watch,
    compare,
  };
}

/** How Discord answers who asks for a server that they are not in. */
const GONE: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);
