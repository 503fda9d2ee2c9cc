import { setImmediate } from 'node:timers/promises';
import { type Clock, systemClock } from '../src/scheduling/clock.ts';

export interface ManualClock extends Clock {
  /** Advances time to this instant (ISO 8601), waking sleepers in order and letting their work settle. */
  advanceTo(instant: string): Promise<void>;
}

export interface JumpingClock extends Clock {
  /**
   * Sets the clock to this instant (ISO 8601), as an operator or a time server would; sleepers wake and check
   * the time again.
   */
  jumpTo(instant: string): void;
}

/** A clock that starts at this instant (ISO 8601) and runs at the system's speed. */
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
 * A clock for a Discord that waits for first answers much longer than three seconds, so that tests do not
 * depend on the machine's speed.
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

/**
 * Lets pending work finish: nothing here waits for a network, so this many turns of the event loop are
 * enough.
 */
async function settleEventLoop(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await setImmediate();
}
