import type pg from 'pg';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Digest } from '../../digests/digest.ts';
import { findNextSlot } from '../../digests/schedule.ts';
import {
  type DigestState,
  MAX_CONCURRENT,
  type ScheduledWork,
  type Scheduler,
} from '../../digests/scheduler.ts';
import type { Clock } from '../../scheduling/clock.ts';
import type { ServerPartition } from '../storage.ts';
import { createPoolDatabase, type Database, lockNumberOf } from './database.ts';
import { isOutage } from './errors.ts';

/** The queue of digests: a job is one look at a digest, at the instant of a slot or as soon as may be. */
const QUEUE = 'digests';
/** Where operators find what was given up. */
const DEAD_LETTERS = 'digests-given-up';

const DAY_SECONDS = 86_400;

/**
 * Pauses between attempts grow from 5 to 10 seconds to 15 minutes. A slot is tried for twelve hours, which is
 * some 55 attempts; a job that ends otherwise is one that no process gets through.
 */
const RETRY_POLICY = { retryLimit: 80, retryDelay: 5, retryBackoff: true, retryDelayMax: 900 };
/** Seconds without a sign of life after which a job is another process's. */
const HEARTBEAT_SECONDS = 10;
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
/** Clocks that are further apart than they were, in milliseconds, were set. */
const CLOCK_JUMP = 1_000;

/** What a job says, for whoever looks at the table. */
interface DigestJob {
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

/** Deletes the jobs of a server, those that ended or were given up too; returns how many. */
export async function deleteJobs(database: Database, serverId: string): Promise<number> {
  const found = await database.row<{ isThere: boolean }>(
    "SELECT to_regclass('pgboss.job') IS NOT NULL AS isThere",
  );
  return found?.isThere ? database.write("DELETE FROM pgboss.job WHERE data->>'server' = $1", [serverId]) : 0;
}

export interface SchedulerDependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly part: ServerPartition;
}

/**
 * The agenda as jobs of pg-boss, shared by all processes on the database. A slot's instant is ours to compute
 * (schedule.ts), so a job is sent for it and not a cron line: a digest has one job that waits, and one for
 * each attempt that failed. A job is delivered at least once; that a slot is posted once is the claim's
 * affair.
 *
 * The server's clock says when a job is due. Instants are told to it by how long they are away on ours, so
 * that it does not matter how far the two are apart.
 */
