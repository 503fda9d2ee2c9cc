import type { Logger } from 'pino';
import type { Clock } from '../scheduling/clock.ts';
import type { Digest, Post } from './digest.ts';

/** What a look at a digest found. */
export interface PollResult {
  /** As it stands now; null if it is gone or somebody else is at it. */
  readonly digest: Digest | null;
  /** When something of it is due next, milliseconds since 1970; null for never. */
  readonly next: number | null;
  /**
   * What did not go through and is to be tried again: why, and when, milliseconds since 1970; null if there
   * is nothing.
   */
  readonly again: { readonly at: number; readonly reason: string } | null;
}

/** A digest that may have something due, now or later. */
export interface DigestState {
  readonly digest: Digest;
  /** Whether a post of it was begun and has not come to its end. */
  readonly isBegun: boolean;
}

/** What a scheduler calls when a digest is due. */
export interface ScheduledWork {
  listDigests(): Promise<readonly DigestState[]>;
  /** Does what is due of one digest. */
  poll(digestId: string): Promise<PollResult>;
}

/** When digests are to be looked at, and who does it. */
export interface Scheduler {
  /**
   * Whether it knows by itself when to try again: then a look is another attempt, and `again.at` does not
   * count.
   */
  readonly retriesItself: boolean;
  /**
   * A digest is looked at at this instant (milliseconds since 1970), or earlier if it is planned earlier.
   * Never throws.
   */
  schedule(digest: Digest, at: number): Promise<void>;
  /** A digest is gone. Never throws. */
  cancel(digestId: string): Promise<void>;
  /** Keeps for operators what was given up, where there is a place for it. Never throws. */
  giveUp(digest: Digest, post: Post): Promise<void>;
  /** Looks at what is due until the signal is aborted, and then ends what it has begun. */
  run(work: ScheduledWork, signal: AbortSignal): Promise<void>;
}

/** Digests that a process works on at once; more wait for their turn. */
export const MAX_CONCURRENT = 8;

/** The longest time for which a timer is trusted: machines sleep and clocks are set. Milliseconds. */
const MAX_SLEEP_MS = 60_000;

/** A scheduler in this process's memory, filled anew from the digests at every start. */
export function createScheduler(clock: Clock, log: Logger): Scheduler {
  /** When each digest is next to be looked at, milliseconds since 1970. */
  const dueTimes = new Map<string, number>();
  let wake = () => {};

  async function schedule({ id }: Digest, at: number): Promise<void> {
    dueTimes.set(id, Math.min(at, dueTimes.get(id) ?? at));
    wake();
  }

  async function run({ listDigests, poll }: ScheduledWork, signal: AbortSignal): Promise<void> {
    const working = new Map<string, Promise<void>>();
    let isPlanned = false;
    let plannedAt = clock.now();
    while (!signal.aborted) {
      const woken = new AbortController();
      wake = () => woken.abort();
      if (!isPlanned || Math.abs(clock.now() - plannedAt) >= MAX_SLEEP_MS) {
        plannedAt = clock.now();
        isPlanned = await scheduleAll(listDigests, working);
      }
      for (const id of listDue()) {
        if (working.size >= MAX_CONCURRENT) break;
        if (!working.has(id))
          working.set(
            id,
            pollDigest(id, poll).finally(() => finishDigest(id)),
          );
      }
      const free = working.size < MAX_CONCURRENT;
      await clock.sleep(
        free ? timeUntilNext(working) : MAX_SLEEP_MS,
        AbortSignal.any([signal, woken.signal]),
      );
    }
    await Promise.all(working.values());

    function finishDigest(id: string): void {
      working.delete(id);
      wake();
    }
  }

  /**
   * Schedules every digest that is not scheduled yet, another process's new ones too; false, to be tried
   * again, if the store does not answer.
   */
  async function scheduleAll(
    listDigests: ScheduledWork['listDigests'],
    working: ReadonlyMap<string, unknown>,
  ): Promise<boolean> {
    try {
      for (const {
        digest: { id },
      } of await listDigests())
        if (!dueTimes.has(id) && !working.has(id)) dueTimes.set(id, clock.now());
      return true;
    } catch (error) {
      log.error({ err: error }, 'digests could not be read, trying again');
      return false;
    }
  }

  function listDue(): string[] {
    const now = clock.now();
    return [...dueTimes]
      .filter(([, at]) => at <= now)
      .sort(([, a], [, b]) => a - b)
      .map(([id]) => id);
  }

  function timeUntilNext(working: ReadonlyMap<string, unknown>): number {
    const waiting = [...dueTimes].filter(([id]) => !working.has(id)).map(([, at]) => at - clock.now());
    return Math.max(
      0,
      waiting.reduce((least, wait) => Math.min(least, wait), MAX_SLEEP_MS),
    );
  }

  /**
   * Looks at one digest and notes when it is next to be looked at. One digest's failure is never another's.
   */
  async function pollDigest(id: string, poll: ScheduledWork['poll']): Promise<void> {
    dueTimes.delete(id);
    try {
      const { next, again } = await poll(id);
      const soonest = Math.min(next ?? Number.POSITIVE_INFINITY, again?.at ?? Number.POSITIVE_INFINITY);
      // A change during the work has scheduled it already.
      if (soonest !== Number.POSITIVE_INFINITY && !dueTimes.has(id)) dueTimes.set(id, soonest);
    } catch (error) {
      log.error({ err: error, digest: id }, 'a digest failed, trying again in a minute');
      dueTimes.set(id, clock.now() + MAX_SLEEP_MS);
    }
  }

  return {
    retriesItself: false,
    schedule,
    cancel: async digestId => void dueTimes.delete(digestId),
    giveUp: async () => undefined,
    run,
  };
}
