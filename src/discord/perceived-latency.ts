import type { StallMonitor } from '../observability/event-loop.ts';
import { getWaitTimes, type WaitTarget } from '../observability/waits.ts';

/** How long Discord waits for the first reply to an interaction, in milliseconds. */
export const REPLY_DEADLINE_MS = 3_000;

/** Why a reply was late or was never sent. */
export type DelayCause = 'event loop' | WaitTarget;

/** How long a member waits, from the moment Discord received what they did. */
export interface PerceivedLatency {
  /** Milliseconds, never negative. */
  elapsed(): number;
  /** What took most of the time so far. Must be called from within the work itself (see waits.ts). */
  cause(): DelayCause;
}

/** How many arrivals are compared to tell how far this machine's clock is behind Discord's. */
const ARRIVALS_COMPARED = 256;

/**
 * Nobody could still answer what arrives later than this, in milliseconds: one of the clocks must be wrong,
 * and the wait counts from the arrival.
 */
const MAX_PLAUSIBLE_LAG_MS = 15 * 60_000;

/**
 * Creates a tracker that counts from the time in Discord's ids. Nothing arrives before it was sent: if it
 * seems to, this machine's clock is behind, and the earliest of the recent arrivals is assumed to have
 * arrived at once. A clock that is ahead cannot be told from slow delivery.
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
        // a busy process notices late that a wait is over, so waits include its stalls
        if (stalled > whole / 2) return 'event loop';
        const waits: Record<WaitTarget, number> = { database, model, discord: discord + inTransit };
        const [[longest, most]] = Object.entries(waits).toSorted(([, a], [, b]) => b - a) as [
          [WaitTarget, number],
        ];
        // time that nothing explains was spent on this process's own work
        const unexplained = whole - Object.values(waits).reduce((sum, each) => sum + each, 0);
        return Math.max(stalled, unexplained) > most ? 'event loop' : longest;
      },
    };
  };
}
