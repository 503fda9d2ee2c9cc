import { setTimeout as sleep } from 'node:timers/promises';

/** So long (milliseconds) it is tried again while another process writes. */
const BUSY_TIMEOUT = 5_000;
/** Between two attempts, in milliseconds: at first, and at most. */
const RETRY_DELAY = { first: 2, longest: 50 };

/** SQLite's code for a lock that another connection holds; the lowest byte of a code is its kind. */
const SQLITE_BUSY = 5;

/**
 * Waiting for other processes that write to the file, while this one goes on: SQLite itself would wait with
 * the whole thread. What is tried again is done from its beginning, so it writes in one statement or one
 * transaction, or may be done twice.
 */
export interface BusyRetry {
  /**
   * What the work gives; while another process writes it is tried again, in turn with what else waits, and at
   * last throws SQLite's error.
   */
  attempt<Result>(work: () => Result | Promise<Result>): Promise<Result>;
}

/** Waits for a database that another process writes to. */
export function createBusyRetry(): BusyRetry {
  /** What waits longest; what comes now is tried at once all the same, for whoever reads waits for nobody. */
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    const until = performance.now() + BUSY_TIMEOUT;
    const turn = last.then(() => retryUntil(work, until));
    last = turn.catch(() => undefined);
    return turn;
  }

  return { attempt };
}

async function retryUntil<Result>(work: () => Result | Promise<Result>, until: number): Promise<Result> {
  for (let wait = RETRY_DELAY.first; ; wait = Math.min(wait * 2, RETRY_DELAY.longest)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    await sleep(wait * (0.5 + Math.random()));
  }
}

function isBusy(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_BUSY;
}
