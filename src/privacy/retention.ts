import { setImmediate as breathe } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Clock, formatTimestamp, toTimestamp, utcDayOf } from '../scheduling/clock.ts';
import { Unreachable } from '../storage/outage.ts';
import type { Storage } from '../storage/storage.ts';
import type { RetainedKind, RetentionStore } from '../storage/stores/retention.ts';
import type { DepartedServer } from '../storage/stores/servers.ts';
import { eraseServerData } from './erasure.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long the audit log is kept, in milliseconds. */
const AUDIT_RETENTION_MS = 90 * DAY;

/**
 * How many days data is kept; 0 for ever. Articles: since they were last asked about. Servers: all their data,
 * since the bot has left them; 0 deletes it at once.
 */
export type RetentionDays = Readonly<Record<RetainedKind | 'articles' | 'servers', number>>;

interface MaintenanceDependencies {
  readonly storage: Pick<Storage, 'audit' | 'provenance' | 'servers' | 'retention'>;
  readonly keeps: RetentionDays;
  /** Whether this process serves a server. */
  readonly serves: (serverId: string) => boolean;
  /** Whether Discord itself confirms that the bot is not in a server. */
  readonly isGone: (serverId: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Upkeep that runs once an hour, or at once when woken. */
interface Maintenance {
  /** Runs the upkeep at once. */
  wake(): void;
  /** Runs `first`, then the upkeep until the signal is aborted; the next start resumes what is left. */
  run(signal: AbortSignal, first: () => Promise<void>): Promise<void>;
}

/** Creates the upkeep that deletes old data, and that of servers left long ago or deleted in part. */
export function createMaintenance({
  storage,
  keeps,
  serves,
  isGone,
  clock,
  log,
}: MaintenanceDependencies): Maintenance {
  const { audit, provenance: asked, servers, retention } = storage;
  const timestampBefore = (age: number) => toTimestamp(clock.now() - age);

  async function runOnce(signal: AbortSignal): Promise<void> {
    while ((await audit.deleteBefore(timestampBefore(AUDIT_RETENTION_MS))) > 0 && !signal.aborted);
    while ((await asked.deleteExpired(clock.now())) > 0 && !signal.aborted);
    await servers.anonymizeDay(utcDayOf(clock));
    await dropOld({ retention, keeps, timestampBefore, log }, signal);
    for (const rest of await servers.listDeparted())
      if (!signal.aborted && (await isErasureDue(rest))) await eraseServer(rest);
  }

  async function isErasureDue({ serverId, since, isForgetting }: DepartedServer): Promise<boolean> {
    if (!serves(serverId)) return false;
    if (isForgetting) return true;
    return Date.parse(since) + keeps.servers * DAY <= clock.now() && (await isGone(serverId));
  }

  async function eraseServer({ serverId, since }: DepartedServer): Promise<void> {
    await eraseServerData(servers, serverId, clock);
    log.info({ server: serverId, since }, 'all that was kept of a server is deleted');
  }

  let woken = new AbortController();
  return {
    wake() {
      woken.abort();
      woken = new AbortController();
    },
    async run(signal, first) {
      while (!signal.aborted) {
        const { signal: again } = woken;
        await first()
          .then(() => runOnce(signal))
          .catch((error: unknown) => {
            // an outage of the database has already been logged
            if (!(error instanceof Unreachable))
              log.error(
                { err: error, at: formatTimestamp(clock) },
                'the upkeep failed, trying again in an hour',
              );
          });
        await clock.sleep(HOUR, AbortSignal.any([signal, again]));
      }
    },
  };
}

interface DropOptions {
  readonly retention: RetentionStore;
  readonly keeps: RetentionDays;
  readonly timestampBefore: (age: number) => string;
  readonly log: Logger;
}

/** Deletes data that has exceeded its retention, in small batches, so that others are served in between. */
async function dropOld(
  { retention, keeps, timestampBefore, log }: DropOptions,
  signal: AbortSignal,
): Promise<void> {
  const { articles: articleDays, servers: _, ...days } = keeps;
  for (const [kind, kept] of Object.entries(days) as [RetainedKind, number][])
    while (kept > 0 && !signal.aborted) {
      if ((await retention.deleteBefore(kind, timestampBefore(kept * DAY))) === 0) break;
      await breathe();
    }
  let removed = 0;
  for (let after: number | null = articleDays > 0 ? 0 : null; after !== null && !signal.aborted; ) {
    const step = await retention.removeUnasked(timestampBefore(articleDays * DAY), after);
    removed += step.removed;
    after = step.last;
    await breathe();
  }
  if (removed > 0) log.info({ articles: removed }, 'articles that nobody asked for were removed');
}
