const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When after it was added an article from the web is looked at again, in milliseconds: readers write soon,
 * and then less and less.
 */
const REFRESH_AFTER_MS: readonly number[] = [HOUR, 4 * HOUR, DAY, 7 * DAY];

/**
 * When an article is to be looked at next, milliseconds since 1970, or null after the last look. Looks whose
 * time has passed while nothing ran are made up for by one.
 */
export function getNextRefresh(addedAt: number, now: number): number | null {
  const next = REFRESH_AFTER_MS.find(wait => addedAt + wait > now);
  return next === undefined ? null : addedAt + next;
}

/**
 * How often a feed is looked at where it does not say: this is what it is left alone for, in milliseconds.
 */
const DEFAULT_POLL_INTERVAL_MS = 30 * MINUTE;

/** No feed is asked more often, and none less often, whatever it says. */
const MIN_POLL_INTERVAL_MS = 15 * MINUTE;
const MAX_POLL_INTERVAL_MS = DAY;

/** When a server asks to be left alone, it is, for so long at most. */
const MAX_RETRY_AFTER_MS = 7 * DAY;

/** After so many failures in a row a feed is said to be broken, where the fault may be passing. */
export const FAILURES_UNTIL_NOTICE = 3;

/**
 * When a feed that answered is to be looked at next. `asked` are the pauses it asks for (its own, its
 * cache's), in milliseconds.
 */
export function getNextPoll(now: number, requestedPauses: readonly (number | null)[]): number {
  const wanted = requestedPauses.filter(pause => pause !== null);
  const pause = wanted.length === 0 ? DEFAULT_POLL_INTERVAL_MS : Math.max(...wanted);
  return now + Math.min(MAX_POLL_INTERVAL_MS, Math.max(MIN_POLL_INTERVAL_MS, pause));
}

/**
 * When a feed that failed so many times in a row is tried again: after half an hour, then after twice as long
 * each time, up to a day.
 */
export function getNextRetry(now: number, failures: number, retryAfter: number | null): number {
  const own = Math.min(
    MAX_POLL_INTERVAL_MS,
    DEFAULT_POLL_INTERVAL_MS * 2 ** Math.min(20, Math.max(0, failures - 1)),
  );
  return now + Math.max(own, Math.min(MAX_RETRY_AFTER_MS, retryAfter ?? 0));
}

/**
 * What a Retry-After header says, in milliseconds from now; null where it says nothing that is understood.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}

/** The `max-age` of a Cache-Control header in milliseconds; null where there is none. */
export function parseMaxAge(header: string | undefined): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(header ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
