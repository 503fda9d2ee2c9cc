import { setTimeout as sleep } from 'node:timers/promises';

/** Takes a lock and returns how to give it up, or null if somebody has it. Throws if it cannot be known. */
export type TryLock = (key: string) => Promise<(() => Promise<void>) | null>;

/**
 * Work that must not be done twice at once, in however many processes. A process that dies gives up its
 * locks.
 */
export interface Locks {
  /**
   * Runs the work as soon as nobody runs work under this key, or throws the signal's reason. Where that
   * cannot be known, the work is done all the same: better twice than not at all.
   */
  runExclusive<Result>(key: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /**
   * Runs the work unless somebody runs work under this key; then `taken`. Throws where that cannot be known.
   */
  runUnlessLocked<Result>(key: string, work: () => Promise<Result>): Promise<Result | typeof LOCKED>;
}

/** Somebody else is at it. */
export const LOCKED = Symbol('taken');

/** How long to wait until a lock is asked for again, in milliseconds: at first, and at most. */
const RETRY_DELAY = { first: 10, longest: 160 };

/** Locks between all processes on a database, from a way to try for one. */
export function createLocks(tryLock: TryLock): Locks {
  async function runExclusive<Result>(
    key: string,
    work: () => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    for (let wait = RETRY_DELAY.first; ; wait = Math.min(wait * 2, RETRY_DELAY.longest)) {
      signal?.throwIfAborted();
      const giveUp = await tryLock(key).catch(() => async () => {});
      if (giveUp) return work().finally(giveUp);
      await sleep(wait * (0.5 + Math.random()));
    }
  }

  async function runUnlessLocked<Result>(
    key: string,
    work: () => Promise<Result>,
  ): Promise<Result | typeof LOCKED> {
    const giveUp = await tryLock(key);
    return giveUp ? work().finally(giveUp) : LOCKED;
  }

  return { runExclusive, runUnlessLocked };
}
