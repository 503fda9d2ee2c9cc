import type pg from 'pg';
import type { JobWithMetadata } from 'pg-boss';
import type { Logger } from 'pino';
import { findNextSlot } from '../../digests/schedule.ts';
import {
  type DigestState,
  MAX_CONCURRENT,
  type ScheduledWork,
  type Scheduler,
} from '../../digests/scheduler.ts';
import type { Clock } from '../../scheduling/clock.ts';
import type { ServerPartition } from '../storage.ts';
import { createPoolDatabase } from './database.ts';
import { isOutage } from './errors.ts';
import { advanceJob, findNextDue, findWaitingJobs, queryNextDue, repartition } from './job-table.ts';
import { jobDataOf, jobRequestOf, sendJob, startJob } from './jobs.ts';
import {
  DEAD_LETTERS,
  type DigestJob,
  ensureOpen,
  isOpen,
  type OpenQueue,
  QUEUE,
  type Queue,
} from './queue.ts';

/** How often (milliseconds) a process says that it is still at its jobs. */
const HEARTBEAT_INTERVAL = 3_000;

/**
 * So long (milliseconds) a process sleeps at most before it looks again when a job is due: what others
 * planned, and clocks that are set.
 */
const MAX_SLEEP = 15_000;
/** A job that is just about to be due is not asked for more often than this, in milliseconds. */
const MIN_SLEEP = 20;
/**
 * Jobs are asked for when half of the hands are free, or so many milliseconds after they were asked for last.
 */
const BATCH_DELAY = 250;
/** Until the queue is asked again after it did not answer, in milliseconds. */
const ERROR_DELAY = 5_000;

/** What a scheduler on PostgreSQL works with; `part` is the part of the servers that this process serves. */
export interface SchedulerDependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly part: ServerPartition;
}

/**
 * The scheduler of digests as jobs of pg-boss, shared by all processes on the database. A slot's instant is
 * ours to compute (schedule.ts), so a job is sent for it and not a cron line: a digest has one job that
 * waits, and one for each attempt that failed. A job is delivered at least once; that a slot is posted once
 * is the claim's affair.
 *
 * The server's clock says when a job is due. Instants are told to it by how long they are away on ours, so
 * that it does not matter how far the two are apart.
 */
export function createQueueScheduler(pool: pg.Pool, dependencies: SchedulerDependencies): Scheduler {
  const queue: Queue = {
    ...dependencies,
    pool,
    database: createPoolDatabase(pool),
    working: new Map(),
    isFilled: false,
    ahead: 0,
    dueAt: 0,
    askedAt: 0,
    wake: () => {},
  };
  return {
    retriesItself: true,
    schedule: (digest, at) => withRefill(queue, open => sendJob(open, jobDataOf(digest, null), at)),
    cancel: digestId => withRefill(queue, ({ boss }) => cancelJobs(boss, digestId)),
    giveUp: (digest, { slot, occasion, reason, nonce }) =>
      withRefill(queue, async ({ boss }) => {
        await boss.send(
          DEAD_LETTERS,
          { ...jobDataOf(digest, Date.parse(slot)), occasion, reason },
          { singletonKey: nonce },
        );
      }),
    run: (work, signal) => runQueue(queue, work, signal),
  };
}

async function cancelJobs(boss: OpenQueue['boss'], digestId: string): Promise<void> {
  const waiting = await boss.findJobs(QUEUE, { key: digestId, queued: true });
  if (waiting.length === 0) return;
  await boss.cancel(
    QUEUE,
    waiting.map(({ id }) => id),
  );
}

