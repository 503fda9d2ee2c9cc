import type pg from 'pg';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Clock } from '../../scheduling/clock.ts';
import type { Database } from '../database.ts';
import type { ServerPartition } from '../storage.ts';
import { lockNumberOf } from './database.ts';

/** The queue of digests: a job is one poll of a digest, at the instant of a slot or as soon as may be. */
export const QUEUE = 'digests';
/** The queue in which operators find what was given up. */
export const DEAD_LETTERS = 'digests-given-up';

/** Seconds in a day. */
export const DAY_SECONDS = 86_400;

/**
 * Pauses between attempts grow from 5 to 10 seconds to 15 minutes. A slot is tried for twelve hours, which is
 * some 55 attempts; a job that ends otherwise is one that no process gets through.
 */
const RETRY_POLICY = { retryLimit: 80, retryDelay: 5, retryBackoff: true, retryDelayMax: 900 };
/** Seconds without a heartbeat after which a job is another process's. */
const HEARTBEAT_SECONDS = 10;

/** The data of a job, readable for whoever looks at the table. */
export interface DigestJob {
  readonly digest: string;
  readonly name: string;
  readonly server: string;
  readonly zone: string;
  /**
   * The slot that it was planned for, ISO 8601, UTC; null if the digest is new, was changed, or waits for
   * another attempt.
   */
  readonly slot: string | null;
}

/** One process at the queue: what it works with, and what it knows. */
export interface Queue {
  readonly pool: pg.Pool;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly part: ServerPartition;
  /** The jobs that this process is at, by id. */
  readonly working: Map<string, { job: JobWithMetadata<DigestJob>; done: Promise<void> }>;
  /** Absent until the queue is open. */
  boss?: PgBoss;
  /** Whether each digest has its job, as far as this process knows. */
  isFilled: boolean;
  /** By how much the server's clock is ahead of ours, in milliseconds. */
  ahead: number;
  /** When the next job is due, by our clock. */
  dueAt: number;
  /** When jobs were asked for last, by our clock. */
  askedAt: number;
  /** Ends the pause before the next poll. */
  wake: () => void;
}

/** A queue that is open. */
export type OpenQueue = Queue & { boss: PgBoss };

/** Opens the queue where it is not open yet, and makes its tables where there are none. */
export async function ensureOpen(queue: Queue): Promise<OpenQueue> {
  return Object.assign(queue, { boss: queue.boss ?? (await openBoss(queue)) });
}

/** Whether a queue is open. */
export function isOpen(queue: Queue): queue is OpenQueue {
  return queue.boss !== undefined;
}

async function openBoss({ pool, database, log }: Queue): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schedule: false,
    openTelemetry: { enabled: false },
    instanceName: 'standfirst',
    // What is urgent (the next job, a lost one) we ask for ourselves; this is for figures and for the
    // removal of old jobs.
    superviseIntervalSeconds: 300,
    monitorIntervalSeconds: 300,
    instanceHeartbeatSeconds: 60,
    // What these look for (other processes' queues, blocked jobs, tables that are being changed) is not
    // there.
    queueCacheIntervalSeconds: 600,
    bamIntervalSeconds: 600,
    flowIntervalSeconds: 3600,
  });
  boss.on('error', error => log.debug({ err: error }, 'pg-boss could not do something in the background'));
  boss.on('warning', warning => log.warn(warning, 'pg-boss warns'));
  try {
    // Of processes that start at once one makes the tables. pg-boss has a lock for that too, but makes its
    // schema before it has it.
    await database.transaction(async transaction => {
      await transaction.rows('SELECT pg_advisory_xact_lock($1::bigint)', [lockNumberOf('queue')]);
      await boss.start();
      await createQueues(boss);
    });
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
}

async function createQueues(boss: PgBoss): Promise<void> {
  if (!(await boss.getQueue(DEAD_LETTERS)))
    await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 90 * DAY_SECONDS });
  if (!(await boss.getQueue(QUEUE)))
    await boss.createQueue(QUEUE, {
      // One job of a digest waits, beside attempts that failed.
      policy: 'short',
      deadLetter: DEAD_LETTERS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3600,
      retentionSeconds: 60 * DAY_SECONDS,
      deleteAfterSeconds: 7 * DAY_SECONDS,
      ...RETRY_POLICY,
    });
}
