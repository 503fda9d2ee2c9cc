import { setImmediate } from 'node:timers/promises';
import { type Clock, systemClock } from '../src/scheduling/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Lets time pass up to this instant (ISO 8601), waking sleepers in order, and lets what they do come to
   * rest.
   */
  advanceTo(instant: string): Promise<void>;
}

export interface JumpingClock extends Clock {
  /**
   * Sets the clock to this instant (ISO 8601), as an operator or a time server would; sleepers look at it
   * anew.
   */
  jumpTo(instant: string): void;
}

/** A clock that goes as fast as the system's, from this instant on (ISO 8601). */
export function createJumpingClock(start: string): JumpingClock {
  let offset = Date.parse(start) - Date.now();
  let jumped = new AbortController();
  return {
    now: () => Date.now() + offset,
    sleep: (milliseconds, signal) =>
      systemClock.sleep(milliseconds, AbortSignal.any([signal, jumped.signal])),
    jumpTo(instant) {
      offset = Date.parse(instant) - Date.now();
      jumped.abort();
      jumped = new AbortController();
    },
  };
}

/**
 * A Discord that waits for first answers much longer than its three seconds: what is tested is not how fast
 * this machine is.
 */
export const PATIENT_CLOCK: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds * (milliseconds < 3000 ? 1 : 20), signal),
};

export function createManualClock(start: string): ManualClock {
  let time = Date.parse(start);
  const sleepers = new Set<{ at: number; wake: () => void }>();

  async function advanceTo(instant: string): Promise<void> {
    const end = Date.parse(instant);
    await settleEventLoop();
    while (true) {
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      time = Math.max(time, next.at);
      next.wake();
      await settleEventLoop();
    }
    time = end;
    await settleEventLoop();
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
async function settleEventLoop(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await setImmediate();
}
