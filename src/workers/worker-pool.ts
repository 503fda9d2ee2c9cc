import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMemo, type Memo } from '../memo.ts';
import { rejectWhenAborted } from '../scheduling/single-flight.ts';
import type { TaskInput, TaskKind, TaskOutcome, TaskResult } from './worker.ts';
import { articleKeyOf, type TaskRequest, type WorkerJob } from './worker-job.ts';
import { createWorkerThreads, IDLE_TIMEOUT_MS, type WorkerThreads } from './worker-threads.ts';
import { createWorkerTurns } from './worker-turns.ts';

/*
 * The worker threads of this process, for all work that reads strangers' text at length (see worker.ts): a
 * text may be crafted to take forever, and the main thread must serve everybody. A task has a slot, a time
 * limit from when it begins, and a memory limit; a worker that exceeds them is terminated, and the reader
 * sees a sentence. So that one text does not hold everybody up, a task that takes long moves to a slot in
 * the slow lane, where the next task on the same article begins.
 */

/** A task not begun by then (ms) is reported as waiting, for a slot or a starting worker. */
const WAITING_AFTER_MS = 40;

/** Minimum number of slots in both lanes together, so that two slow texts hold nobody else up. */
const MIN_PLACES = 3;

/** Maximum number of tasks waiting in each lane. */
const MAX_WAITING = { quick: 300, slow: 20 };

/** How long a task waits for a running worker to be free before another is started, in milliseconds. */
const START_AFTER_MS = 200;

/** Maximum number of slow articles remembered. */
const MAX_SLOW_ARTICLES = 200;

/** How long a worker may take to load what it needs, in milliseconds, however busy the machine is. */
const LOAD_TIMEOUT_MS = 60_000;

const TOO_BUSY = defineMessage('I’m very busy right now. Please try again in a minute.');

/** How many workers there may be, and what each may use. */
interface WorkerPoolSettings {
  /** Number of concurrent tasks. Half as many slow ones can run in addition (two, if this is 1). */
  readonly slots: number;
  /** Time limit for one task of an answer, in seconds. */
  readonly seconds: number;
  /** Logs terminated workers. */
  readonly log: Pick<Logger, 'warn'> | undefined;
}

/** How to run a task. */
export interface TaskOptions {
  /** Time limit in milliseconds; that of an answer if absent. */
  readonly timeout?: number | undefined;
  /** Ends the wait with its reason, and cancels the task if it is slow. */
  readonly signal?: AbortSignal | undefined;
  /** Called if the task cannot begin at once. */
  readonly onWaiting?: (() => void) | undefined;
}

let settings: WorkerPoolSettings = { slots: 2, seconds: 20, log: undefined };
let pool: WorkerPool | undefined;
let isLoading = false;

/** Configures the workers; call it before the first one is needed. */
export function configureWorkers(given: WorkerPoolSettings): void {
  settings = given;
}

/** Keeps a worker from now on, and resolves once it has loaded and exercised everything answers need. */
export async function warmWorkers(): Promise<void> {
  pool ??= createWorkerPool(settings, { isWarm: true });
  isLoading = true;
  await pool.getWarm().finally(() => {
    isLoading = false;
  });
}

/** Whether the first worker is still loading, so that a task would have to wait for it. */
export const areWorkersLoading = (): boolean => isLoading;

/**
 * Runs a task in a worker and returns its result. Throws a UserError if the task throws one, if its worker
 * was terminated, or if too many tasks are waiting; throws the signal's reason if that is aborted.
 */
