import { setImmediate as breathe } from 'node:timers/promises';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { ServerStore } from '../storage/stores/servers.ts';

/**
 * Deletes all that is kept of a server, step by step so that others are answered meanwhile; begun, it is
 * taken up again after a crash.
 */
export async function eraseServerData(servers: ServerStore, serverId: string, clock: Clock): Promise<void> {
  await servers.beginErasure(serverId, formatTimestamp(clock));
  while ((await servers.eraseBatch(serverId, utcDayOf(clock))) > 0) await breathe();
  await servers.clearDeparture(serverId);
}

/** The day in UTC, `2026-11-25`. */
export function utcDayOf(clock: Clock): string {
  return formatTimestamp(clock).slice(0, 10);
}
