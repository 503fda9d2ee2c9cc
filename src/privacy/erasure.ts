import { setImmediate as breathe } from 'node:timers/promises';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import type { ServerStore } from '../storage/storage.ts';

/**
 * Deletes all that is kept of a server, step by step so that others are answered meanwhile; begun, it is
 * taken up again after a crash.
 */
export async function forgetServer(servers: ServerStore, serverId: string, clock: Clock): Promise<void> {
  await servers.beginForgetting(serverId, timestamp(clock));
  while ((await servers.forgetSome(serverId, dayOf(clock))) > 0) await breathe();
  await servers.wake(serverId);
}

/** The day in UTC, `2026-11-25`. */
export function dayOf(clock: Clock): string {
  return timestamp(clock).slice(0, 10);
}
