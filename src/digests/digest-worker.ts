import type { Logger } from 'pino';
import { t } from '../i18n/translate.ts';
import type { Observe } from '../observability/observe.ts';
import { trackTask } from '../observability/waits.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import { LOCKED, type Locks } from '../storage/locks.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import { CATCH_UP_MS, type Delivery } from './delivery.ts';
import { type Digest, nonceOf, type Post } from './digest.ts';
import { findNextSlot, listSlotsBetween } from './schedule.ts';
import type { DigestState, PollResult, Scheduler } from './scheduler.ts';

/** After this long (milliseconds) a digest that another process is at is looked at again. */
const LOCKED_RETRY_MS = 5_000;

/** After this long (milliseconds) it is looked whether a post beside the schedule has come to its end. */
const MANUAL_POST_CHECK_MS = 15_000;

/** What posts digests when they are due. */
export interface DigestWorker {
  /** A digest is new or was changed: it is looked at again at once. */
  handleChange(digest: Digest): Promise<void>;
  /** A digest was deleted. */
  handleRemoval(digestId: string): Promise<void>;
  /**
   * Posts beside the schedule and returns the record, or undefined if there is one of this very instant
   * already.
   */
  postNow(digest: Digest): Promise<Post | undefined>;
  /** Posts what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

/** What digests are posted with. */
export interface DigestWorkerDependencies {
  readonly store: DigestStore;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** Whether this process posts for a server: each server has one that does. */
  readonly serves: (serverId: string) => boolean;
  /** Whether a server is without the bot: nothing of it is looked at then. */
  readonly isResting: (serverId: string) => Promise<boolean>;
  /** Between all processes; absent where there is one. */
  readonly locks?: Locks;
  readonly scheduler: Scheduler;
}

/** Looks at each digest when something of it is due: a slot, a missed slot, or another attempt. */
export function createDigestWorker({
  store,
  delivery,
  clock,
  log,
  observe,
  serves,
  isResting,
  locks,
  scheduler,
}: DigestWorkerDependencies): DigestWorker {
  const runExclusive = createKeyedMutex();

  async function postNow(digest: Digest): Promise<Post | undefined> {
    // Who looks then finds the claim, should this process die over it.
    await scheduler.schedule(digest, clock.now() + MANUAL_POST_CHECK_MS);
    const postOnce = () => postSlot(digest, formatTimestamp(clock), 'now');
    const post = await runExclusive(digest.id, () =>
      locks ? locks.runExclusive(lockNameOf(digest.id), postOnce) : postOnce(),
    );
    if (post?.state === 'claimed') await scheduler.schedule(digest, delivery.getRetryTime(post));
    return post;
  }

  /** The record of a slot after its first attempt, or undefined if it was on record already. */
  async function postSlot(
    digest: Digest,
    slot: string,
    occasion: Post['occasion'],
  ): Promise<Post | undefined> {
    const claimed = createClaim(digest, slot, occasion);
    if (!(await store.claim(claimed))) return undefined;
    observe({ kind: 'digest due' });
    return await delivery.deliver(digest, claimed, { isNew: true });
  }

  function createClaim(digest: Digest, slot: string, occasion: Post['occasion']): Post {
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
      at: formatTimestamp(clock),
    };
  }

  /** Every digest that may have something due, of those that this process serves. */
  async function listDigests(): Promise<DigestState[]> {
    const digests = new Map(
      (await store.listActive()).map(digest => [digest.id, { digest, isBegun: false }]),
    );
    for (const post of await store.listUnsettled()) {
      const digest = digests.get(post.digestId)?.digest ?? (await store.get(post.digestId));
      if (!digest || !serves(digest.serverId)) continue;
      delivery.adopt(post);
      digests.set(digest.id, { digest, isBegun: true });
    }
    const served = [...digests.values()].filter(({ digest }) => serves(digest.serverId));
    const resting = new Set<string>();
    for (const serverId of new Set(served.map(({ digest }) => digest.serverId)))
      if (await isResting(serverId)) resting.add(serverId);
    return served.filter(({ digest }) => !resting.has(digest.serverId));
  }

