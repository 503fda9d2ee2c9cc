import type { Client } from 'discord.js';
import { startTimer } from '../scheduling/clock.ts';
import type { Router } from './router.ts';

/** How long to finish what has begun (ms): a process that stops for over 10 seconds is usually killed. */
const SHUTDOWN_TIMEOUT_MS = 8_000;
/** How long to wait for what Discord sends at the last moment, in milliseconds. */
const GRACE_MS = 250;
/** Minimum time for the last replies (ms): deferred replies (after 1,200) must still say that it ends. */
const LAST_REPLIES_MS = 2_000;

interface FinishDependencies {
  readonly client: Client;
  readonly router: Router;
  /** Tasks that have been told to end. */
  readonly running: readonly Promise<void>[];
}

/** Completes what has begun, within the time limit, and disconnects from Discord between two answers. */
export async function finishBot({ client, router, running }: FinishDependencies): Promise<void> {
  const began = performance.now();
  // members who ask meanwhile are still answered, because no other process may be connected yet
  await Promise.race([Promise.all([...running, router.drain()]), startTimer(SHUTDOWN_TIMEOUT_MS).elapsed]);
  await startTimer(GRACE_MS).elapsed;
  // an event is least likely to be on its way right after an answer
  await Promise.race([router.drain(GRACE_MS), startTimer(2 * GRACE_MS).elapsed]);
  await disconnect(client);
  const left = Math.max(LAST_REPLIES_MS, SHUTDOWN_TIMEOUT_MS - (performance.now() - began));
  await Promise.race([router.drain(left), startTimer(left + 2 * GRACE_MS).elapsed]);
}

/** Disconnects, so that no more events arrive; the REST token is kept for the last replies. */
async function disconnect(client: Client): Promise<void> {
  const { token } = client;
  await client.destroy();
  if (token !== null) client.rest.setToken(token);
}
