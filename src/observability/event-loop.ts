/** How often the main thread shows that it moves, in milliseconds. */
const BEAT_MS = 100;

/** A beat that is later than this (milliseconds) was held up. */
const STALL_THRESHOLD_MS = 50;

/** How far back is remembered, in milliseconds: as long as a first reply can matter. */
const RETENTION_MS = 60_000;

/** A time in which the main thread did one thing without a pause, as `performance.now()` says it. */
export interface Stall {
  readonly from: number;
  readonly to: number;
}

/** Watches for how long the event loop stands still. */
export interface StallMonitor {
  /** How long (milliseconds) the main thread was held up since a time of `performance.now()`. */
  since(time: number): number;
  close(): void;
}

/**
 * Watches from within how the main thread moves: a timer that is late. `beat` is called with each, `stalled`
 * after each hold-up.
 */
export function startStallMonitor({
  beat = () => undefined,
  onStall = () => undefined,
}: {
  beat?: () => void;
  onStall?: (stall: Stall) => void;
} = {}): StallMonitor {
  // a process that starts does nothing else
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
      // the beat after a hold-up may come only after whoever asks
      const all = now - last > BEAT_MS + STALL_THRESHOLD_MS ? [...stalls, { from: last, to: now }] : stalls;
      return all.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, time)), 0);
    },
    close: () => clearInterval(timer),
  };
}
