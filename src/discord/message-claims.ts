import type { Logger } from 'pino';
import { createMemo } from '../memo.ts';
import { type Clock, formatTimestamp, startTimer } from '../scheduling/clock.ts';
import type { Heartbeat } from '../storage/heartbeat.ts';
import type { ClaimStore } from '../storage/stores/claims.ts';

/** Ids that are remembered, at most: many more than Discord replays of one session. */
const MAX_SEEN_IDS = 10_000;

/**
 * A database that does not say within this long (milliseconds) whose it is does not keep a member waiting:
 * better twice than not at all. It is counted in steps, so that a process which was busy for a while hears
 * what has been said meanwhile.
 */
const CLAIM_TIMEOUT_MS = 1_000;

/** What would be changed twice is waited for as long as Discord's three seconds allow. */
const CHANGE_CLAIM_TIMEOUT_MS = 2_000;
const POLL_STEP_MS = 100;

/**
 * A claim is of use for as long as somebody may still ask about it, in milliseconds; Discord itself takes
 * answers for 15 minutes.
 */
const RETENTION_MS = 60 * 60_000;
const SWEEP_INTERVAL_MS = 5 * 60_000;
const SWEEP_BATCH = 500;

/** Whose a message is to answer: nobody's yet, done, a running process's, or one's that ended over it. */
export type ClaimState = 'free' | 'answered' | 'taken' | 'left';

/**
 * What this process answers, where another may be connected for the same servers, as while one takes over
 * from another: whoever claims an interaction or a message first answers it.
 */
export interface Claims {
  /**
   * Whether an id comes to this process for the first time. What Discord sends while it asks for a new
   * connection (op 7) can come twice: once on the old one, and once more in what is replayed on the new one.
   */
  markSeen(id: string): boolean;
  /**
   * Claims a message with its channel; whether it is this process's to answer. Never throws.
   */
  claim(id: string, channelId: string): Promise<boolean>;
  /**
   * Claims an interaction whose reply changes something, and so must not be made twice: `unknown` where the
   * database does not say in time. Never throws.
   */
  claimToChange(id: string): Promise<boolean | 'unknown'>;
  /** Notes that a message has its answer. Never throws. */
  settle(id: string): Promise<void>;
  /** Throws where the database cannot be asked. */
  getState(id: string): Promise<ClaimState>;
  /**
   * The channels of messages that were claimed since a time (milliseconds since 1970) and have no answer yet.
   * Throws where the database cannot be asked.
   */
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
  /** Whether what was claimed by a process that has ended since is this one's. */
  readonly mayTakeOver: boolean;
}

/** Another process answers this, or has answered it. */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}

/** The claims of this process, as long as its heartbeat shows that it lives. */
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
    // whoever held it may have done it before it ended
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
      const open = await store.listOpen(new Date(since).toISOString(), limit);
      return [...new Set(open.flatMap(({ channelId }) => channelId ?? []))];
    },
    close: () => clearInterval(sweeping),
  };
}

async function deleteOldClaims(store: ClaimStore, clock: Clock, log: Logger): Promise<void> {
  const before = new Date(clock.now() - RETENTION_MS).toISOString();
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
 * Whether it is this process's; `unknown` where that takes longer than so many milliseconds. A database that is
 * away says no more, and changes nothing twice.
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
