import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { Piscina } from 'piscina';
import type { TaskOutcome, WorkerTask } from './worker.ts';
import { type JobDependencies, startJob, type TaskRequest, type WorkerJob } from './worker-job.ts';

/** Memory limits of one worker, in MB. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 6, stackSizeMb: 4 };

/** Idle workers are terminated after this long, in milliseconds. */
export const IDLE_TIMEOUT_MS = 30_000;

/** The worker threads of this process. */
export interface WorkerThreads {
  /** The number of workers, those that are starting included. */
  count(): number;
  /** Whether no task is running or waiting for its worker. */
  isIdle(): boolean;
  /** Begins a task in a worker that is free, else in a new one. */
  start(asked: TaskRequest, how: Omit<JobDependencies, 'workers' | 'log' | 'prepare'>): WorkerJob;
}

/**
 * Creates worker threads, at most `most`; if `isWarm`, they load everything before their first task. A task for
 * which no worker can be started fails at once with the reason.
 */
export function createWorkerThreads({
  most,
  isWarm,
  log,
}: {
  readonly most: number;
  readonly isWarm: boolean;
  readonly log: Pick<Logger, 'warn'> | undefined;
}): WorkerThreads {
  const workers = new Piscina<WorkerTask, TaskOutcome>({
    filename: join(import.meta.dirname, 'worker.ts'),
    // the pool would replace a worker that has ended without asking for room, and throw where nobody catches it
    minThreads: 0,
    maxThreads: most,
    idleTimeout: IDLE_TIMEOUT_MS,
    resourceLimits: MEMORY_LIMITS,
    workerData: { isWarm },
    recordTiming: false,
    // on Linux, niceness is per thread: the main thread, which serves everybody, takes precedence
    niceIncrement: process.platform === 'linux' ? 5 : 0,
  });
  const jobs = new Set<WorkerJob>();
  // a worker may crash while it loads, or while it is terminated, when nobody is waiting for its task any more
  workers.on('error', error => {
    log?.warn({ err: error }, 'a worker fell without a task');
    // the pool starts no other for the tasks that wait in it
    if (workers.threads.length === 0) for (const job of jobs) job.fail(error);
  });
  return {
    count: () => workers.threads.length,
    isIdle: () => jobs.size === 0,
    start(asked, how) {
      const isNoneFree = jobs.size >= workers.threads.length;
      const job = startJob(asked, { ...how, workers, log, prepare: isNoneFree ? tryThread : undefined });
      jobs.add(job);
      void job.over.then(() => jobs.delete(job));
      return job;
    },
  };
}

/**
 * Throws if the system has no room for another thread. The pool, on finding that out, throws too, but keeps the task,
 * and later runs it without its limits.
 */
function tryThread(): void {
  void new Worker('', { eval: true }).terminate();
}
