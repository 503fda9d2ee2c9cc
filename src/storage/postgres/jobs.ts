import type { JobWithMetadata } from 'pg-boss';
import type { Digest } from '../../digests/digest.ts';
import type { ScheduledWork } from '../../digests/scheduler.ts';
import { advanceJob } from './job-table.ts';
import { DAY_SECONDS, type DigestJob, type OpenQueue, QUEUE, type Queue } from './queue.ts';

/** The data of a job for a digest; `slot` in milliseconds since 1970, null for none. */
export function jobDataOf({ id, name, serverId, zone }: Digest, slot: number | null): DigestJob {
  return {
    digest: id,
    name,
    server: serverId,
    zone,
    slot: slot === null ? null : new Date(slot).toISOString(),
  };
}

/** A job that is due at an instant by our clock, as pg-boss takes it. */
export function jobRequestOf({ part, ahead }: Queue, task: DigestJob, instant: number) {
  const group = { id: part.of(task.server) };
  return { data: task, singletonKey: task.digest, group, startAfter: new Date(instant + ahead) };
}

/** Plans a poll of a digest at an instant by our clock, unless an earlier one waits. */
export async function sendJob(queue: OpenQueue, task: DigestJob, instant: number): Promise<void> {
  const { data, ...options } = jobRequestOf(queue, task, instant);
  const isNew = (await queue.boss.send(QUEUE, data, options)) !== null;
  if (!isNew) await advanceJob(queue, task.digest, instant);
  if (instant >= queue.dueAt) return;
  queue.dueAt = instant;
  queue.wake();
}

/** Begins a job; it is among those that this process works at until it has ended. */
export function startJob(
  queue: OpenQueue,
  job: JobWithMetadata<DigestJob>,
  { poll }: Pick<ScheduledWork, 'poll'>,
): void {
  const done = processJob(queue, job, poll).finally(() => {
    queue.working.delete(job.id);
    queue.wake();
  });
  queue.working.set(job.id, { job, done });
}

/** Does one job. Its failure is never another's. */
async function processJob(
  queue: OpenQueue,
  job: JobWithMetadata<DigestJob>,
  poll: ScheduledWork['poll'],
): Promise<void> {
  try {
    if (isForeignJob(queue, job)) return await handOverJob(queue, job);
    const { digest, next, again } = await poll(job.data.digest);
    // First the next one: whoever dies in between has not ended this one.
    if (next !== null)
      await sendJob(queue, digest ? jobDataOf(digest, next) : { ...job.data, slot: null }, next);
    if (again) await failJob(queue, job, again.reason);
    else await queue.boss.complete(QUEUE, job);
  } catch (error) {
    queue.log.error({ err: error, digest: job.data.digest }, 'a digest failed, trying again');
    await failJob(queue, job, error).catch(() => undefined); // without a heartbeat it is taken up again
    if (job.retryCount >= job.retryLimit) await giveUpJob(queue, job);
  }
}

/** Whether the servers were divided otherwise when it was planned, and it is another process's now. */
function isForeignJob({ part }: Queue, { groupId, data }: JobWithMetadata<DigestJob>): boolean {
  return groupId !== part.of(data.server) && part.others.includes(part.of(data.server));
}

async function handOverJob(queue: OpenQueue, job: JobWithMetadata<DigestJob>): Promise<void> {
  await sendJob(queue, job.data, queue.clock.now());
  await queue.boss.complete(QUEUE, job);
}

async function failJob(queue: OpenQueue, job: JobWithMetadata<DigestJob>, reason: unknown): Promise<void> {
  await queue.boss.fail(QUEUE, job, reason instanceof Error ? reason : { message: String(reason) });
  queue.dueAt = 0;
}

/** Polls the digest of a job that lies among those given up now again tomorrow. */
async function giveUpJob(queue: OpenQueue, { data }: JobWithMetadata<DigestJob>): Promise<void> {
  queue.log.error({ ...data }, 'a digest was given up until tomorrow: no attempt went through');
  const tomorrow = queue.clock.now() + DAY_SECONDS * 1000;
  await sendJob(queue, { ...data, slot: null }, tomorrow).catch(() => {
    queue.isFilled = false;
  });
}
