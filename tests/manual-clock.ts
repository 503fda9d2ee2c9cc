import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../src/clock.ts';

export interface ManualClock extends Clock {
  /** Lets time pass up to this instant (ISO 8601), waking sleepers in order, and lets what they do come to rest. */
  advanceTo(instant: string): Promise<void>;
}

export function manualClock(start: string): ManualClock {
  let time = Date.parse(start);
  const sleepers = new Set<{ at: number; wake: () => void }>();

  async function advanceTo(instant: string): Promise<void> {
    const end = Date.parse(instant);
    await rest();
    while (true) {
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      time = Math.max(time, next.at);
      next.wake();
      await rest();
    }
    time = end;
    await rest();
  }

  return {
    now: () => time,
    sleep: (milliseconds, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve();
        const sleeper = { at: time + milliseconds, wake };
        function wake() {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake);
      }),
    advanceTo,
  };
}

/** Nothing here waits for a network, so what is going on ends within so many turns of the event loop. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await setImmediate();
}
