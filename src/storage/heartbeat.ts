import { randomUUID } from 'node:crypto';
import { pause } from '../scheduling/clock.ts';
import type { Presence } from '../scheduling/leases.ts';
import { LOCKED, type Locks } from './locks.ts';

/**
 * A process shows that it is alive by holding a lock. This is how often (milliseconds) it checks that the
 * connection holding the lock still works; once the lock is found to be lost, it is retaken at once.
 */
const CHECK_MS = 60_000;
const RETRY_MS = { first: 100, longest: 5_000 };

/**
 * For this long (milliseconds) after losing its own lock, this process declares no other process dead: the
 * server was down, and the others may be about to retake their locks.
 */
const RECOVERY_MS = 10_000;

/** Tells which processes on one database are alive. */
export interface Heartbeat extends Presence {
  /** Whether a process is alive, including this one. Throws if the database cannot be reached. */
  isAlive(owner: string): Promise<boolean>;
  stop(): Promise<void>;
}

interface State {
  readonly owner: string;
  readonly stopped: AbortSignal;
  isShown: boolean;
  /** When the lock was last lost, on the monotonic clock. */
  lostAt: number;
}

/** Shows other processes that this one is alive, by holding a lock until it is stopped. */
export function createHeartbeat(locks: Locks): Heartbeat {
  const controller = new AbortController();
  const state: State = {
    owner: randomUUID(),
    stopped: controller.signal,
    isShown: false,
    lostAt: Number.NEGATIVE_INFINITY,
  };
  const beating = beat(locks, state);
  const isAlive = async (owner: string) =>
    owner === state.owner ||
    (await locks.runUnlessLocked(lockNameOf(owner), async () => undefined)) === LOCKED;
  return {
    owner: state.owner,
    isShown: () => state.isShown,
    isAlive,
    isGone: async owner =>
      state.isShown && performance.now() - state.lostAt > RECOVERY_MS && !(await isAlive(owner)),
    async stop() {
      controller.abort();
      await beating;
    },
  };
}

async function beat(locks: Locks, state: State): Promise<void> {
  let wait = RETRY_MS.first;
  while (!state.stopped.aborted) {
    const shown = await locks
      .runUnlessLocked(lockNameOf(state.owner), lost => show(locks, state, lost))
      .catch(() => LOCKED);
    wait = shown === LOCKED ? Math.min(wait * 2, RETRY_MS.longest) : RETRY_MS.first;
    await pause(wait, state.stopped);
  }
}

/** Resolves once the lock is lost or the process ends. */
async function show(locks: Locks, state: State, lost?: AbortSignal): Promise<void> {
  const ended = lost ? AbortSignal.any([state.stopped, lost]) : state.stopped;
  state.isShown = true;
  while (!ended.aborted) {
    await pause(CHECK_MS, ended);
    // a dead connection is only noticed when it is used
    if (!ended.aborted)
      await locks
        .runUnlessLocked(`${lockNameOf(state.owner)} checked`, async () => undefined)
        .catch(() => LOCKED);
  }
  state.isShown = false;
  state.lostAt = performance.now();
}

const lockNameOf = (owner: string) => `process ${owner}`;
