import type { Logger } from 'pino';
import type { Library } from '../articles/library.ts';
import { keepLocale, type WithServerLocale } from '../i18n/translate.ts';
import { trackTask } from '../observability/waits.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { Unreachable } from '../storage/outage.ts';
import type { FeedStore, PageStore } from '../storage/stores/feeds.ts';
import type { FeedRenderers, NotifyServer } from './feed-notices.ts';
import type { StoredFeed } from './feed-records.ts';
import { createFeeds, type Feeds } from './feeds.ts';
import type { Fetch } from './fetch.ts';
import { createIntake, type Intake, type IntakeDependencies } from './intake.ts';
import { createRefresh } from './refresh.ts';
import { createRobots } from './robots.ts';

/** How often it is looked whether something is due, in milliseconds: another process may have added it. */
const MAX_SLEEP_MS = 60_000;

/** For so long a look belongs to whoever began it, in milliseconds; then it is taken for abandoned. */
const LEASE_MS = 15 * 60_000;

/** Feeds, and pages, that are looked at at once. */
const MAX_CONCURRENT = 3;

/** Between two pages of one feed, in milliseconds. */
const PAGE_PAUSE_MS = 2000;

/** What comes from the web: articles by their address, feeds, and looking again at both. */
export interface Web {
  readonly intake: Intake;
  readonly feeds: Feeds;
  /** Does what is due at this moment, and ends when nothing is left. */
  pollOnce(signal: AbortSignal): Promise<void>;
  /** Something is due that was not before. */
  wake(): void;
  /** Does what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

/** What the web is read with. */
export interface WebDependencies {
  readonly fetch: Fetch;
  readonly readPage: IntakeDependencies['readPage'];
  readonly feeds: FeedStore;
  readonly pages: PageStore;
  readonly library: Library;
  readonly notify: NotifyServer;
  readonly renderers: FeedRenderers;
  /** Whether this process serves a server, where several share a database; all if absent. */
  readonly serves?: (serverId: string) => boolean;
  /** Whether the bot is in a server of this process's still; in all if absent. */
  readonly isIn?: (serverId: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pause?: number;
  /** Speaks as a server does; English if absent. */
  readonly withServerLocale?: WithServerLocale;
}

/** What comes from the web, on a library and its stores. */
export function createWeb(dependencies: WebDependencies): Web {
  const {
    fetch,
    readPage,
    pages,
    library,
    notify,
    renderers,
    serves = () => true,
    isIn = () => true,
    clock,
    log,
    pause = PAGE_PAUSE_MS,
    withServerLocale = keepLocale,
  } = dependencies;
  const robots = createRobots({ fetch, clock });
  const intake = createIntake({ fetch, readPage, library, pages, clock });
  const refresh = createRefresh({ fetch, robots, intake, clock, log });
  const feeds = createFeeds({
    store: dependencies.feeds,
    fetch,
    robots,
    intake,
    notify,
    renderers,
    clock,
    log,
    minPause: pause,
    isIn,
    onChange: wake,
  });

  /**
   * A feed that is due, of a server that this process serves: only there can it be said that it is broken.
   */
  async function claimNextFeed(now: string, until: string): Promise<StoredFeed | undefined> {
    const { listDue: due, claim, get } = dependencies.feeds;
    for (const { id, serverId } of await due(now))
      if (serves(serverId) && (await claim(id, now, until))) return await get(id);
    return undefined;
  }

  /** Each does one thing after the other, so that no more is done at once than there are of them. */
  const workers = Array.from({ length: MAX_CONCURRENT }, () => [
    (signal: AbortSignal) =>
      processDue(
        claimNextFeed,
        feed =>
          trackTask(`feed ${feed.id}`, () => withServerLocale(feed.serverId, () => feeds.poll(feed, signal))),
        signal,
      ),
    (signal: AbortSignal) =>
      processDue(pages.claimDue, page => trackTask('a page', () => refresh(page)), signal),
  ]).flat();

  async function pollOnce(signal: AbortSignal): Promise<void> {
    await Promise.all(workers.map(work => work(signal)));
  }

  /** Takes what is due one by one. What fails stays claimed, and is tried again when that has run out. */
  async function processDue<Work>(
    claimNext: (now: string, until: string) => Promise<Work | undefined>,
    poll: (work: Work) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const work = await claimNext(formatTimestamp(clock), new Date(clock.now() + LEASE_MS).toISOString());
      if (work === undefined) return;
      await poll(work).catch((error: unknown) =>
        log.error({ err: error }, 'a look at the web failed, trying again later'),
      );
    }
  }

  let woken = new AbortController();
  function wake(): void {
    woken.abort();
    woken = new AbortController();
  }

  async function run(signal: AbortSignal): Promise<void> {
    await Promise.all(
      workers.map(async work => {
        while (!signal.aborted) {
          await work(signal).catch((error: unknown) => {
            // that the database is away has been said once
            if (!(error instanceof Unreachable))
              log.error({ err: error }, 'what is due on the web could not be read');
          });
          await clock.sleep(MAX_SLEEP_MS, AbortSignal.any([signal, woken.signal]));
        }
      }),
    );
  }

  return { intake, feeds, pollOnce, wake, run };
}
