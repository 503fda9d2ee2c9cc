import { setTimeout as sleep } from 'node:timers/promises';

/** The time and how to wait for it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    // an aborted wait has ended as well
    sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};
