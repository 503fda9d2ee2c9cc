import { setTimeout as sleep } from 'node:timers/promises';

/** How long to keep retrying while another process is writing, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** The delay between two attempts, in milliseconds: at first, and at most. */
const RETRY_DELAY_MS = { first: 2, longest: 50 };

/** SQLite's code for a lock held by another connection; the lowest byte of a code is its kind. */
const SQLITE_BUSY = 5;

/**
 * Waits for other processes that are writing to the file without blocking this one: SQLite's own timeout
 * would block the whole thread. A retry starts over, so the work must be one statement, one transaction, or
 * repeatable.
 */
export interface BusyRetry {
  /** The result of `work`, retried in turn while another process writes; finally throws SQLite's error. */
  attempt<Result>(work: () => Result | Promise<Result>): Promise<Result>;
}

/** Retries work on a database that another process is writing to. */
export function createBusyRetry(): BusyRetry {
  /** The last waiting call. New calls are attempted at once, as reads need not wait. */
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    const until = performance.now() + BUSY_TIMEOUT_MS;
    const turn = last.then(() => retryUntil(work, until));
    last = turn.catch(() => undefined);
    return turn;
  }

  return { attempt };
}

async function retryUntil<Result>(work: () => Result | Promise<Result>, until: number): Promise<Result> {
  for (let wait = RETRY_DELAY_MS.first; ; wait = Math.min(wait * 2, RETRY_DELAY_MS.longest)) {
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
