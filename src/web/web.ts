import type { Logger } from 'pino';
import type { Library } from '../articles/library.ts';
import { keepLocale, type WithServerLocale } from '../i18n/translate.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Presence, ServerPartition, WakeSignal } from '../scheduling/leases.ts';
import type { Poller } from '../scheduling/poller.ts';
import type { FeedStore, PageStore } from '../storage/stores/feeds.ts';
import type { FeedRenderers, NotifyServer } from './feed-notices.ts';
import { pollFeed } from './feed-poll.ts';
import { createFeeds, type Feeds } from './feeds.ts';
import type { Fetch } from './fetch.ts';
import { createIntake, type Intake, type IntakeDependencies } from './intake.ts';
import { createRefresh } from './refresh.ts';
import { createRobots } from './robots.ts';
import { createFeedPoller, createPagePoller, joinPollers } from './web-pollers.ts';

/** The pause between two pages of one feed, in milliseconds. */
const PAGE_PAUSE_MS = 2000;

/** Everything from the web: articles by address, feeds, and the polling of both. */
export interface Web extends Poller {
  readonly intake: Intake;
  readonly feeds: Feeds;
}

/** The dependencies for reading the web. */
interface WebDependencies {
  readonly fetch: Fetch;
  readonly readPage: IntakeDependencies['readPage'];
  readonly feeds: FeedStore;
  readonly pages: PageStore;
  readonly library: Library;
  readonly notify: NotifyServer;
  readonly renderers: FeedRenderers;
  /** The servers that this process serves, if several share a database; all of them if absent. */
  readonly part?: ServerPartition;
  /** Whether the bot is still in one of this process's servers; always, if absent. */
  readonly isIn?: (serverId: string) => boolean;
  /** Tells whether other processes have died; absent if there is only one. */
  readonly presence?: Presence | undefined;
  /** Tells other processes that something is due; absent if that is not possible. */
  readonly wakeSignal?: WakeSignal | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pause?: number;
  /** Runs work in a server's language; English if absent. */
  readonly withServerLocale?: WithServerLocale;
}

/** Creates everything from the web, on a library and its stores. */
export function createWeb(dependencies: WebDependencies): Web {
  const { fetch, library, pages, clock, log, part, presence, wakeSignal } = dependencies;
  const { isIn = () => true, pause = PAGE_PAUSE_MS, withServerLocale = keepLocale } = dependencies;
  const robots = createRobots({ fetch, clock });
  const intake = createIntake({ fetch, readPage: dependencies.readPage, library, pages, clock });
  const { feeds: store, notify, renderers } = dependencies;
  const feedParts = { store, fetch, robots, intake, notify, renderers, clock, log, minPause: pause, isIn };
  const poller = joinPollers(
    createFeedPoller({
      store,
      poll: (feed, signal) => withServerLocale(feed.serverId, () => pollFeed(feedParts, feed, signal)),
      part,
      clock,
      log,
      presence,
      wakeSignal,
    }),
    createPagePoller({
      store: pages,
      refresh: createRefresh({ fetch, robots, intake, clock, log }),
      clock,
      log,
      presence,
      wakeSignal,
    }),
  );
  return { ...poller, intake, feeds: createFeeds({ ...feedParts, onChange: poller.wake }) };
}
