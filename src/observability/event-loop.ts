/** The interval of the main thread's heartbeat, in milliseconds. */
const BEAT_MS = 100;

/** A beat later than this (milliseconds) counts as a stall. */
const STALL_THRESHOLD_MS = 50;

/** How long stalls are remembered, in milliseconds: for as long as they can affect a first reply. */
const RETENTION_MS = 60_000;

/** A period in which the main thread was blocked, in `performance.now()` time. */
interface Stall {
  readonly from: number;
  readonly to: number;
}

/** Monitors stalls of the event loop. */
export interface StallMonitor {
  /** How long the main thread has been blocked since a `performance.now()` time, in milliseconds. */
  since(time: number): number;
  close(): void;
}

/**
 * Starts a monitor that detects stalls from within the main thread, by a late timer. `beat` is called on each
 * beat, `onStall` after each stall.
 */
export function startStallMonitor({
  beat = () => undefined,
  onStall = () => undefined,
}: {
  beat?: () => void;
  onStall?: (stall: Stall) => void;
} = {}): StallMonitor {
  // a starting process does nothing else
  const stalls: Stall[] = [{ from: 0, to: performance.now() }];
  let last = performance.now();

  const timer = setInterval(() => {
    const now = performance.now();
    beat();
    if (now - last > BEAT_MS + STALL_THRESHOLD_MS) recordStall({ from: last, to: now });
    last = now;
  }, BEAT_MS).unref();

  function recordStall(stall: Stall): void {
    stalls.push(stall);
    while (stalls[0] && stalls[0].to < stall.to - RETENTION_MS) stalls.shift();
    onStall(stall);
  }

  return {
    since(time) {
      const now = performance.now();
      // during a stall, the caller may run before the late beat does
      const all = now - last > BEAT_MS + STALL_THRESHOLD_MS ? [...stalls, { from: last, to: now }] : stalls;
      return all.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, time)), 0);
    },
    close: () => clearInterval(timer),
  };
}
