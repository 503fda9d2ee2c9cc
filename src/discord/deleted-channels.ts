import type { Client } from 'discord.js';
import type { Logger } from 'pino';
import type { Poster } from '../digests/post-target.ts';
import type { WithServerLocale } from '../i18n/translate.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { formatSubject } from '../storage/stores/audit.ts';
import { renderChannelGone } from './render/channel-gone.ts';
import { feedNameOf } from './render/feeds.ts';
import type { ServerListeners } from './server-departures.ts';

interface ChannelContext extends Pick<Storage, 'servers' | 'feeds' | 'audit' | 'locks'> {
  readonly send: Pick<Poster, 'warn'>;
  readonly withServerLocale: WithServerLocale;
  readonly getListeners: () => ServerListeners | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Pauses the digests of a deleted channel and detaches its feeds, and says so once where editors see it. */
export async function pauseInDeletedChannel(
  serverId: string,
  channelId: string,
  { servers, feeds, audit, locks, send, withServerLocale, getListeners, clock, log }: ChannelContext,
): Promise<void> {
  await locks.runExclusive(`channel ${channelId}`, async () => {
    const digestsEnded = (await getListeners()?.digests.pauseInChannel(serverId, channelId)) ?? [];
    const left = await servers.leaveChannel(serverId, channelId);
    const feedsLeft = (await Promise.all(left.map(id => feeds.get(id)))).filter(feed => feed !== undefined);
    const memberId = digestsEnded[0]?.createdBy ?? feedsLeft[0]?.addedBy;
    if (memberId === undefined) return;
    const line = { serverId, at: formatTimestamp(clock), actor: 'bot' } as const;
    for (const { id, name } of digestsEnded)
      await audit.record({ ...line, action: 'paused', kind: 'digest', what: formatSubject(id, name) });
    for (const feed of feedsLeft) {
      const what = formatSubject(feed.id, feedNameOf(feed));
      await audit.record({ ...line, action: 'changed', kind: 'feed', what });
    }
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

/** Closes a deleted channel and its threads, not announced apart, and pauses what posts there. */
export async function closeChannel(
  serverId: string,
  channelId: string,
  context: ChannelContext & Pick<Storage, 'threads'> & { readonly client: Client },
): Promise<void> {
  const { client, threads } = context;
  const below = client.channels.cache.filter(channel => channel.isThread() && channel.parentId === channelId);
  for (const id of [channelId, ...below.keys()]) await threads.close(id);
  await pauseInDeletedChannel(serverId, channelId, context);
}
