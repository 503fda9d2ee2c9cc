import type { Logger } from 'pino';
import { type Clock, timestamp } from '../clock.ts';
import type { Observe } from '../operations/observe.ts';
import { type Locks, taken } from '../storage/locks.ts';
import type { DigestStore } from '../storage/storage.ts';
import { t } from '../texts/texts.ts';
import { CATCH_UP, type Delivery } from './delivery.ts';
import { type Digest, nonceOf, type Post } from './digest.ts';
import { nextSlot, slotsBetween } from './schedule.ts';
import { createTurns } from './turns.ts';

/** The longest time for which the loop trusts its timer: machines sleep and clocks are set. Milliseconds. */
const LONGEST_SLEEP = 60_000;

/** After this long (milliseconds) a digest that another process is at is looked at again. */
const OTHERS_TURN = 5_000;

/** Digests that are worked on at once; more wait for their turn. */
const AT_ONCE = 8;

export interface Loop {
  /** A digest is new or was changed: it is looked at again at once. */
  changed(digestId: string): void;
  /** Posts beside the schedule and returns the record, or undefined if there is one of this very instant already. */
  postNow(digest: Digest): Promise<Post | undefined>;
  /** Posts what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

export interface LoopDependencies {
  readonly store: DigestStore;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** Whether this process posts for a server: each server has one that does. */
  readonly serves: (serverId: string) => boolean;
  /** Between all processes; absent where there is one. */
  readonly locks?: Locks;
}

