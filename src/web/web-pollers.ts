import type { Logger } from 'pino';
import { trackTask } from '../observability/waits.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { ServerPartition, WakeSignal } from '../scheduling/leases.ts';
import { createPoller, type Poller } from '../scheduling/poller.ts';
import type { FeedStore, PageStore } from '../storage/stores/feeds.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';
import type { RefreshPage } from './refresh.ts';

/** Feeds, and pages, that are looked at at once. */
const MAX_CONCURRENT = 3;

/** What feeds are polled with. */
export interface FeedPollerDependencies {
  readonly store: FeedStore;
  readonly poll: (feed: StoredFeed, signal: AbortSignal) => Promise<FeedState>;
  /** The part of the servers whose feeds this process polls: only there can it be said that one is broken. */
  readonly part?: ServerPartition | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wakeSignal?: WakeSignal | undefined;
}

/** Polls each feed when it is due. */
export function createFeedPoller({
  store,
  poll,
  part,
  clock,
  log,
  wakeSignal,
}: FeedPollerDependencies): Poller {
  return createPoller<string, FeedState | null>({
    name: 'feeds',
    maxConcurrent: MAX_CONCURRENT,
    keyOf: id => id,
    claimDue: async (claim, limit) => (await store.claimDue(claim, limit, part)).flat(),
    renew: (ids, claim) =>
      store.renew(
        ids.map(id => [id]),
        claim,
      ),
    async work(id, signal) {
      const feed = await store.get(id);
      return feed ? await trackTask(`feed ${id}`, () => poll(feed, signal)) : null;
    },
    async settle(id, state, by) {
      if (!state) return null;
      await store.settle(id, state, by);
      return state.ended === null ? Date.parse(state.nextLook) : null;
    },
    postpone: async (id, until, by) => void (await store.release([id], by, until)),
    findNextDue: by => store.findNextDue(by, part),
    clock,
    log,
    signal: wakeSignal,
  });
}

/** What pages are polled again with. */
export interface PagePollerDependencies extends Pick<FeedPollerDependencies, 'clock' | 'log' | 'wakeSignal'> {
  readonly store: PageStore;
  readonly refresh: RefreshPage;
}

/** Looks again at each page whose article is stored, when that is due. */
export function createPagePoller({ store, refresh, clock, log, wakeSignal }: PagePollerDependencies): Poller {
  return createPoller<readonly string[], null>({
    name: 'pages',
    maxConcurrent: MAX_CONCURRENT,
    keyOf: key => key.join(' '),
    claimDue: (claim, limit) => store.claimDue(claim, limit),
    renew: (keys, claim) => store.renew(keys, claim),
    async work([serverId, url = '']) {
      const page = await store.get(serverId || null, url);
      if (page) await trackTask('a page', () => refresh(page));
      return null;
    },
    // the page was recorded, or removed, as it was found
    settle: async () => null,
    postpone: async (key, until, by) => void (await store.release(key, by, until)),
    findNextDue: by => store.findNextDue(by),
    clock,
    log,
    signal: wakeSignal,
  });
}

/** Two pollers as one. */
export function joinPollers(...pollers: readonly Poller[]): Poller {
  return {
    wake: async () => void (await Promise.all(pollers.map(poller => poller.wake()))),
    pollOnce: async signal => void (await Promise.all(pollers.map(poller => poller.pollOnce(signal)))),
    run: async signal => void (await Promise.all(pollers.map(poller => poller.run(signal)))),
  };
}
