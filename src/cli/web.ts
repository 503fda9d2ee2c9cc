import { createWebFetch } from '../app/web.ts';
import type { Library } from '../articles/library.ts';
import { readPageInWorker } from '../articles/read-in-worker.ts';
import type { AppSettings } from '../env.ts';
import { systemClock } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { addFeed, type Feeds } from '../web/feeds.ts';
import { createIntake } from '../web/intake.ts';
import { createRobots } from '../web/robots.ts';

// The command line's access to the web, loaded only by commands that need it.

/** Opens the intake of articles from the web; the caller closes it. */
export function openIntake(web: AppSettings['web'], library: Library, { pages }: Storage) {
  const { fetch, close } = createWebFetch(web);
  return {
    ...createIntake({ fetch, readPage: readPageInWorker, library, pages, clock: systemClock }),
    close,
  };
}

/** Opens access to the feeds; the caller closes it. */
export function openFeeds(
  web: AppSettings['web'],
  { feeds: store }: Storage,
): Pick<Feeds, 'add' | 'list'> & { close(): Promise<void> } {
  const { fetch, close } = createWebFetch(web);
  const robots = createRobots({ fetch, clock: systemClock });
  return {
    list: store.list,
    // a running bot polls the feed by itself
    add: wish => addFeed({ store, fetch, robots, clock: systemClock, onChange: async () => {} }, wish),
    close,
  };
}