/** Looks at each digest when something of it is due: a slot, a missed slot, or another attempt. */
export function createLoop({ store, delivery, clock, log, observe, serves, locks }: LoopDependencies): Loop {
  const inTurn = createTurns();
  /** When each digest is next to be looked at, milliseconds since 1970. */
  const agenda = new Map<string, number>();
  let wake = () => {};

  async function postNow(digest: Digest): Promise<Post | undefined> {
    const work = () => postSlot(digest, timestamp(clock), 'now');
    const post = await inTurn(digest.id, () => (locks ? locks.inTurn(lockOf(digest.id), work) : work()));
    if (post?.state === 'claimed') plan(digest.id, delivery.retryAt(post));
    return post;
  }

  /** The record of a slot after its first attempt, or undefined if it was on record already. */
  async function postSlot(digest: Digest, slot: string, occasion: Post['occasion']): Promise<Post | undefined> {
    const claimed = claimOf(digest, slot, occasion);
    if (!(await store.claim(claimed))) return undefined;
    observe({ kind: 'digest due' });
    return await delivery.deliver(digest, claimed, { fresh: true });
  }

  function claimOf(digest: Digest, slot: string, occasion: Post['occasion']): Post {
    const nonce = nonceOf(digest.id, slot);
    return {
      digestId: digest.id,
      slot,
      occasion,
      nonce,
      state: 'claimed',
      articleIds: [],
      messageId: null,
      reason: null,
      at: timestamp(clock),
    };
  }

  function plan(digestId: string, at: number): void {
    agenda.set(digestId, Math.min(at, agenda.get(digestId) ?? at));
    wake();
  }

  async function run(signal: AbortSignal): Promise<void> {
    const working = new Map<string, Promise<void>>();
    let planned = false;
    let plannedAt = clock.now();
    while (!signal.aborted) {
      const woken = new AbortController();
      wake = () => woken.abort();
      if (!planned) planned = await planAll();
      else if (locks && clock.now() - plannedAt >= LONGEST_SLEEP) {
        plannedAt = clock.now();
        await planOthers(working);
      }
      for (const id of dueNow()) {
        if (working.size >= AT_ONCE) break;
        if (!working.has(id))
          working.set(
            id,
            work(id).finally(() => finish(id)),
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

  /** Puts every digest that may have something due on the agenda; false, to be tried again, if the store does not answer. */
  async function planAll(): Promise<boolean> {
    try {
      for (const digest of await store.active()) if (serves(digest.serverId)) agenda.set(digest.id, clock.now());
      for (const post of await store.unsettled()) {
        const digest = await store.get(post.digestId);
        if (!digest || !serves(digest.serverId)) continue;
        delivery.adopt(post);
        agenda.set(post.digestId, clock.now());
      }
      return true;
    } catch (error) {
      log.error({ err: error }, 'digests could not be read, trying again');
      return false;
    }
  }

  /** Puts what another process has created or left behind on the agenda too. */
  async function planOthers(working: ReadonlyMap<string, unknown>): Promise<void> {
    try {
      for (const { id, serverId } of await store.active())
        if (serves(serverId) && !agenda.has(id) && !working.has(id)) agenda.set(id, clock.now());
    } catch (error) {
      log.warn({ err: error }, 'digests of other processes could not be read, trying again in a minute');
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

  /** Does what is due of one digest and notes when it is next to be looked at. One digest's failure is never another's. */
  async function work(digestId: string): Promise<void> {
    agenda.delete(digestId);
    try {
      const next = await inTurn(digestId, () => attendAlone(digestId));
      // A change during the work has put it on the agenda already.
      if (next !== null && !agenda.has(digestId)) agenda.set(digestId, next);
    } catch (error) {
      log.error({ err: error, digest: digestId }, 'a digest failed, trying again in a minute');
      agenda.set(digestId, clock.now() + LONGEST_SLEEP);
    }
  }

  /** Attends to a digest unless another process does; then it is looked at again soon, should that process die. */
  async function attendAlone(digestId: string): Promise<number | null> {
    if (!locks) return attend(digestId);
    const next = await locks.unlessTaken(lockOf(digestId), () => attend(digestId));
    return next === taken ? clock.now() + OTHERS_TURN : next;
  }

  /** Settles what is claimed, posts what is due, and returns when this digest is next to be looked at; null for never. */
  async function attend(digestId: string): Promise<number | null> {
    const digest = await store.get(digestId);
    if (!digest) return null;
    const retries = await resumeClaims(digest);
    if (digest.paused) return retries;
    const now = clock.now();
    await postDue(digest, now);
    const again = await resumeClaims(digest);
    const due = nextSlot(digest, now);
    return Math.min(due, again ?? due);
  }

  /** Tries claims whose time has come; returns when the next one's comes, or null if none is left. */
  async function resumeClaims(digest: Digest): Promise<number | null> {
    let soonest: number | null = null;
    for (const claim of await store.unsettled(digest.id)) {
      // Nobody else is at it, and it never failed: whoever claimed it has died over it.
      if (locks && claim.reason === null) delivery.adopt(claim);
      const post = delivery.retryAt(claim) <= clock.now() ? await delivery.deliver(digest, claim, { fresh: false }) : claim;
      if (post.state === 'claimed') soonest = Math.min(soonest ?? Number.POSITIVE_INFINITY, delivery.retryAt(post));
    }
    return soonest;
  }

  /** The last of the slots that have passed is posted if it is recent enough; the others are recorded with the reason. */
  async function postDue(digest: Digest, now: number): Promise<void> {
    const due = slotsBetween(digest, await handledUntil(digest), now).map(slot => new Date(slot).toISOString());
    for (const [index, slot] of due.entries()) {
      const missed = index < due.length - 1 || now - Date.parse(slot) > CATCH_UP;
      if (missed) await recordMissed(digest, slot);
      else await postSlot(digest, slot, 'schedule');
    }
  }

  async function recordMissed(digest: Digest, slot: string): Promise<void> {
    const reason = t('The bot was not running.');
    log.warn({ digest: digest.id, slot, reason }, 'digest missed');
    if (await store.claim({ ...claimOf(digest, slot, 'schedule'), state: 'skipped', reason }))
      observe({ kind: 'digest', outcome: 'missed', lateness: Math.max(0, clock.now() - Date.parse(slot)) });
  }

  /** The instant up to which no slot is left to deal with. */
  async function handledUntil(digest: Digest): Promise<number> {
    const last = await store.lastScheduled(digest.id);
    return Math.max(Date.parse(digest.activeSince), last ? Date.parse(last.slot) : 0);
  }

  return { changed: digestId => plan(digestId, clock.now()), postNow, run };
}

function lockOf(digestId: string): string {
  return `digest ${digestId}`;
}
