/** The time and how to wait for it; tests and measurements bring their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    new Promise(resolve => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    }),
};

/**
 * Nothing, after so many milliseconds, unless it is not waited for any more; the timer does not keep the
 * process alive.
 */
export function after(milliseconds: number): { readonly over: Promise<undefined>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds).unref();
  return { over: promise, forget: () => clearTimeout(timer) };
}

/**
 * A signal that is aborted after so many milliseconds, unless it is forgotten before: then nothing of it stays.
 * What `AbortSignal.timeout` gives cannot be forgotten, and holds what was being done until its time has come.
 */
export function limitTime(milliseconds: number): { readonly signal: AbortSignal; forget(): void } {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), milliseconds).unref();
  return { signal: ending.signal, forget: () => clearTimeout(timer) };
}

/** ISO 8601 in UTC, the form in which every time is stored. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
