import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCKED, type Locks } from '../storage/locks.ts';

/**
 * A process shows that it lives by a lock, which it takes anew this often (milliseconds): the connection that
 * held it may be another by then.
 */
const HEARTBEAT_MS = 60_000;
const HEARTBEAT_RETRY_MS = 5_000;

/** Shows the processes on one database which of them live. */
export interface Heartbeat {
  /** This process. */
  readonly owner: string;
  /** Whether a process lives, this one too. Throws where the database cannot be asked. */
  isAlive(owner: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** Shows the others by a lock that this process lives, until it is stopped. */
export function createHeartbeat(locks: Locks): Heartbeat {
  const owner = randomUUID();
  const controller = new AbortController();
  const beating = beat();

  async function beat(): Promise<void> {
    while (!controller.signal.aborted) {
      const shown = await locks
        .runUnlessLocked(lockNameOf(owner), () => pause(HEARTBEAT_MS))
        .catch(() => LOCKED);
      if (shown === LOCKED) await pause(HEARTBEAT_RETRY_MS);
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: controller.signal, ref: false }).catch(() => undefined);
  }

  return {
    owner,
    isAlive: async process =>
      process === owner ||
      (await locks.runUnlessLocked(lockNameOf(process), async () => undefined)) === LOCKED,
    async stop() {
      controller.abort();
      await beating;
    },
  };
}

const lockNameOf = (owner: string) => `process ${owner}`;