async function runQueue(queue: Queue, work: ScheduledWork, signal: AbortSignal): Promise<void> {
  const { clock, log, working } = queue;
  const heartbeat = setInterval(() => sendHeartbeat(queue), HEARTBEAT_INTERVAL);
  let isAway = false;
  while (!signal.aborted) {
    const woken = new AbortController();
    queue.wake = () => woken.abort();
    let pause: number;
    try {
      pause = await pollOnce(queue, work);
      if (isAway) log.info('the queue of digests answers again');
      isAway = false;
    } catch (error) {
      if (!isAway) log.error({ err: error }, `the queue of digests ${describeError(error)}; trying again`);
      isAway = true;
      pause = ERROR_DELAY;
    }
    await clock.sleep(pause, AbortSignal.any([signal, woken.signal]));
  }
  await Promise.all([...working.values()].map(({ done }) => done));
  clearInterval(heartbeat);
  await queue.boss?.stop({ graceful: false, close: false }).catch(() => undefined);
}

/** Begins what is due, as far as hands are free; returns for how many milliseconds there is nothing to do. */
async function pollOnce(closed: Queue, work: ScheduledWork): Promise<number> {
  const queue = await ensureOpen(closed);
  const { boss, clock, part, working } = queue;
  if (!queue.isFilled) await fillQueue(queue, work);
  const free = MAX_CONCURRENT - working.size;
  if (free === 0) return MAX_SLEEP;
  const gathered = free >= MAX_CONCURRENT / 2 ? 0 : queue.askedAt + BATCH_DELAY - clock.now();
  if (gathered > 0) return Math.min(gathered, BATCH_DELAY);
  if (clock.now() >= queue.dueAt) {
    queue.askedAt = clock.now();
    const jobs = await boss.fetch<DigestJob>(QUEUE, {
      batchSize: free,
      includeMetadata: true,
      ignoreGroups: [...part.others],
    });
    for (const job of jobs as JobWithMetadata<DigestJob>[]) startJob(queue, job, work);
    if (jobs.length === free) return MAX_SLEEP;
  }
  queue.dueAt = Number.POSITIVE_INFINITY;
  const next = await findNextDue(queue);
  queue.dueAt = Math.min(queue.dueAt, next);
  return Math.min(MAX_SLEEP, Math.max(MIN_SLEEP, queue.dueAt - clock.now()));
}

/**
 * Sees to it that each digest has a job that is not too late, at once where a post was begun and nobody is at
 * it: at the start, and when one could not be planned.
 */
async function fillQueue(queue: OpenQueue, { listDigests }: ScheduledWork): Promise<void> {
  queue.isFilled = true;
  try {
    await queryNextDue(queue);
    await repartition(queue);
    const jobs = await findWaitingJobs(queue);
    const now = queue.clock.now();
    const isPlanned = ({ digest, isBegun }: DigestState) => {
      const job = jobs.get(digest.id);
      if (!job || (isBegun && !job.tried)) return false;
      return job.slot === null || digest.paused || Date.parse(job.slot) <= findNextSlot(digest, now);
    };
    const missing = (await listDigests()).filter(state => !isPlanned(state)).map(({ digest }) => digest);
    const fresh = missing
      .filter(({ id }) => !jobs.has(id))
      .map(digest => jobRequestOf(queue, jobDataOf(digest, null), now));
    if (fresh.length > 0) await queue.boss.insert(QUEUE, fresh);
    for (const { id } of missing) if (jobs.has(id)) await advanceJob(queue, id, now);
    queue.dueAt = 0;
  } catch (error) {
    queue.isFilled = false;
    throw error;
  }
}

function sendHeartbeat({ boss, working }: Queue): void {
  const jobs = [...working.values()].map(({ job }) => job);
  if (boss && jobs.length > 0) boss.touch(QUEUE, jobs).catch(() => undefined);
}

/** For those who must not fail: what could not be planned is found to be missing. */
async function withRefill(queue: Queue, work: (open: OpenQueue) => Promise<void>): Promise<void> {
  try {
    if (isOpen(queue)) return await work(queue);
  } catch (error) {
    queue.log.warn({ err: error }, 'a digest could not be planned, trying again');
  }
  queue.isFilled = false;
  queue.wake();
}

function describeError(error: unknown): string {
  if (isOutage(error)) return 'does not answer';
  if ((error as { code?: unknown }).code === '42501')
    return 'cannot be made: the database’s user may not make the schema pgboss there (GRANT CREATE ON DATABASE), so digests are not posted';
  return 'failed';
}
