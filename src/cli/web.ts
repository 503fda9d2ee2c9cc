import { createWebFetch } from '../app/web.ts';
import type { Library } from '../articles/library.ts';
import { readPageInWorker } from '../articles/read-in-worker.ts';
import type { AppSettings } from '../env.ts';
import { systemClock } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { addFeed, type Feeds } from '../web/feeds.ts';
import { createIntake } from '../web/intake.ts';
import { createRobots } from '../web/robots.ts';

// What the command line does with the web: loaded by the commands that go there alone.

/** Takes articles in from the web until it is closed. */
export function openIntake(web: AppSettings['web'], library: Library, { pages }: Storage) {
  const { fetch, close } = createWebFetch(web);
  return {
    ...createIntake({ fetch, readPage: readPageInWorker, library, pages, clock: systemClock }),
    close,
  };
}

/** Looks after feeds until it is closed. */
export function openFeeds(
  web: AppSettings['web'],
  { feeds: store }: Storage,
): Pick<Feeds, 'add' | 'list'> & { close(): Promise<void> } {
  const { fetch, close } = createWebFetch(web);
  const robots = createRobots({ fetch, clock: systemClock });
  return {
    list: store.list,
    // a bot that runs looks by itself whether there is anything new
    add: wish => addFeed({ store, fetch, robots, clock: systemClock, onChange: async () => {} }, wish),
    close,
  };
}
