import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { after, type Clock, timestamp } from '../scheduling/clock.ts';
import { type Locks, taken } from '../storage/locks.ts';
import type { ClaimStore } from '../storage/storage.ts';

/** Ids that are remembered, at most: many more than Discord replays of one session. */
const REMEMBERED = 10_000;

/**
 * A database that does not say within this long (milliseconds) whose it is does not keep a member waiting:
 * better twice than not at all. It is counted in steps, so that a process which was busy for a while hears
 * what has been said meanwhile.
 */
const PATIENCE = 1_000;
/** What would be changed twice is waited for as long as Discord's three seconds allow. */
const PATIENCE_TO_CHANGE = 2_000;
const STEP = 100;

/**
 * A claim is of use for as long as somebody may still ask about it, in milliseconds; Discord itself takes
 * answers for 15 minutes.
 */
const KEPT = 60 * 60_000;
const SWEEP_EVERY = 5 * 60_000;
const SWEPT_AT_ONCE = 500;

/**
 * A process shows that it lives by a lock, which it takes anew this often (milliseconds): the connection that
 * held it may be another by then.
 */
const SHOWN_EVERY = 60_000;
const SHOWN_AGAIN = 5_000;

/** Whose a message is to answer: nobody's yet, done, a running process's, or one's that ended over it. */
export type Standing = 'free' | 'answered' | 'taken' | 'left';

/**
 * What this process answers, where another may be connected for the same servers, as while one takes over
 * from another: whoever claims an interaction or a message first answers it.
 */
export interface Claims {
  /**
   * Whether an id comes to this process for the first time. What Discord sends while it asks for a new
   * connection (op 7) can come twice: once on the old one, and once more in what is replayed on the new one.
   */
  isNew(id: string): boolean;
  /**
   * Claims an interaction, or a message with its channel; whether it is this process's to answer. Never
   * throws.
   */
  claim(id: string, channelId?: string): Promise<boolean>;
  /**
   * The same for what changes something, and so must not be done twice: `unknown` where the database does not
   * say in time. Never throws.
   */
  claimToChange(id: string): Promise<boolean | 'unknown'>;
  /** Notes that a message has its answer. Never throws. */
  settle(id: string): Promise<void>;
  /** Throws where the database cannot be asked. */
  standing(id: string): Promise<Standing>;
  /**
   * The channels of messages that were claimed since a time (milliseconds since 1970) and have no answer yet.
   * Throws where the database cannot be asked.
   */
  openChannels(since: number, limit: number): Promise<string[]>;
  close(): Promise<void>;
}

interface Dependencies {
  readonly store: ClaimStore;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Claiming {
  /** In milliseconds. */
  readonly patience: number;
  /** Whether what was claimed by a process that has ended since is this one's. */
  readonly mayTakeOver: boolean;
}

/** Another process answers this, or has answered it. */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}

export function createClaims({ store, locks, clock, log }: Dependencies): Claims {
  const owner = randomUUID();
  const seen = new Set<string>();
  const ending = new AbortController();
  const showing = showLife();
  const sweeping = setInterval(() => void sweep(), SWEEP_EVERY).unref();

  /** Others see that this process lives. */
  async function showLife(): Promise<void> {
    while (!ending.signal.aborted) {
      const shown = await locks.unlessTaken(lockOf(owner), () => pause(SHOWN_EVERY)).catch(() => taken);
      if (shown === taken) await pause(SHOWN_AGAIN);
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
  }

  async function isAlive(process: string): Promise<boolean> {
    return (await locks.unlessTaken(lockOf(process), async () => undefined)) === taken;
  }

  async function sweep(): Promise<void> {
    const before = new Date(clock.now() - KEPT).toISOString();
    try {
      while ((await store.sweep(before, SWEPT_AT_ONCE)) === SWEPT_AT_ONCE);
    } catch (error) {
      log.debug({ err: error }, 'old claims could not be dropped; they are the next time');
    }
  }

  async function claimed(id: string, channelId: string | null, { mayTakeOver }: Claiming): Promise<boolean> {
    if (await store.claim({ id, owner, channelId, at: timestamp(clock) })) return true;
    const held = mayTakeOver ? await store.get(id) : undefined;
    if (!held || held.isAnswered || held.owner === owner || (await isAlive(held.owner))) return false;
    return store.takeOver(id, held.owner, owner);
  }

  /**
   * Whether it is this process's; `unknown` where that takes too long. A database that is away says no more,
   * and changes nothing twice.
   */
  function known(id: string, channelId: string | null, how: Claiming): Promise<boolean | 'unknown'> {
    let isKnown = false;
    const isMine = claimed(id, channelId, how)
      .catch(error => {
        log.debug({ err: error, claim: id }, 'it is not known whether another process answers this');
        return true;
      })
      .finally(() => (isKnown = true));
    const impatience = async () => {
      for (let waited = 0; waited < how.patience && !isKnown; waited += STEP) await after(STEP).over;
      return 'unknown' as const;
    };
    return Promise.race([isMine, impatience()]);
  }

  return {
    isNew(id) {
      if (seen.has(id)) return false;
      seen.add(id);
      if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
      return true;
    },
    claim: async (id, channelId) =>
      (await known(id, channelId ?? null, { patience: PATIENCE, mayTakeOver: true })) !== false,
    // whoever held it may have done it before it ended
    claimToChange: id => known(id, null, { patience: PATIENCE_TO_CHANGE, mayTakeOver: false }),
    async settle(id) {
      await store
        .settle(id)
        .catch(error => log.debug({ err: error, claim: id }, 'an answer could not be noted'));
    },
    async standing(id) {
      const held = await store.get(id);
      if (!held) return 'free';
      if (held.isAnswered) return 'answered';
      return held.owner === owner || (await isAlive(held.owner)) ? 'taken' : 'left';
    },
    async openChannels(since, limit) {
      const open = await store.open(new Date(since).toISOString(), limit);
      return [...new Set(open.flatMap(({ channelId }) => channelId ?? []))];
    },
    async close() {
      clearInterval(sweeping);
      ending.abort();
      await showing;
    },
  };
}

const lockOf = (owner: string) => `process ${owner}`;
