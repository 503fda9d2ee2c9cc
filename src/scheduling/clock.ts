/** The time and how to wait for it; tests and measurements bring their own. */
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
    new Promise(resolve => {
      if (signal.aborted) return resolve();
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal.addEventListener('abort', finish);
    }),
};

/**
 * Nothing, after so many milliseconds, unless it is not waited for any more; the timer does not keep the
 * process alive.
 */
export function startTimer(milliseconds: number): { readonly elapsed: Promise<undefined>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds).unref();
  return { elapsed: promise, cancel: () => clearTimeout(timer) };
}

/**
 * A signal that is aborted after so many milliseconds, unless it is forgotten before: then nothing of it
 * stays. What `AbortSignal.timeout` gives cannot be forgotten, and holds what was being done until its time
 * has come.
 */
export function limitTime(milliseconds: number): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds).unref();
  return { signal: controller.signal, forget: () => clearTimeout(timer) };
}

/** ISO 8601 in UTC, the form in which every time is stored. */
export function formatTimestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
