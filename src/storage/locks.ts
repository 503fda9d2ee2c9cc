import { setTimeout as sleep } from 'node:timers/promises';

/** A lock that this process has. */
export interface HeldLock {
  release(): Promise<void>;
  /** Aborted when the lock is not this process's any more; absent where that cannot happen while it lives. */
  readonly lost?: AbortSignal;
}

/** Takes a lock, or returns null if somebody has it. Throws if it cannot be known. */
export type TryLock = (key: string) => Promise<HeldLock | null>;

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
   * Runs the work unless somebody runs work under this key; then `taken`. The work is told when the lock is lost.
   * Throws where it cannot be known who has it.
   */
  runUnlessLocked<Result>(
    key: string,
    work: (lost?: AbortSignal) => Promise<Result>,
  ): Promise<Result | typeof LOCKED>;
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
      const lock = await tryLock(key).catch(() => ({ release: async () => {} }));
      if (lock) return work().finally(lock.release);
      await sleep(wait * (0.5 + Math.random()));
    }
  }

  async function runUnlessLocked<Result>(
    key: string,
    work: (lost?: AbortSignal) => Promise<Result>,
  ): Promise<Result | typeof LOCKED> {
    const lock = await tryLock(key);
    return lock ? work(lock.lost).finally(lock.release) : LOCKED;
  }

  return { runExclusive, runUnlessLocked };
}