export function createQueueScheduler(pool: pg.Pool, { clock, log, part }: SchedulerDependencies): Scheduler {
  const database = createPoolDatabase(pool);
  const working = new Map<string, { job: JobWithMetadata<DigestJob>; done: Promise<void> }>();
  let boss: PgBoss | undefined;
  /** Whether each digest has its job, as far as this process knows. */
  let isFilled = false;
  /** By how much the server's clock is ahead of ours, in milliseconds. */
  let ahead = 0;
  /** When the next job is due, by our clock. */
  let dueAt = 0;
  let askedAt = 0;
  let wake = () => {};

  async function open(): Promise<PgBoss> {
    const { PgBoss } = await import('pg-boss');
    const opening = new PgBoss({
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
    opening.on('error', error =>
      log.debug({ err: error }, 'pg-boss could not do something in the background'),
    );
    opening.on('warning', warning => log.warn(warning, 'pg-boss warns'));
    try {
      // Of processes that start at once one makes the tables. pg-boss has a lock for that too, but makes its
      // schema before it has it.
      await database.transaction(async transaction => {
        await transaction.rows('SELECT pg_advisory_xact_lock($1::bigint)', [lockNumberOf('queue')]);
        await opening.start();
        await createQueues(opening);
      });
      return opening;
    } catch (error) {
      await opening.stop({ graceful: false }).catch(() => undefined);
      throw error;
    }
  }

  async function createQueues(opening: PgBoss): Promise<void> {
    if (!(await opening.getQueue(DEAD_LETTERS)))
      await opening.createQueue(DEAD_LETTERS, { retentionSeconds: 90 * DAY_SECONDS });
    if (!(await opening.getQueue(QUEUE)))
      await opening.createQueue(QUEUE, {
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

  async function run(work: ScheduledWork, signal: AbortSignal): Promise<void> {
    const alive = setInterval(sendHeartbeat, HEARTBEAT_INTERVAL);
    let isAway = false;
    while (!signal.aborted) {
      const woken = new AbortController();
      wake = () => woken.abort();
      let pause: number;
      try {
        pause = await pollOnce(work);
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
    clearInterval(alive);
    await boss?.stop({ graceful: false, close: false }).catch(() => undefined);
  }

  /** Begins what is due, as far as hands are free, and returns for how long there is nothing to do. */
  async function pollOnce(work: ScheduledWork): Promise<number> {
    boss ??= await open();
    if (!isFilled) await fillQueue(work);
    const free = MAX_CONCURRENT - working.size;
    if (free === 0) return MAX_SLEEP;
    const gathered = free >= MAX_CONCURRENT / 2 ? 0 : askedAt + BATCH_DELAY - clock.now();
    if (gathered > 0) return Math.min(gathered, BATCH_DELAY);
    if (clock.now() >= dueAt) {
      askedAt = clock.now();
      const jobs = await boss.fetch<DigestJob>(QUEUE, {
        batchSize: free,
        includeMetadata: true,
        ignoreGroups: [...part.others],
      });
      for (const job of jobs as JobWithMetadata<DigestJob>[]) startJob(job, work);
      if (jobs.length === free) return MAX_SLEEP;
    }
    dueAt = Number.POSITIVE_INFINITY;
    const next = await findNextDue();
    dueAt = Math.min(dueAt, next);
    return Math.min(MAX_SLEEP, Math.max(MIN_SLEEP, dueAt - clock.now()));
  }

  /**
   * Sees to it that each digest has a job that is not too late, at once where a post was begun and nobody is
   * at it: at the start, and when one could not be planned.
   */
  async function fillQueue({ listDigests: all }: ScheduledWork): Promise<void> {
    isFilled = true;
    try {
      await queryNextDue();
      await repartition();
      const waiting = await database.rows<{ digest: string; slot: string | null; tried: boolean }>(
        `SELECT singleton_key AS digest, min(data->>'slot') AS slot, bool_or(state <> 'created') AS tried
         FROM pgboss.job WHERE name = $1 AND state < 'completed' GROUP BY singleton_key`,
        [QUEUE],
      );
      const jobs = new Map(waiting.map(job => [job.digest, job]));
      const now = clock.now();
      const isPlanned = ({ digest, isBegun }: DigestState) => {
        const job = jobs.get(digest.id);
        if (!job || (isBegun && !job.tried)) return false;
        return job.slot === null || digest.paused || Date.parse(job.slot) <= findNextSlot(digest, now);
      };
      const missing = (await all()).filter(standing => !isPlanned(standing)).map(({ digest }) => digest);
      const fresh = missing
        .filter(({ id }) => !jobs.has(id))
        .map(digest => jobRequestOf(jobDataOf(digest, null), now));
      if (fresh.length > 0) await boss?.insert(QUEUE, fresh);
      for (const { id } of missing) if (jobs.has(id)) await advanceJob(id, now);
      dueAt = 0;
    } catch (error) {
      isFilled = false;
      throw error;
    }
  }

  function startJob(job: JobWithMetadata<DigestJob>, { poll: look }: ScheduledWork): void {
    const done = processJob(job, look).finally(() => {
      working.delete(job.id);
      wake();
    });
    working.set(job.id, { job, done });
  }

  /** One job. Its failure is never another's. */
  async function processJob(job: JobWithMetadata<DigestJob>, look: ScheduledWork['poll']): Promise<void> {
    try {
      if (isForeignJob(job)) return await handOverJob(job);
      const { digest, next, again } = await look(job.data.digest);
      // First the next one: whoever dies in between has not ended this one.
      if (next !== null) await sendJob(digest ? jobDataOf(digest, next) : { ...job.data, slot: null }, next);
      if (again) await failJob(job, again.reason);
      else await boss!.complete(QUEUE, job);
    } catch (error) {
      log.error({ err: error, digest: job.data.digest }, 'a digest failed, trying again');
      await failJob(job, error).catch(() => undefined); // without a sign of life it is taken up again
      if (job.retryCount >= job.retryLimit) await giveUpJob(job);
    }
  }

  /** Whether the servers were divided otherwise when it was planned, and it is another process's now. */
  function isForeignJob({ groupId, data }: JobWithMetadata<DigestJob>): boolean {
    return groupId !== part.of(data.server) && part.others.includes(part.of(data.server));
  }

  async function handOverJob(job: JobWithMetadata<DigestJob>): Promise<void> {
    await sendJob(job.data, clock.now());
    await boss!.complete(QUEUE, job);
  }

  async function failJob(job: JobWithMetadata<DigestJob>, reason: unknown): Promise<void> {
    await boss!.fail(QUEUE, job, reason instanceof Error ? reason : { message: String(reason) });
    dueAt = 0;
  }

  /** The job lies among those given up now; its digest is looked at again tomorrow. */
  async function giveUpJob({ data }: JobWithMetadata<DigestJob>): Promise<void> {
    log.error({ ...data }, 'a digest was given up until tomorrow: no attempt went through');
    await sendJob({ ...data, slot: null }, clock.now() + DAY_SECONDS * 1000).catch(() => (isFilled = false));
  }

  function jobDataOf({ id, name, serverId, zone }: Digest, slot: number | null): DigestJob {
    return {
      digest: id,
      name,
      server: serverId,
      zone,
      slot: slot === null ? null : new Date(slot).toISOString(),
    };
  }

  function jobRequestOf(task: DigestJob, at: number) {
    const group = { id: part.of(task.server) };
    return { data: task, singletonKey: task.digest, group, startAfter: new Date(at + ahead) };
  }

  /** Plans a look, unless an earlier one waits. */
  async function sendJob(task: DigestJob, at: number): Promise<void> {
    const { data, ...options } = jobRequestOf(task, at);
    const isNew = (await boss!.send(QUEUE, data, options)) !== null;
    if (!isNew) await advanceJob(task.digest, at);
    if (at >= dueAt) return;
    dueAt = at;
    wake();
  }

  /** What waits for a digest waits until this instant at most. */
  async function advanceJob(digestId: string, at: number): Promise<void> {
    await database.write(
      `UPDATE pgboss.job SET start_after = $3::timestamptz
       WHERE name = $1 AND state = 'created' AND singleton_key = $2 AND start_after > $3::timestamptz`,
      [QUEUE, digestId, new Date(at + ahead).toISOString()],
    );
  }

  /**
   * When the next job is due, by our clock. Jobs whose process gives no sign of life any more are made due
   * first.
   */
  async function findNextDue(): Promise<number> {
    const { due, lost } = await queryNextDue();
    if (lost > clock.now()) return Math.min(due, lost);
    await requeueLost();
    return clock.now();
  }

  /**
   * When the next job is due and when the next one is lost, by our clock, having learnt how far the clocks
   * are apart. Where one was set, what waits for a slot waits until it comes by the clocks as they are now.
   */
  async function queryNextDue(): Promise<{ due: number; lost: number }> {
    const { now, due, lost } = await queryJobTable();
    if (Math.abs(now - ahead) < CLOCK_JUMP) {
      ahead = now;
      return { due: due - ahead, lost: lost - ahead };
    }
    await database.write(
      `UPDATE pgboss.job SET start_after = (data->>'slot')::timestamptz + $2::float8 * interval '1 ms'
       WHERE name = $1 AND state = 'created' AND start_after > (data->>'slot')::timestamptz + ($2::float8 + 1) * interval '1 ms'`,
      [QUEUE, now],
    );
    ahead = now;
    return queryNextDue();
  }

  async function requeueLost(): Promise<void> {
    const lost = await database.rows<{ id: string; retries: number }>(
      `SELECT id, retry_count AS retries FROM pgboss.job
       WHERE name = $1 AND state = 'active' AND heartbeat_on + heartbeat_seconds * interval '1 s' <= now()`,
      [QUEUE],
    );
    for (const { id, retries } of lost) {
      await boss!.fail(
        QUEUE,
        { id, retryCount: retries },
        { message: 'The process that was at it gave no sign of life any more.' },
      );
      await boss!.update(QUEUE, undefined, { id, startAfter: 0 });
      log.warn({ job: id }, 'a digest whose process is gone is taken up');
    }
  }

  /**
   * By how much the server's clock is ahead, and by that clock when the next job is due and when the next one
   * is lost; milliseconds.
   */
  async function queryJobTable(): Promise<{ now: number; due: number; lost: number }> {
    for (let tries = 1; ; tries++) {
      const asked = clock.now();
      const row = await database.row<{ now: number; due: number | null; lost: number | null }>(
        `SELECT
           extract(epoch FROM clock_timestamp())::float8 * 1000 AS now,
           (SELECT extract(epoch FROM min(start_after))::float8 * 1000 FROM pgboss.job
            WHERE name = $1 AND state < 'active' AND group_id <> ALL ($2)) AS due,
           (SELECT extract(epoch FROM min(heartbeat_on + heartbeat_seconds * interval '1 s'))::float8 * 1000 FROM pgboss.job
            WHERE name = $1 AND state = 'active') AS lost`,
        [QUEUE, part.others],
      );
      const took = clock.now() - asked;
      const { now, due, lost } = row!;
      // A slow answer says little of the time, and where our clock was set meanwhile nothing.
      if (tries === 5 || (took >= 0 && took < CLOCK_JUMP / 2))
        return {
          now: now - asked - took / 2,
          due: due ?? Number.POSITIVE_INFINITY,
          lost: lost ?? Number.POSITIVE_INFINITY,
        };
    }
  }

  /**
   * Jobs from a time when the servers were divided otherwise belong to their part as it is now (Discord's
   * rule, see shards.ts).
   */
  async function repartition(): Promise<void> {
    await database.write(
      `UPDATE pgboss.job SET group_id = format('shard %s of %s', ((data->>'server')::bigint >> 22) % $2::int, $2::int)
       WHERE name = $1 AND state < 'active' AND group_id NOT LIKE '% of ' || ($2::int)::text`,
      [QUEUE, part.count],
    );
  }

  function sendHeartbeat(): void {
    const jobs = [...working.values()].map(({ job }) => job);
    if (boss && jobs.length > 0) boss.touch(QUEUE, jobs).catch(() => undefined);
  }

  /** For those who must not fail: what could not be planned is found to be missing. */
  async function withRefill(work: (boss: PgBoss) => Promise<void>): Promise<void> {
    try {
      if (boss) return await work(boss);
    } catch (error) {
      log.warn({ err: error }, 'a digest could not be planned, trying again');
    }
    isFilled = false;
    wake();
  }

  return {
    retriesItself: true,
    schedule: (digest, at) => withRefill(() => sendJob(jobDataOf(digest, null), at)),
    cancel: digestId =>
      withRefill(async boss => {
        const waiting = await boss.findJobs(QUEUE, { key: digestId, queued: true });
        if (waiting.length > 0)
          await boss.cancel(
            QUEUE,
            waiting.map(({ id }) => id),
          );
      }),
    giveUp: (digest, { slot, occasion, reason, nonce }) =>
      withRefill(async boss => {
        await boss.send(
          DEAD_LETTERS,
          { ...jobDataOf(digest, Date.parse(slot)), occasion, reason },
          { singletonKey: nonce },
        );
      }),
    run,
  };
}

function describeError(error: unknown): string {
  if (isOutage(error)) return 'does not answer';
  if ((error as { code?: unknown }).code === '42501')
    return 'cannot be made: the database’s user may not make the schema pgboss there (GRANT CREATE ON DATABASE), so digests are not posted';
  return 'failed';
}
