import { trackTask } from '../observability/waits.ts';
import type { WakeSignal } from '../scheduling/leases.ts';
import { createPoller, type Poller, type PollerParts } from '../scheduling/poller.ts';
import type { FeedStore, PageStore } from '../storage/stores/feeds.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';
import type { RefreshPage } from './refresh.ts';

/** Feeds, and pages, that are looked at at once. */
const MAX_CONCURRENT = 3;

/** What feeds are polled with. */
export interface FeedPollerDependencies
  extends Pick<PollerParts<unknown>, 'clock' | 'log' | 'part' | 'presence'> {
  readonly store: FeedStore;
  readonly poll: (feed: StoredFeed, signal: AbortSignal) => Promise<FeedState>;
  readonly wakeSignal?: WakeSignal | undefined;
}

/** Polls each feed when it is due, of a part of the servers: only there can it be said that one is broken. */
export function createFeedPoller({ store, poll, wakeSignal, ...rest }: FeedPollerDependencies): Poller {
  return createPoller<FeedState | null>({
    name: 'feeds',
    maxConcurrent: MAX_CONCURRENT,
    rows: store,
    async work([id = ''], signal) {
      const feed = await store.get(id);
      return feed ? await trackTask(`feed ${id}`, () => poll(feed, signal)) : null;
    },
    async settle([id = ''], state, by) {
      if (!state) return null;
      await store.settle(id, state, by);
      return state.ended === null ? Date.parse(state.nextLook) : null;
    },
    signal: wakeSignal,
    ...rest,
  });
}

/** What pages are polled again with. */
export interface PagePollerDependencies extends Omit<FeedPollerDependencies, 'store' | 'poll' | 'part'> {
  readonly store: PageStore;
  readonly refresh: RefreshPage;
}

/** Looks again at each page whose article is stored, when that is due. */
export function createPagePoller({ store, refresh, wakeSignal, ...rest }: PagePollerDependencies): Poller {
  return createPoller<null>({
    name: 'pages',
    maxConcurrent: MAX_CONCURRENT,
    rows: store,
    async work([serverId, url = '']) {
      const page = await store.get(serverId || null, url);
      if (page) await trackTask('a page', () => refresh(page));
      return null;
    },
    // the page was recorded, or removed, as it was found
    settle: async () => null,
    signal: wakeSignal,
    ...rest,
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
