import type { Logger } from 'pino';
import { createMemo } from '../memo.ts';
import { type Clock, formatTimestamp, startTimer, toTimestamp } from '../scheduling/clock.ts';
import type { Heartbeat } from '../storage/heartbeat.ts';
import type { ClaimStore } from '../storage/stores/claims.ts';

/** How many ids are remembered: many more than Discord replays in one session. */
const MAX_SEEN_IDS = 10_000;

/**
 * How long to wait for the database to say who answers, in milliseconds. After that a member is not kept
 * waiting: two answers are better than none. The time is counted in steps, so that a process that was busy
 * for a while sees what arrived in the meantime.
 */
const CLAIM_TIMEOUT_MS = 1_000;

/** The same for an interaction that must not change something twice: as long as three seconds allow. */
const CHANGE_CLAIM_TIMEOUT_MS = 2_000;
const POLL_STEP_MS = 100;

/** How long a claim is kept (ms): while somebody may ask about it. Discord accepts answers for 15 minutes. */
const RETENTION_MS = 60 * 60_000;
const SWEEP_INTERVAL_MS = 5 * 60_000;
const SWEEP_BATCH = 500;

/** A message is unclaimed, answered, or claimed by a running process or one that ended before answering. */
type ClaimState = 'free' | 'answered' | 'taken' | 'left';

/**
 * Decides what this process answers if another may be connected for the same servers, as when one takes over
 * from another: whichever process claims an interaction or a message first answers it.
 */
export interface Claims {
  /** Marks an id as seen; whether it is new here. Events may come twice around a new connection (op 7). */
  markSeen(id: string): boolean;
  /** Claims a message in its channel and returns whether this process is to answer it. Never throws. */
  claim(id: string, channelId: string): Promise<boolean>;
  /**
   * Claims an interaction whose reply changes something and so must not be made twice. Returns `unknown` if
   * the database does not respond in time. Never throws.
   */
  claimToChange(id: string): Promise<boolean | 'unknown'>;
  /** Records that a message has been answered. Never throws. */
  settle(id: string): Promise<void>;
  /** The state of a message. Throws if the database cannot be queried. */
  getState(id: string): Promise<ClaimState>;
  /** The channels of messages claimed since a time (ms) and not answered. Throws if the database fails. */
  listOpenChannels(since: number, limit: number): Promise<string[]>;
  close(): void;
}

interface ClaimsDependencies {
  readonly store: ClaimStore;
  readonly heartbeat: Heartbeat;
  readonly clock: Clock;
  readonly log: Logger;
}

interface ClaimOptions {
  /** In milliseconds. */
  readonly timeout: number;
  /** Whether to take over a claim of a process that has ended since. */
  readonly mayTakeOver: boolean;
}

/** Thrown if another process is answering, or has answered. */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}

/** Creates the claims of this process, which hold as long as its heartbeat shows that it is alive. */
export function createClaims({ store, heartbeat, clock, log }: ClaimsDependencies): Claims {
  const seen = createMemo<true>({ entries: MAX_SEEN_IDS });
  const sweeping = setInterval(() => void deleteOldClaims(store, clock, log), SWEEP_INTERVAL_MS).unref();
  const claim = (id: string, channelId: string | null, { timeout, mayTakeOver }: ClaimOptions) => {
    const isMine = claimOrTakeOver({ store, heartbeat, clock }, { id, channelId, mayTakeOver }).catch(
      error => {
        log.debug({ err: error, claim: id }, 'it is not known whether another process answers this');
        return true;
      },
    );
    return waitAtMost(timeout, isMine);
  };

  return {
    markSeen(id) {
      if (seen.has(id)) return false;
      seen.set(id, true);
      return true;
    },
    claim: async (id, channelId) =>
      (await claim(id, channelId, { timeout: CLAIM_TIMEOUT_MS, mayTakeOver: true })) !== false,
    // the previous owner may have made the change before it ended
    claimToChange: id => claim(id, null, { timeout: CHANGE_CLAIM_TIMEOUT_MS, mayTakeOver: false }),
    async settle(id) {
      await store
        .settle(id)
        .catch(error => log.debug({ err: error, claim: id }, 'an answer could not be noted'));
    },
    async getState(id) {
      const existing = await store.get(id);
      if (!existing) return 'free';
      if (existing.isAnswered) return 'answered';
      return (await heartbeat.isAlive(existing.owner)) ? 'taken' : 'left';
    },
    async listOpenChannels(since, limit) {
      const open = await store.listOpen(toTimestamp(since), limit);
      return [...new Set(open.flatMap(({ channelId }) => channelId ?? []))];
    },
    close: () => clearInterval(sweeping),
  };
}

async function deleteOldClaims(store: ClaimStore, clock: Clock, log: Logger): Promise<void> {
  const before = toTimestamp(clock.now() - RETENTION_MS);
  try {
    while ((await store.deleteBefore(before, SWEEP_BATCH)) === SWEEP_BATCH);
  } catch (error) {
    log.debug({ err: error }, 'old claims could not be dropped; they are the next time');
  }
}

async function claimOrTakeOver(
  { store, heartbeat, clock }: { store: ClaimStore; heartbeat: Heartbeat; clock: Clock },
  { id, channelId, mayTakeOver }: { id: string; channelId: string | null; mayTakeOver: boolean },
): Promise<boolean> {
  const { owner } = heartbeat;
  if (await store.claim({ id, owner, channelId, at: formatTimestamp(clock) })) return true;
  const existing = mayTakeOver ? await store.get(id) : undefined;
  if (!existing || existing.isAnswered || (await heartbeat.isAlive(existing.owner))) return false;
  return store.takeOver(id, existing.owner, owner);
}

/**
 * Whether the claim is this process's; `unknown` if that takes longer than `timeout` milliseconds. A database
 * that is down gives no answer, but it cannot change anything twice either.
 */
function waitAtMost(timeout: number, isMine: Promise<boolean>): Promise<boolean | 'unknown'> {
  let isKnown = false;
  const known = isMine.finally(() => (isKnown = true));
  const waitForTimeout = async () => {
    for (let waited = 0; waited < timeout && !isKnown; waited += POLL_STEP_MS)
      await startTimer(POLL_STEP_MS).elapsed;
    return 'unknown' as const;
  };
  return Promise.race([known, waitForTimeout()]);
}
