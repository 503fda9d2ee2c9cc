import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Presence } from '../scheduling/leases.ts';
import { LOCKED, type Locks } from './locks.ts';

/**
 * A process shows that it lives by a lock. Whether the connection that holds it is still there is tried this often
 * (milliseconds); where it is seen to be lost, the lock is taken anew at once.
 */
const CHECK_MS = 60_000;
const RETRY_MS = { first: 100, longest: 5_000 };

/**
 * For so long (milliseconds) after this process has lost its own lock it says of no other that it has ended: the
 * server was away, and the others may be about to take theirs.
 */
const RECOVERY_MS = 10_000;

/** Shows the processes on one database which of them live. */
export interface Heartbeat extends Presence {
  /** Whether a process is seen to live, this one too. Throws where the database cannot be asked. */
  isAlive(owner: string): Promise<boolean>;
  stop(): Promise<void>;
}

interface State {
  readonly owner: string;
  readonly stopped: AbortSignal;
  isShown: boolean;
  /** When the lock was lost last, on the clock that is never set. */
  lostAt: number;
}

/** Shows the others by a lock that this process lives, until it is stopped. */
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

/** Until the lock is lost, or the process ends. */
async function show(locks: Locks, state: State, lost?: AbortSignal): Promise<void> {
  const ended = lost ? AbortSignal.any([state.stopped, lost]) : state.stopped;
  state.isShown = true;
  while (!ended.aborted) {
    await pause(CHECK_MS, ended);
    // a connection of which nothing is heard any more is noticed by whoever uses it
    if (!ended.aborted)
      await locks
        .runUnlessLocked(`${lockNameOf(state.owner)} checked`, async () => undefined)
        .catch(() => LOCKED);
  }
  state.isShown = false;
  state.lostAt = performance.now();
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

const lockNameOf = (owner: string) => `process ${owner}`;
