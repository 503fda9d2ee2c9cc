import type { Logger } from 'pino';
import type { Digests } from '../digests/digests.ts';
import { t, type WithServerLocale } from '../i18n/translate.ts';
import { eraseServerData } from '../privacy/erasure.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { ServerStore } from '../storage/stores/servers.ts';

/**
 * What came in longer ago than this (milliseconds) is not posted when a server is back after a longer time.
 */
const MAX_CATCH_UP_MS = 24 * 3_600_000;

/** Who is told what becomes of a server. */
export interface ServerListeners {
  readonly digests: Pick<Digests, 'resumeAfterRest' | 'pauseInChannel'>;
  /** Feeds may be due that were not before. */
  readonly wakeFeeds: () => void;
  /** The data of a server may be due to be deleted. */
  readonly wakeErasure: () => void;
}

interface DepartureContext {
  readonly servers: ServerStore;
  readonly isIn: (serverId: string) => boolean;
  readonly withServerLocale: WithServerLocale;
  readonly getListeners: () => ServerListeners | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Notes that a server is without the bot: its digests, feeds and threads rest. */
export async function handleLeave(
  serverId: string,
  { servers, isIn, getListeners, clock, log }: DepartureContext,
): Promise<void> {
  if (isIn(serverId)) return; // it came back in the meantime
  if (!(await servers.markDeparted(serverId, formatTimestamp(clock)))) return;
  log.info({ server: serverId }, 'a server is without the bot: its digests, feeds and threads rest');
  getListeners()?.wakeErasure();
}

/** Goes on with what rested in a server that has the bot again; deletes the rest of what was to be deleted. */
export async function handleReturn(
  serverId: string,
  { servers, isIn, withServerLocale, getListeners, clock, log }: DepartureContext,
): Promise<void> {
  const rest = await servers.getDeparture(serverId);
  if (!rest || !isIn(serverId)) return;
  // whoever wanted it deleted has it deleted to the end
  if (rest.isForgetting) return eraseServerData(servers, serverId, clock);
  const now = clock.now();
  const isLong = now - Date.parse(rest.since) > MAX_CATCH_UP_MS;
  await withServerLocale(serverId, () =>
    servers.resumeFrom(serverId, {
      at: formatTimestamp(clock),
      from: isLong ? new Date(now - MAX_CATCH_UP_MS).toISOString() : null,
      reason: t('I wasn’t in this server when it was due.'),
    }),
  );
  await servers.clearDeparture(serverId);
  await getListeners()?.digests.resumeAfterRest(serverId);
  getListeners()?.wakeFeeds();
  log.info({ server: serverId, since: rest.since }, 'a server has the bot again: all goes on from now');
}
