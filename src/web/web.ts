import type { Logger } from 'pino';
import type { Library } from '../articles/library.ts';
import { anyTongue, type InTongue } from '../i18n/translate.ts';
import { asWork } from '../observability/waits.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import { Unreachable } from '../storage/outage.ts';
import type { FeedStore, PageStore } from '../storage/storage.ts';
import type { KeptFeed } from './feed-state.ts';
import { createFeeds, type FeedRenderers, type Feeds, type Tell } from './feeds.ts';
import type { Fetch } from './fetch.ts';
import { createIntake, type Intake, type IntakeDependencies } from './intake.ts';
import { createRefresh } from './refresh.ts';
import { createRobots } from './robots.ts';

/** How often it is looked whether something is due, in milliseconds: another process may have added it. */
const LONGEST_SLEEP = 60_000;

/** For so long a look belongs to whoever began it, in milliseconds; then it is taken for abandoned. */
const LEASE = 15 * 60_000;

/** Feeds, and pages, that are looked at at once. */
const AT_ONCE = 3;

/** Between two pages of one feed, in milliseconds. */
const POLITE_PAUSE = 2000;

/** What comes from the web: articles by their address, feeds, and looking again at both. */
export interface Web {
  readonly intake: Intake;
  readonly feeds: Feeds;
  /** Does what is due at this moment, and ends when nothing is left. */
  round(signal: AbortSignal): Promise<void>;
  /** Something is due that was not before. */
  wake(): void;
  /** Does what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

export interface WebDependencies {
  readonly fetch: Fetch;
  readonly readPage: IntakeDependencies['readPage'];
  readonly feeds: FeedStore;
  readonly pages: PageStore;
  readonly library: Library;
  readonly tell: Tell;
  readonly renderers: FeedRenderers;
  /** Whether this process serves a server, where several share a database; all if absent. */
  readonly serves?: (serverId: string) => boolean;
  /** Whether the bot is in a server of this process's still; in all if absent. */
  readonly isIn?: (serverId: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pause?: number;
  /** Speaks as a server does; English if absent. */
  readonly inTongue?: InTongue;
}

export function createWeb(dependencies: WebDependencies): Web {
  const {
    fetch,
    readPage,
    pages,
    library,
    tell,
    renderers,
    serves = () => true,
    isIn = () => true,
    clock,
    log,
    pause = POLITE_PAUSE,
    inTongue = anyTongue,
  } = dependencies;
  const robots = createRobots({ fetch, clock });
  const intake = createIntake({ fetch, readPage, library, pages, clock });
  const refresh = createRefresh({ fetch, robots, intake, clock, log });
  const feeds = createFeeds({
    store: dependencies.feeds,
    fetch,
    robots,
    intake,
    tell,
    renderers,
    clock,
    log,
    pause,
    isIn,
    changed: wake,
  });

  /**
   * A feed that is due, of a server that this process serves: only there can it be said that it is broken.
   */
  async function nextFeed(now: string, until: string): Promise<KeptFeed | undefined> {
    const { due, claim, get } = dependencies.feeds;
    for (const { id, serverId } of await due(now))
      if (serves(serverId) && (await claim(id, now, until))) return await get(id);
    return undefined;
  }

  /** Each does one thing after the other, so that no more is done at once than there are of them. */
  const workers = Array.from({ length: AT_ONCE }, () => [
    (signal: AbortSignal) =>
      workOff(
        nextFeed,
        feed => asWork(`feed ${feed.id}`, () => inTongue(feed.serverId, () => feeds.look(feed, signal))),
        signal,
      ),
    (signal: AbortSignal) => workOff(pages.claimDue, page => asWork('a page', () => refresh(page)), signal),
  ]).flat();

  async function round(signal: AbortSignal): Promise<void> {
    await Promise.all(workers.map(work => work(signal)));
  }

  /** Takes what is due one by one. What fails stays claimed, and is tried again when that has run out. */
  async function workOff<Work>(
    next: (now: string, until: string) => Promise<Work | undefined>,
    look: (work: Work) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const work = await next(timestamp(clock), new Date(clock.now() + LEASE).toISOString());
      if (work === undefined) return;
      await look(work).catch((error: unknown) =>
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
          await clock.sleep(LONGEST_SLEEP, AbortSignal.any([signal, woken.signal]));
        }
      }),
    );
  }

  return { intake, feeds, round, wake, run };
}
