import { setTimeout as sleep } from 'node:timers/promises';

/** The current time and a way to wait; tests and benchmarks bring their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after this many milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The system clock. */
export const systemClock: Clock = {
  now: Date.now,
  // an abort ends the wait and is no error
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** Like `Clock.sleep` on the system clock, but does not keep the process alive. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Resolves after this many milliseconds, unless cancelled; the timer does not keep the process alive. */
export function startTimer(milliseconds: number): { readonly elapsed: Promise<undefined>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds).unref();
  return { elapsed: promise, cancel: () => clearTimeout(timer) };
}

/** A signal aborted after so many milliseconds, unless forgotten first: `AbortSignal.timeout` holds on. */
export function limitTime(
  milliseconds: number,
  reason?: Error,
): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), milliseconds).unref();
  return { signal: controller.signal, forget: () => clearTimeout(timer) };
}

/** A time, in milliseconds since 1970, as ISO 8601 in UTC: the format in which all times are stored. */
export function toTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}

/** The current time in the format of `toTimestamp`. */
export function formatTimestamp(clock: Clock): string {
  return toTimestamp(clock.now());
}

/** The UTC date of a time in that format, `2026-11-25`; compared with times, it is the beginning of its day. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10);
}

/** The current UTC date. */
export function utcDayOf(clock: Clock): string {
  return dayOf(formatTimestamp(clock));
}
