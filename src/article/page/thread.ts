import { join } from 'node:path';
import { bulkhead } from 'cockatiel';
import { Piscina } from 'piscina';
import type { Page, ReadPage } from './page.ts';

/** What reading one page may take; a thread that takes more is ended. */
const most = { milliseconds: 5000, heapMegabytes: 400, youngMegabytes: 48, stackMegabytes: 4 };
const atOnce = 2;

/** Pages wait here, not in the pool, so that waiting does not count as reading. */
const turns = bulkhead(atOnce, Number.POSITIVE_INFINITY);
let threads: Piscina<Page, ReadPage> | undefined;

/**
 * Like readPage, in a thread of its own that is ended when it takes longer than 5 seconds or more than 512 MB; the page is then
 * refused. Rejects with the signal's reason when that is aborted.
 */
export async function readPageInThread(page: Page, signal?: AbortSignal): Promise<ReadPage> {
  signal?.throwIfAborted();
  return turns.execute(() => readWithin(page, signal), signal);
}

async function readWithin(page: Page, signal: AbortSignal | undefined): Promise<ReadPage> {
  threads ??= startThreads();
  const time = AbortSignal.timeout(most.milliseconds);
  try {
    return await threads.run(page, { signal: signal ? AbortSignal.any([signal, time]) : time });
  } catch (error) {
    signal?.throwIfAborted();
    if (time.aborted) return refused(`it took longer than ${most.milliseconds / 1000} seconds to read`);
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return refused('it needs too much memory to read');
    throw error;
  }
}

function startThreads(): Piscina<Page, ReadPage> {
  return new Piscina<Page, ReadPage>({
    filename: join(import.meta.dirname, 'worker.ts'),
    maxThreads: atOnce,
    idleTimeout: 30_000,
    resourceLimits: {
      maxOldGenerationSizeMb: most.heapMegabytes,
      maxYoungGenerationSizeMb: most.youngMegabytes,
      stackSizeMb: most.stackMegabytes,
    },
  });
}

function refused(what: string): ReadPage {
  return { kind: 'refused', reason: `This page was given up: ${what}. It is built in a way that no article needs.` };
}