export async function runTask<K extends TaskKind>(
  kind: K,
  given: TaskInput<K>,
  { timeout, signal, onWaiting: waits }: TaskOptions = {},
): Promise<TaskResult<K>> {
  signal?.throwIfAborted();
  pool ??= createWorkerPool(settings, { isWarm: false });
  const { getWarm, lanes, takeTurn, workers, slowArticles, keepWorker } = pool;
  const asked: TaskRequest = { kind, given };
  const limits = { slowArticles, timeout: timeout ?? pool.timeout, signal };
  const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
  const lane = slowArticles.has(articleKeyOf(asked)) ? lanes.slow : lanes.quick;
  if (lane.executionSlots === 0) waits?.();
  const patience = setTimeout(() => waits?.(), WAITING_AFTER_MS);
  const runInSlot = async () => {
    await getWarm();
    const leave = await takeTurn();
    if (signal?.aborted) return leave();
    const job = workers.start(asked, limits);
    void job.over.then(leave).then(kind === 'nothing' ? undefined : keepWorker);
    void job.begun.then(() => clearTimeout(patience));
    job.done.then(resolve, reject);
    await (lane === lanes.slow ? job.over : moveWhenSlow(job, lanes.slow));
  };
  lane
    .execute(runInSlot)
    .catch(error => reject(error instanceof BulkheadRejectedError ? new UserError(TOO_BUSY) : error));
  try {
    const done = await rejectWhenAborted(promise, signal);
    if ('refused' in done) throw new UserError(done.refused);
    return done.result as TaskResult<K>;
  } finally {
    clearTimeout(patience);
  }
}

interface WorkerPool {
  /** Resolves when the worker that is kept is ready, or could not be started. */
  readonly getWarm: () => Promise<unknown>;
  readonly lanes: Readonly<Record<'quick' | 'slow', BulkheadPolicy>>;
  /** Waits until a task may begin; see `createWorkerTurns`. */
  readonly takeTurn: ReturnType<typeof createWorkerTurns>;
  readonly workers: WorkerThreads;
  /** The keys of articles whose last task was slow. */
  readonly slowArticles: Memo<true>;
  /** Time limit for one task of an answer, in milliseconds. */
  readonly timeout: number;
  /** Starts a worker if one is to be kept and none is left. */
  readonly keepWorker: () => void;
}

function createWorkerPool(
  { slots: places, seconds, log }: WorkerPoolSettings,
  { isWarm }: { isWarm: boolean },
): WorkerPool {
  const slowPlaces = Math.max(MIN_PLACES - places, Math.ceil(places / 2));
  const lanes = { quick: bulkhead(places, MAX_WAITING.quick), slow: bulkhead(slowPlaces, MAX_WAITING.slow) };
  const most = places + slowPlaces;
  const workers = createWorkerThreads({ most, isWarm, log });
  const slowArticles = createMemo<true>({ entries: MAX_SLOW_ARTICLES });
  // a task that finds no worker free is given to a new one
  const startWorker = (): Promise<boolean> =>
    workers.start({ kind: 'nothing', given: {} }, { slowArticles, timeout: LOAD_TIMEOUT_MS }).done.then(
      () => true,
      error => {
        log?.warn({ err: error }, 'a worker could not be started');
        return false;
      },
    );
  const takeTurn = createWorkerTurns({
    countWorkers: workers.count,
    most,
    startWorker,
    patience: START_AFTER_MS,
  });
  // tasks wait for it, because workers that start at the same time slow each other down
  let warm: Promise<unknown> = isWarm ? startWorker() : Promise.resolve();
  const keepWorker = () =>
    void setImmediate(() => {
      // a task that waits comes first, and starts one
      if (isWarm && workers.count() === 0) warm = startWorker();
    });
  // a worker that is used is not idle for too long
  const keepUsed = () => void (workers.isIdle() && useWorker());
  if (isWarm) void warm.then(() => setInterval(keepUsed, IDLE_TIMEOUT_MS * 0.6).unref());
  const timeout = seconds * 1000;
  return { getWarm: () => warm, lanes, takeTurn, workers, slowArticles, timeout, keepWorker };
}

/** Gives a worker nothing to do; where none can be started, the next task reports it. */
function useWorker(): void {
  runTask('nothing', {}, { timeout: LOAD_TIMEOUT_MS }).catch(() => undefined);
}

/** Waits until a job is over, or, once it is slow, until it has a slot in the slow lane. */
async function moveWhenSlow({ over, slow }: WorkerJob, slowLane: BulkheadPolicy): Promise<void> {
  const { promise: moved, resolve: move } = Promise.withResolvers<void>();
  const goOn = () => {
    move();
    return over;
  };
  void slow.then(() => slowLane.execute(goOn)).catch(() => undefined);
  await Promise.race([over, moved]);
}
