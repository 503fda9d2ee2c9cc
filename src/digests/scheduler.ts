import type { Logger } from 'pino';
import type { Clock } from '../scheduling/clock.ts';
import type { Digest, Post } from './digest.ts';

/** What a look at a digest found. */
export interface Looked {
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
export interface Standing {
  readonly digest: Digest;
  /** Whether a post of it was begun and has not come to its end. */
  readonly isBegun: boolean;
}

export interface Work {
  all(): Promise<readonly Standing[]>;
  /** Does what is due of one digest. */
  look(digestId: string): Promise<Looked>;
}

/** When digests are to be looked at, and who does it. */
export interface Agenda {
  /**
   * Whether it knows by itself when to try again: then a look is another attempt, and `again.at` does not
   * count.
   */
  readonly paces: boolean;
  /**
   * A digest is looked at at this instant (milliseconds since 1970), or earlier if it is planned earlier.
   * Never throws.
   */
  plan(digest: Digest, at: number): Promise<void>;
  /** A digest is gone. Never throws. */
  cancel(digestId: string): Promise<void>;
  /** Keeps for operators what was given up, where there is a place for it. Never throws. */
  giveUp(digest: Digest, post: Post): Promise<void>;
  /** Looks at what is due until the signal is aborted, and then ends what it has begun. */
  run(work: Work, signal: AbortSignal): Promise<void>;
}

/** Digests that a process works on at once; more wait for their turn. */
export const AT_ONCE = 8;

/** The longest time for which a timer is trusted: machines sleep and clocks are set. Milliseconds. */
const LONGEST_SLEEP = 60_000;

/** An agenda in this process's memory, made anew from the digests at every start. */
export function createAgenda(clock: Clock, log: Logger): Agenda {
  /** When each digest is next to be looked at, milliseconds since 1970. */
  const agenda = new Map<string, number>();
  let wake = () => {};

  async function plan({ id }: Digest, at: number): Promise<void> {
    agenda.set(id, Math.min(at, agenda.get(id) ?? at));
    wake();
  }

  async function run({ all, look }: Work, signal: AbortSignal): Promise<void> {
    const working = new Map<string, Promise<void>>();
    let isPlanned = false;
    let plannedAt = clock.now();
    while (!signal.aborted) {
      const woken = new AbortController();
      wake = () => woken.abort();
      if (!isPlanned || Math.abs(clock.now() - plannedAt) >= LONGEST_SLEEP) {
        plannedAt = clock.now();
        isPlanned = await planAll(all, working);
      }
      for (const id of dueNow()) {
        if (working.size >= AT_ONCE) break;
        if (!working.has(id))
          working.set(
            id,
            attend(id, look).finally(() => finish(id)),
          );
      }
      const free = working.size < AT_ONCE;
      await clock.sleep(free ? untilNext(working) : LONGEST_SLEEP, AbortSignal.any([signal, woken.signal]));
    }
    await Promise.all(working.values());

    function finish(id: string): void {
      working.delete(id);
      wake();
    }
  }

  /**
   * Puts every digest on the agenda that is not there, another process's new ones too; false, to be tried
   * again, if the store does not answer.
   */
  async function planAll(all: Work['all'], working: ReadonlyMap<string, unknown>): Promise<boolean> {
    try {
      for (const {
        digest: { id },
      } of await all())
        if (!agenda.has(id) && !working.has(id)) agenda.set(id, clock.now());
      return true;
    } catch (error) {
      log.error({ err: error }, 'digests could not be read, trying again');
      return false;
    }
  }

  function dueNow(): string[] {
    const now = clock.now();
    return [...agenda]
      .filter(([, at]) => at <= now)
      .sort(([, a], [, b]) => a - b)
      .map(([id]) => id);
  }

  function untilNext(working: ReadonlyMap<string, unknown>): number {
    const waiting = [...agenda].filter(([id]) => !working.has(id)).map(([, at]) => at - clock.now());
    return Math.max(
      0,
      waiting.reduce((least, wait) => Math.min(least, wait), LONGEST_SLEEP),
    );
  }

  /**
   * Looks at one digest and notes when it is next to be looked at. One digest's failure is never another's.
   */
  async function attend(id: string, look: Work['look']): Promise<void> {
    agenda.delete(id);
    try {
      const { next, again } = await look(id);
      const soonest = Math.min(next ?? Number.POSITIVE_INFINITY, again?.at ?? Number.POSITIVE_INFINITY);
      // A change during the work has put it on the agenda already.
      if (soonest !== Number.POSITIVE_INFINITY && !agenda.has(id)) agenda.set(id, soonest);
    } catch (error) {
      log.error({ err: error, digest: id }, 'a digest failed, trying again in a minute');
      agenda.set(id, clock.now() + LONGEST_SLEEP);
    }
  }

  return {
    paces: false,
    plan,
    cancel: async digestId => void agenda.delete(digestId),
    giveUp: async () => undefined,
    run,
  };
}
