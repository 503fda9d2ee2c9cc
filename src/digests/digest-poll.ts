import type { Logger } from 'pino';
import { t } from '../i18n/translate.ts';
import type { Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import { CATCH_UP_MS, type Delivery, retryTimeOf } from './delivery.ts';
import { type Digest, nonceOf, type Post } from './digest.ts';
import { findNextSlot, listSlotsBetween } from './schedule.ts';

/** After so long (milliseconds) it is looked whether the bot is back in a server of which nothing says so. */
const RESTING_POLL_MS = 3_600_000;

/** What digests are polled with. */
export interface PollDependencies {
  readonly store: DigestStore;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** Whether a server is without the bot: nothing of it is posted then. */
  readonly isResting: (serverId: string) => Promise<boolean>;
}

/**
 * Settles what is claimed of a digest and posts what is due, while nobody else is at it. Returns when something of
 * it is due next, milliseconds since 1970; null for never.
 */
export async function pollDigest(parts: PollDependencies, digestId: string): Promise<number | null> {
  const { store, clock } = parts;
  const digest = await store.get(digestId);
  if (!digest) return null;
  if (await parts.isResting(digest.serverId)) return clock.now() + RESTING_POLL_MS;
  const now = clock.now();
  await resumeClaims(parts, digest);
  if (!digest.paused) await postDue(parts, digest, now);
  const next = digest.paused ? Number.POSITIVE_INFINITY : findNextSlot(digest, now);
  const retries = (await store.listUnsettled(digestId)).map(retryTimeOf);
  const soonest = Math.min(next, ...retries);
  return soonest === Number.POSITIVE_INFINITY ? null : soonest;
}

/**
 * Tries claims whose time has come, and those that never failed: nobody else is at them, so whoever made them has
 * died over it.
 */
async function resumeClaims({ store, delivery, clock }: PollDependencies, digest: Digest): Promise<void> {
  for (const claim of await store.listUnsettled(digest.id))
    if (claim.reason === null || retryTimeOf(claim) <= clock.now())
      await delivery.deliver(digest, claim, { isNew: false });
}

/**
 * The last of the slots that have passed is posted if it is recent enough; the others are recorded with the
 * reason.
 */
async function postDue(parts: PollDependencies, digest: Digest, now: number): Promise<void> {
  const due = listSlotsBetween(digest, await getHandledUntil(parts.store, digest), now).map(slot =>
    new Date(slot).toISOString(),
  );
  for (const [index, slot] of due.entries()) {
    const missed = index < due.length - 1 || now - Date.parse(slot) > CATCH_UP_MS;
    if (missed) await recordMissed(parts, digest, slot);
    // what a process has claimed that died at this moment
    else if (!(await postSlot(parts, digest, slot, 'schedule'))) await resumeClaims(parts, digest);
  }
}

/** The record of a slot after its first attempt, or undefined if it was on record already. */
export async function postSlot(
  { store, delivery, clock, observe }: Omit<PollDependencies, 'isResting' | 'log'>,
  digest: Digest,
  slot: string,
  occasion: Post['occasion'],
): Promise<Post | undefined> {
  const claimed = createClaim(clock, digest, slot, occasion);
  if (!(await store.claim(claimed))) return undefined;
  observe({ kind: 'digest due' });
  return await delivery.deliver(digest, claimed, { isNew: true });
}

async function recordMissed(
  { store, clock, log, observe }: PollDependencies,
  digest: Digest,
  slot: string,
): Promise<void> {
  const reason = t('I wasn’t running.');
  log.warn({ digest: digest.id, slot, reason }, 'digest missed');
  const missed: Post = { ...createClaim(clock, digest, slot, 'schedule'), state: 'skipped', reason };
  if (await store.claim(missed))
    observe({ kind: 'digest', outcome: 'missed', lateness: Math.max(0, clock.now() - Date.parse(slot)) });
}

function createClaim(clock: Clock, digest: Digest, slot: string, occasion: Post['occasion']): Post {
  return {
    digestId: digest.id,
    slot,
    occasion,
    nonce: nonceOf(digest.id, slot),
    state: 'claimed',
    articleIds: [],
    messageId: null,
    reason: null,
    at: formatTimestamp(clock),
  };
}

/** The instant up to which no slot is left to deal with. */
async function getHandledUntil(store: DigestStore, digest: Digest): Promise<number> {
  const last = await store.getLastScheduled(digest.id);
  return Math.max(Date.parse(digest.activeSince), last ? Date.parse(last.slot) : 0);
}
