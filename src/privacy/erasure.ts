import { setImmediate as breathe } from 'node:timers/promises';
import { type Clock, formatTimestamp, utcDayOf } from '../scheduling/clock.ts';
import type { ServerStore } from '../storage/stores/servers.ts';

/** Deletes a server's data in batches, so that others are served in between; resumed after a crash. */
export async function eraseServerData(servers: ServerStore, serverId: string, clock: Clock): Promise<void> {
  await servers.beginErasure(serverId, formatTimestamp(clock));
  while ((await servers.eraseBatch(serverId, utcDayOf(clock))) > 0) await breathe();
  await servers.clearDeparture(serverId);
}
