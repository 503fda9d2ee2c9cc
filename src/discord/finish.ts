import type { Client } from 'discord.js';
import { startTimer } from '../scheduling/clock.ts';
import type { Router } from './router.ts';

/**
 * Whoever stops a process kills it if it takes much longer than 10 seconds; so long (milliseconds) it goes on
 * with what it has begun.
 */
const SHUTDOWN_TIMEOUT_MS = 8_000;
/** For what Discord sends at the last moment, in milliseconds. */
const GRACE_MS = 250;
/** For its answers at least: what is put off (after 1,200) has to be told that this ends. */
const LAST_REPLIES_MS = 2_000;

interface FinishDependencies {
  readonly client: Client;
  readonly router: Router;
  /** What has been told to end. */
  readonly running: readonly Promise<void>[];
}

/** Ends what has begun, within its time, and leaves Discord between two answers. */
export async function finishBot({ client, router, running }: FinishDependencies): Promise<void> {
  const began = performance.now();
  // whoever asks meanwhile is still answered, for nobody else may be connected yet
  await Promise.race([Promise.all([...running, router.drain()]), startTimer(SHUTDOWN_TIMEOUT_MS).elapsed]);
  await startTimer(GRACE_MS).elapsed;
  // right after an answer it is least likely that something is on its way
  await Promise.race([router.drain(GRACE_MS), startTimer(2 * GRACE_MS).elapsed]);
  await disconnect(client);
  const left = Math.max(LAST_REPLIES_MS, SHUTDOWN_TIMEOUT_MS - (performance.now() - began));
  await Promise.race([router.drain(left), startTimer(left + 2 * GRACE_MS).elapsed]);
}

/** Ends the connection, so that nothing comes any more; what was asked last can still be answered. */
async function disconnect(client: Client): Promise<void> {
  const { token } = client;
  await client.destroy();
  if (token !== null) client.rest.setToken(token);
}
