import { setTimeout as sleep } from 'node:timers/promises';

/** A lock held by this process. */
export interface HeldLock {
  release(): Promise<void>;
  /** Aborted when the lock is lost; absent if a live process cannot lose it. */
  readonly lost?: AbortSignal;
}

/** Takes a lock, or returns null if it is held. Throws if that cannot be determined. */
export type TryLock = (key: string) => Promise<HeldLock | null>;

/** Mutual exclusion across all processes. The locks of a process that dies are released. */
export interface Locks {
  /**
   * Runs `work` once the lock is free, or throws the signal's reason. If the lock's state cannot be
   * determined, `work` runs anyway: better twice than not at all.
   */
  runExclusive<Result>(key: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /**
   * Runs `work` unless the lock is held, in which case it returns `LOCKED`. `work` gets a signal that is
   * aborted when the lock is lost. Throws if the lock's state cannot be determined.
   */
  runUnlessLocked<Result>(
    key: string,
    work: (lost?: AbortSignal) => Promise<Result>,
  ): Promise<Result | typeof LOCKED>;
}

/** Returned instead of a result if the lock is held. */
export const LOCKED = Symbol('taken');

/** How long to wait before trying for a lock again, in milliseconds: at first, and at most. */
const RETRY_DELAY_MS = { first: 10, longest: 160 };

/** Creates locks between all processes on a database from a function that tries to take one. */
export function createLocks(tryLock: TryLock): Locks {
  async function runExclusive<Result>(
    key: string,
    work: () => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    for (let wait = RETRY_DELAY_MS.first; ; wait = Math.min(wait * 2, RETRY_DELAY_MS.longest)) {
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
