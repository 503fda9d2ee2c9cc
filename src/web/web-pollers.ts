import { trackTask } from '../observability/waits.ts';
import type { WakeSignal } from '../scheduling/leases.ts';
import { createPoller, type Poller, type PollerParts } from '../scheduling/poller.ts';
import type { FeedStore, PageStore } from '../storage/stores/feeds.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';
import type { RefreshPage } from './refresh.ts';

/** Maximum number of feeds, and of pages, polled at once. */
const MAX_CONCURRENT = 3;

/** The dependencies of the feed poller. */
interface FeedPollerDependencies extends Pick<PollerParts<unknown>, 'clock' | 'log' | 'part' | 'presence'> {
  readonly store: FeedStore;
  readonly poll: (feed: StoredFeed, signal: AbortSignal) => Promise<FeedState>;
  readonly wakeSignal?: WakeSignal | undefined;
}

/** Creates a poller for the feeds of this process's servers: only there can it report a broken feed. */
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

/** The dependencies of the page poller. */
interface PagePollerDependencies extends Omit<FeedPollerDependencies, 'store' | 'poll' | 'part'> {
  readonly store: PageStore;
  readonly refresh: RefreshPage;
}

/** Creates a poller that polls stored pages again when they are due. */
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
    // the refresh has already recorded or removed the page
    settle: async () => null,
    signal: wakeSignal,
    ...rest,
  });
}

/** Combines pollers into one. */
export function joinPollers(...pollers: readonly Poller[]): Poller {
  return {
    wake: async () => void (await Promise.all(pollers.map(poller => poller.wake()))),
    pollOnce: async signal => void (await Promise.all(pollers.map(poller => poller.pollOnce(signal)))),
    run: async signal => void (await Promise.all(pollers.map(poller => poller.run(signal)))),
  };
}
