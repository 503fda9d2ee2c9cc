const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When after it was added an article from the web is looked at again, in milliseconds: readers write soon,
 * and then less and less.
 */
export const LOOKS_AGAIN: readonly number[] = [HOUR, 4 * HOUR, DAY, 7 * DAY];

/**
 * When an article is to be looked at next, milliseconds since 1970, or null after the last look. Looks whose
 * time has passed while nothing ran are made up for by one.
 */
export function nextLookAgain(addedAt: number, now: number): number | null {
  const next = LOOKS_AGAIN.find(wait => addedAt + wait > now);
  return next === undefined ? null : addedAt + next;
}

/**
 * How often a feed is looked at where it does not say: this is what it is left alone for, in milliseconds.
 */
export const USUAL_PAUSE = 30 * MINUTE;

/** No feed is asked more often, and none less often, whatever it says. */
const SHORTEST = 15 * MINUTE;
const LONGEST = DAY;

/** When a server asks to be left alone, it is, for so long at most. */
const LONGEST_ASKED = 7 * DAY;

/** After so many failures in a row a feed is said to be broken, where the fault may be passing. */
export const FAILURES_TO_TELL = 3;

/**
 * When a feed that answered is to be looked at next. `asked` are the pauses it asks for (its own, its
 * cache's), in milliseconds.
 */
export function nextPoll(now: number, asked: readonly (number | null)[]): number {
  const wanted = asked.filter(pause => pause !== null);
  const pause = wanted.length === 0 ? USUAL_PAUSE : Math.max(...wanted);
  return now + Math.min(LONGEST, Math.max(SHORTEST, pause));
}

/**
 * When a feed that failed so many times in a row is tried again: after half an hour, then after twice as long
 * each time, up to a day.
 */
export function nextTry(now: number, failures: number, retryAfter: number | null): number {
  const own = Math.min(LONGEST, USUAL_PAUSE * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return now + Math.max(own, Math.min(LONGEST_ASKED, retryAfter ?? 0));
}

/**
 * What a Retry-After header says, in milliseconds from now; null where it says nothing that is understood.
 */
export function retryAfterIn(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}

/** The `max-age` of a Cache-Control header in milliseconds; null where there is none. */
export function maxAgeIn(header: string | undefined): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(header ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
