const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long after it is added a page is polled again (ms): readers comment soon, then less and less. */
const REFRESH_AFTER_MS: readonly number[] = [HOUR, 4 * HOUR, DAY, 7 * DAY];

/**
 * When to poll a page next, in milliseconds since 1970, or null after the last time. Polls missed while
 * nothing was running are made up for by a single one.
 */
export function getNextRefresh(addedAt: number, now: number): number | null {
  const next = REFRESH_AFTER_MS.find(wait => addedAt + wait > now);
  return next === undefined ? null : addedAt + next;
}

/** How long to wait between polls of a feed that does not say, in milliseconds. */
const DEFAULT_POLL_INTERVAL_MS = 30 * MINUTE;

/** The limits within which a feed may set its own interval, in milliseconds. */
const MIN_POLL_INTERVAL_MS = 15 * MINUTE;
const MAX_POLL_INTERVAL_MS = DAY;

/** The longest Retry-After that is honoured, in milliseconds. */
const MAX_RETRY_AFTER_MS = 7 * DAY;

/** After this many consecutive failures, a feed with a temporary fault is reported as broken. */
export const FAILURES_UNTIL_NOTICE = 3;

/** When to poll a feed next after a success. `requestedPauses` (ms): what feed and cache headers ask for. */
export function getNextPoll(now: number, requestedPauses: readonly (number | null)[]): number {
  const wanted = requestedPauses.filter(pause => pause !== null);
  const pause = wanted.length === 0 ? DEFAULT_POLL_INTERVAL_MS : Math.max(...wanted);
  return now + Math.min(MAX_POLL_INTERVAL_MS, Math.max(MIN_POLL_INTERVAL_MS, pause));
}

/** When to retry a feed after so many failures in a row: half an hour, doubled each time, up to a day. */
export function getNextRetry(now: number, failures: number, retryAfter: number | null): number {
  const own = Math.min(
    MAX_POLL_INTERVAL_MS,
    DEFAULT_POLL_INTERVAL_MS * 2 ** Math.min(20, Math.max(0, failures - 1)),
  );
  return now + Math.max(own, Math.min(MAX_RETRY_AFTER_MS, retryAfter ?? 0));
}

/** Parses a Retry-After header into milliseconds from now; null if it is missing or not understood. */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}

/** Parses the `max-age` of a Cache-Control header into milliseconds; null if there is none. */
export function parseMaxAge(header: string | undefined): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(header ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
