import { join } from 'node:path';
import { bulkhead } from 'cockatiel';
import { Piscina } from 'piscina';
import { workingTime } from '../working-time.ts';
import type { FeedComment, FeedText } from './feed.ts';
import type { FeedWork, FeedWorked } from './worker.ts';

/** What reading one feed may take, in milliseconds and MB; a thread that takes more is ended. */
const most = { time: 5000, memory: 384 };

/** Feeds wait here, not in the pool, so that waiting does not count as reading. */
const turns = bulkhead(1, Number.POSITIVE_INFINITY);
let threads: Piscina<FeedWork, FeedWorked> | undefined;

/** Reads a feed in a thread of its own, since a hostile one takes long. Null where the text is no feed that can be read. */
export async function feedIn(text: string, url: string): Promise<FeedText | null> {
  return (await elsewhere({ kind: 'feed', text, url })) as FeedText | null;
}

/** The same for a feed of comments, the oldest first. */
export async function commentsIn(text: string, url: string): Promise<readonly FeedComment[] | null> {
  return (await elsewhere({ kind: 'comments', text, url })) as readonly FeedComment[] | null;
}

async function elsewhere(work: Omit<FeedWork, 'began'>): Promise<FeedWorked> {
  return await turns.execute(() => within(work));
}

async function within(work: Omit<FeedWork, 'began'>): Promise<FeedWorked> {
  threads ??= new Piscina({
    filename: join(import.meta.dirname, 'worker.ts'),
    maxThreads: 1,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: most.memory, maxYoungGenerationSizeMb: 48 },
  });
  const time = workingTime(most.time);
  try {
    return await threads.run({ ...work, began: time.began }, { signal: time.signal });
  } catch (error) {
    if (time.signal.aborted || (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return null;
    throw error;
  } finally {
    time.forget();
  }
}
