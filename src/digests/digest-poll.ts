import type { Logger } from 'pino';
import { createMessage, formatInEnglish } from '../i18n/template-values.ts';
import type { Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import { CATCH_UP_MS, retryTimeOf } from './delivery.ts';
import { type Digest, nonceOf, type Post } from './digest.ts';
import { findNextSlot, listSlotsBetween } from './schedule.ts';

/** How often to check whether the bot is back in a resting server (ms), in case no event says so. */
const RESTING_POLL_MS = 3_600_000;

/** The dependencies for polling digests. */
export interface PollDependencies {
  readonly store: DigestStore;
  /** See `deliver` in delivery.ts. */
  readonly deliver: (digest: Digest, claimed: Post, how: { isNew: boolean }) => Promise<Post>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** Whether the bot has left a server, in which case nothing of it is posted. */
  readonly isResting: (serverId: string) => Promise<boolean>;
}

/**
 * Settles a digest's claims and posts what is due; nobody else may be working on it. Returns when the digest
 * is due next, in milliseconds since 1970, or null for never.
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

/** Retries claims that are due or never failed: nobody works on the digest, so their maker has died. */
async function resumeClaims({ store, deliver, clock }: PollDependencies, digest: Digest): Promise<void> {
  for (const claim of await store.listUnsettled(digest.id))
    if (claim.reason === null || retryTimeOf(claim) <= clock.now())
      await deliver(digest, claim, { isNew: false });
}

/** Posts the last of the slots that have passed if it is recent enough, and records the others as missed. */
async function postDue(parts: PollDependencies, digest: Digest, now: number): Promise<void> {
  const due = listSlotsBetween(digest, await getHandledUntil(parts.store, digest), now).map(slot =>
    toTimestamp(slot),
  );
  for (const [index, slot] of due.entries()) {
    const missed = index < due.length - 1 || now - Date.parse(slot) > CATCH_UP_MS;
    if (missed) await recordMissed(parts, digest, slot);
    // claimed by a process that has just died
    else if (!(await postSlot(parts, digest, slot, 'schedule'))) await resumeClaims(parts, digest);
  }
}

/** Claims and delivers a slot. Its record after the first attempt; undefined if recorded already. */
export async function postSlot(
  { store, deliver, clock, observe }: Omit<PollDependencies, 'isResting' | 'log'>,
  digest: Digest,
  slot: string,
  occasion: Post['occasion'],
): Promise<Post | undefined> {
  const claimed = createClaim(clock, digest, slot, occasion);
  if (!(await store.claim(claimed))) return undefined;
  observe({ kind: 'digest due' });
  return await deliver(digest, claimed, { isNew: true });
}

async function recordMissed(
  { store, clock, log, observe }: PollDependencies,
  digest: Digest,
  slot: string,
): Promise<void> {
  const reason = createMessage('I wasn’t running.');
  log.warn({ digest: digest.id, slot, reason: formatInEnglish(reason) }, 'digest missed');
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

/** The instant up to which all slots have been dealt with. */
async function getHandledUntil(store: DigestStore, digest: Digest): Promise<number> {
  const last = await store.getLastScheduled(digest.id);
  return Math.max(Date.parse(digest.activeSince), last ? Date.parse(last.slot) : 0);
}