  /**
   * Attends to a digest unless another process does; then it is looked at again soon, should that process
   * die.
   */
  async function pollUnlessLocked(digestId: string): Promise<PollResult> {
    const work = () => trackTask(`digest ${digestId}`, () => poll(digestId));
    if (!locks) return work();
    const looked = await locks.runUnlessLocked(lockNameOf(digestId), work);
    return looked === LOCKED ? { digest: null, next: clock.now() + LOCKED_RETRY_MS, again: null } : looked;
  }

  /** Settles what is claimed and posts what is due. */
  async function poll(digestId: string): Promise<PollResult> {
    const digest = await store.get(digestId);
    if (!digest || (await isResting(digest.serverId))) return { digest: null, next: null, again: null };
    // Nobody else is at a claim while we have the lock: where it never failed, whoever made it has died over
    // it.
    const first = await resumeClaims(
      digest,
      claim => scheduler.retriesItself || (locks !== undefined && claim.reason === null),
    );
    if (digest.paused) return { digest, next: null, again: first };
    const now = clock.now();
    await postDue(digest, now);
    const again = await resumeClaims(digest);
    return { digest, next: findNextSlot(digest, now), again };
  }

  /**
   * Tries claims whose time has come, and those that are to be tried anyway; returns the next that is left to
   * be tried.
   */
  async function resumeClaims(
    digest: Digest,
    anyway: (claim: Post) => boolean = () => false,
  ): Promise<PollResult['again']> {
    let soonest: PollResult['again'] = null;
    for (const claim of await store.listUnsettled(digest.id)) {
      const isTime = anyway(claim) || delivery.getRetryTime(claim) <= clock.now();
      const post = isTime ? await delivery.deliver(digest, claim, { isNew: false }) : claim;
      if (post.state !== 'claimed') continue;
      const at = delivery.getRetryTime(post);
      if (!soonest || at < soonest.at) soonest = { at, reason: post.reason ?? 'It has not been posted yet.' };
    }
    return soonest;
  }

  /**
   * The last of the slots that have passed is posted if it is recent enough; the others are recorded with the
   * reason.
   */
  async function postDue(digest: Digest, now: number): Promise<void> {
    const due = listSlotsBetween(digest, await getHandledUntil(digest), now).map(slot =>
      new Date(slot).toISOString(),
    );
    for (const [index, slot] of due.entries()) {
      const missed = index < due.length - 1 || now - Date.parse(slot) > CATCH_UP_MS;
      if (missed) await recordMissed(digest, slot);
      else await postSlot(digest, slot, 'schedule');
    }
  }

  async function recordMissed(digest: Digest, slot: string): Promise<void> {
    const reason = t('I wasn’t running.');
    log.warn({ digest: digest.id, slot, reason }, 'digest missed');
    if (await store.claim({ ...createClaim(digest, slot, 'schedule'), state: 'skipped', reason }))
      observe({ kind: 'digest', outcome: 'missed', lateness: Math.max(0, clock.now() - Date.parse(slot)) });
  }

  /** The instant up to which no slot is left to deal with. */
  async function getHandledUntil(digest: Digest): Promise<number> {
    const last = await store.getLastScheduled(digest.id);
    return Math.max(Date.parse(digest.activeSince), last ? Date.parse(last.slot) : 0);
  }

  return {
    handleChange: digest => scheduler.schedule(digest, clock.now()),
    handleRemoval: scheduler.cancel,
    postNow,
    run: signal =>
      scheduler.run(
        { listDigests, poll: digestId => runExclusive(digestId, () => pollUnlessLocked(digestId)) },
        signal,
      ),
  };
}

function lockNameOf(digestId: string): string {
  return `digest ${digestId}`;
}
