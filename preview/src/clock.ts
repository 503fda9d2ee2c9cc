import { setTimeout as sleep } from 'node:timers/promises';

/** The current time and a way to wait; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after this many milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    // aborting ends the wait, it is not an error
    sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};
