import { nonceOf } from '../digests/digest.ts';
import type { Reply } from '../discord/types.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';
import type { PollFailed } from './poll-failed.ts';
import { FAILURES_UNTIL_NOTICE } from './refresh-schedule.ts';

/**
 * Posts a notice in a server: in the given channel, or else where the server receives such notices. Returns
 * false if it could not be posted anywhere.
 */
export type NotifyServer = (
  target: { serverId: string; channelId: string | null },
  reply: Reply,
  nonce: string,
) => Promise<boolean>;

/** The notices to a server when a feed breaks, works again or ends; passed in, free of Discord. */
export interface FeedRenderers {
  broken(feed: StoredFeed): Reply;
  worksAgain(feed: StoredFeed): Reply;
  ended(feed: StoredFeed): Reply;
}

/** The dependencies for making and sending feed notices. */
export interface NoticeDependencies {
  readonly notify: NotifyServer;
  readonly renderers: FeedRenderers;
  /** Whether the bot is still in a server. */
  readonly isIn: (serverId: string) => boolean;
}

/** Notifies the server of a feed's change of state, once. Returns whether it knows of the break. */
export async function notifyOfState(
  { notify, renderers, isIn }: NoticeDependencies,
  feed: StoredFeed,
  { state, fault }: { state: FeedState; fault: PollFailed | null },
): Promise<boolean> {
  const { told } = feed.state;
  if (!isIn(feed.serverId)) return told;
  const now = { ...feed, state };
  const nonceFor = (what: string) =>
    nonceOf(feed.id, `${what} ${feed.state.lastSuccess} ${feed.state.movedTo}`);
  if (state.ended !== null) return await notify(feed, renderers.ended(now), nonceFor('ended'));
  if (fault === null) {
    if (told) await notify(feed, renderers.worksAgain(now), nonceFor('works'));
    return false;
  }
  if (told || (fault.isPassing && state.failures < FAILURES_UNTIL_NOTICE)) return told;
  return await notify(feed, renderers.broken(now), nonceFor('broken'));
}
