import type { StallMonitor } from '../observability/event-loop.ts';
import { getWaitTimes, type WaitTarget } from '../observability/waits.ts';

/** Discord waits so long (milliseconds) for the first reply to an interaction. */
export const REPLY_DEADLINE_MS = 3_000;

/** Why a reply came too late, or not at all. */
export type DelayCause = 'event loop' | WaitTarget;

/** How long a member waits: from the moment at which Discord had what they did. */
export interface PerceivedLatency {
  /** Milliseconds, never negative. */
  elapsed(): number;
  /** What took most of the time so far. To be asked within the work itself (waits.ts). */
  cause(): DelayCause;
}

/** So many arrivals tell how far this machine's clock is behind Discord's. */
const ARRIVALS_COMPARED = 256;

/**
 * What arrives later than this (milliseconds) nobody could answer any more: one of the clocks is wrong, and
 * the wait counts from the arrival.
 */
const MAX_PLAUSIBLE_LAG_MS = 15 * 60_000;

/**
 * Counts from the time in the ids that Discord gives. Nothing arrives before it was sent: where it seems so,
 * this machine's clock is behind, and what arrived earliest of late is taken to have come at once. A clock
 * that is ahead cannot be told from a slow delivery.
 */
export function createLatencyTracker(
  now: () => number,
  stalls: StallMonitor,
): (sentAt: number) => PerceivedLatency {
  const early: number[] = [];
  let at = 0;
  return sentAt => {
    const lag = now() - sentAt;
    early[at++ % ARRIVALS_COMPARED] = Math.max(0, -lag);
    const late = lag > MAX_PLAUSIBLE_LAG_MS ? 0 : Math.max(0, lag + Math.max(...early));
    const arrived = performance.now();
    return {
      elapsed: () => late + performance.now() - arrived,
      cause() {
        const stalled = stalls.since(arrived - late);
        const inTransit = Math.max(0, late - (stalled - stalls.since(arrived)));
        const { database, model, discord } = getWaitTimes();
        const whole = late + performance.now() - arrived;
        // what is waited for is not heard of while this process is busy, so waits hold its hold-ups too
        if (stalled > whole / 2) return 'event loop';
        const waits: Record<WaitTarget, number> = { database, model, discord: discord + inTransit };
        const [[longest, most]] = Object.entries(waits).toSorted(([, a], [, b]) => b - a) as [
          [WaitTarget, number],
        ];
        // what nothing explains was spent on work of this process's own
        const unexplained = whole - Object.values(waits).reduce((sum, each) => sum + each, 0);
        return Math.max(stalled, unexplained) > most ? 'event loop' : longest;
      },
    };
  };
}
