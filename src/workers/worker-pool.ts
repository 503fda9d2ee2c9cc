import { join } from 'node:path';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMemo } from '../memo.ts';
import { rejectWhenAborted } from '../scheduling/single-flight.ts';
import type { TaskInput, TaskKind, TaskOutcome, TaskResult, WorkerTask } from './worker.ts';
import { articleKeyOf, startJob, type TaskRequest, type WorkerJob } from './worker-job.ts';

/*
 * The workers of this process, for everything that reads at length what strangers have written (see worker.ts): a text may be built to take
 * for ever, and the main thread answers everybody. A task has a place, a time from when it begins, and memory; a worker that takes more is
 * ended, and whoever asked reads a sentence. So that one text does not keep everybody waiting, a task that takes long goes on in one of the
 * slow places, where the next of its article begins.
 */

/** For one worker, in MB. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 };

/**
 * A task that has not begun by then (milliseconds) waits: for a place, or for a worker that is being started.
 */
const WAITING_AFTER = 40;

/** Places of both kinds, at least: two texts that take long hold nobody else up. */
const MIN_PLACES = 3;

/** Tasks that wait for a place, at most. */
const MAX_WAITING = { quick: 300, slow: 20 };

/**
 * A worker that has had nothing to do for so long is ended, in milliseconds; one of a bot that serves stays.
 */
const IDLE_TIMEOUT = 30_000;

/** Articles whose last task was slow that are remembered, at most. */
const MAX_SLOW_ARTICLES = 200;

/** How long a worker may load what it needs, in milliseconds, on however busy a machine. */
const LOAD_TIMEOUT = 60_000;

const TOO_BUSY = defineMessage('I’m very busy right now. Please try again in a minute.');

/** How many workers there are, and what each may use. */
export interface WorkerPoolSettings {
  /** Tasks at once; half as many slow ones go on beside them, two beside one. */
  readonly slots: number;
  /** For one task of an answer, in seconds. */
  readonly seconds: number;
  /** Told of workers that were ended. */
  readonly log: Pick<Logger, 'warn'> | undefined;
}

/** How a task is done. */
export interface TaskOptions {
  /** How long it may take, in milliseconds; that of an answer if absent. */
  readonly timeout?: number | undefined;
  /** Ends the wait with its reason, and a task that is slow. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the task cannot begin at once. */
  readonly onWaiting?: (() => void) | undefined;
}

let settings: WorkerPoolSettings = { slots: 2, seconds: 20, log: undefined };
let pool: WorkerPool | undefined;

/** Says how many workers there may be, before the first of them is wanted. */
export function configureWorkers(given: WorkerPoolSettings): void {
  settings = given;
}

/** Starts a worker that stays, and loads and uses once whatever answers need; resolves when it has. */
export async function warmWorkers(): Promise<void> {
  pool ??= createWorkerPool(settings, { isWarm: true });
  await pool.warm;
}

/**
 * What comes of a task. Throws a UserError where the task throws one, where a worker was ended, and where too
 * many tasks wait; the reason of the signal when that is aborted.
 */
export async function runTask<K extends TaskKind>(
  kind: K,
  given: TaskInput<K>,
  how: TaskOptions = {},
): Promise<TaskResult<K>> {
  pool ??= createWorkerPool(settings, { isWarm: false });
  const done = await pool.run({ kind, given }, how);
  if ('refused' in done) throw new UserError(done.refused);
  return done.result as TaskResult<K>;
}

interface WorkerPool {
  /** Resolves when the first worker can begin. */
  readonly warm: Promise<void>;
  run(asked: TaskRequest, how: TaskOptions): Promise<TaskOutcome>;
}

function createWorkerPool(
  { slots: places, seconds, log }: WorkerPoolSettings,
  { isWarm }: { isWarm: boolean },
): WorkerPool {
  const slowPlaces = Math.max(MIN_PLACES - places, Math.ceil(places / 2));
  const lanes = { quick: bulkhead(places, MAX_WAITING.quick), slow: bulkhead(slowPlaces, MAX_WAITING.slow) };
  const slowArticles = createMemo<true>({ entries: MAX_SLOW_ARTICLES });
  const workers = new Piscina<WorkerTask, TaskOutcome>({
    filename: join(import.meta.dirname, 'worker.ts'),
    minThreads: isWarm ? 1 : 0,
    maxThreads: places + slowPlaces,
    idleTimeout: IDLE_TIMEOUT,
    resourceLimits: MEMORY_LIMITS,
    workerData: { isWarm },
    // on Linux each thread has its own: the main thread, which answers everybody, goes first
    niceIncrement: process.platform === 'linux' ? 5 : 0,
  });
  // a worker may fall while it is being ended, when nobody waits for its task any more
  workers.on('error', error => log?.warn({ err: error }, 'a worker fell after its task was given up'));
  const tools = { workers, slowArticles, log };
  // several that start at once hold each other up
  const warm = isWarm
    ? startJob({ kind: 'nothing', given: {} }, { ...tools, timeout: LOAD_TIMEOUT }).over
    : Promise.resolve();

  return { warm, run };

  async function run(
    asked: TaskRequest,
    { timeout = seconds * 1000, signal, onWaiting: waits }: TaskOptions,
  ): Promise<TaskOutcome> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
    const lane = slowArticles.has(articleKeyOf(asked)) ? lanes.slow : lanes.quick;
    if (lane.executionSlots === 0) waits?.();
    const patience = setTimeout(() => waits?.(), WAITING_AFTER);
    const runInSlot = async () => {
      await warm;
      if (signal?.aborted) return;
      const job = startJob(asked, { ...tools, timeout, signal });
      void job.begun.then(() => clearTimeout(patience));
      job.done.then(resolve, reject);
      await (lane === lanes.slow ? job.over : moveWhenSlow(job, lanes.slow));
    };
    lane
      .execute(runInSlot)
      .catch(error => reject(error instanceof BulkheadRejectedError ? new UserError(TOO_BUSY) : error));
    try {
      return await rejectWhenAborted(promise, signal);
    } finally {
      clearTimeout(patience);
    }
  }
}

/** A slow job holds its place until it has one among the slow. */
async function moveWhenSlow({ over, slow }: WorkerJob, slowLane: BulkheadPolicy): Promise<void> {
  const { promise: moved, resolve: move } = Promise.withResolvers<void>();
  const goOn = () => {
    move();
    return over;
  };
  void slow.then(() => slowLane.execute(goOn)).catch(() => undefined);
  await Promise.race([over, moved]);
}
