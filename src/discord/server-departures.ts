import type { Logger } from 'pino';
import type { Digests } from '../digests/digests.ts';
import { createMessage } from '../i18n/template-values.ts';
import { eraseServerData } from '../privacy/erasure.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import type { ServerStore } from '../storage/stores/servers.ts';

/** How far back a server catches up when it has the bot again (ms); nothing earlier is posted. */
const MAX_CATCH_UP_MS = 24 * 3_600_000;

/** What to notify when a server loses the bot or has it again. */
export interface ServerListeners {
  readonly digests: Pick<Digests, 'resumeAfterRest' | 'pauseInChannel'>;
  /** Wakes the feeds, because some may be due that were not before. */
  readonly wakeFeeds: () => void;
  /** Wakes the erasure, because the data of a server may be due for deletion. */
  readonly wakeErasure: () => void;
}

interface DepartureContext {
  readonly servers: ServerStore;
  readonly isIn: (serverId: string) => boolean;
  readonly getListeners: () => ServerListeners | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Records that a server no longer has the bot: its digests, feeds and threads rest. */
export async function handleLeave(
  serverId: string,
  { servers, isIn, getListeners, clock, log }: DepartureContext,
): Promise<void> {
  if (isIn(serverId)) return; // it came back in the meantime
  if (!(await servers.markDeparted(serverId, formatTimestamp(clock)))) return;
  log.info({ server: serverId }, 'a server is without the bot: its digests, feeds and threads rest');
  getListeners()?.wakeErasure();
}

/** Resumes what rested in a server that has the bot again, or completes a deletion that had begun. */
export async function handleReturn(
  serverId: string,
  { servers, isIn, getListeners, clock, log }: DepartureContext,
): Promise<void> {
  const rest = await servers.getDeparture(serverId);
  if (!rest || !isIn(serverId)) return;
  // a deletion that somebody asked for is completed
  if (rest.isForgetting) return eraseServerData(servers, serverId, clock);
  const now = clock.now();
  const isLong = now - Date.parse(rest.since) > MAX_CATCH_UP_MS;
  await servers.resumeFrom(serverId, {
    at: formatTimestamp(clock),
    from: isLong ? toTimestamp(now - MAX_CATCH_UP_MS) : null,
    reason: createMessage('I wasn’t in this server when it was due.'),
  });
  await servers.clearDeparture(serverId);
  await getListeners()?.digests.resumeAfterRest(serverId);
  getListeners()?.wakeFeeds();
  log.info({ server: serverId, since: rest.since }, 'a server has the bot again: all goes on from now');
}
