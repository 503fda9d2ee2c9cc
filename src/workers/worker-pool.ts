import { join } from 'node:path';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMemo } from '../memo.ts';
import { rejectWhenAborted } from '../scheduling/single-flight.ts';
import type { TaskInput, TaskKind, TaskOutcome, TaskResult, WorkerTask } from './worker.ts';
import { createWorkingTime } from './working-time.ts';

/*
 * The workers of this process, for everything that reads at length what strangers have written (see worker.ts): a text may be built to take
 * for ever, and the main thread answers everybody. A task has a place, a time from when it begins, and memory; a worker that takes more is
 * ended, and whoever asked reads a sentence. So that one text does not keep everybody waiting, a task that takes long goes on in one of the
 * slow places, where the next of its article begins.
 */

/** For one worker, in MB. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 };

/**
 * A task that takes longer than this (milliseconds) goes on in a slow place, so that those of everybody else
 * stay free.
 */
const SLOW_AFTER = 1000;

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

const ABORT_MESSAGES = {
  time: defineMessage('This was taking too long, so I stopped.'),
  memory: defineMessage('This needs more memory than I can use for one text, so I stopped.'),
} as const;

/** A worker was ended. The sentence is for whoever asked. */
export class WorkEnded extends UserError {
  readonly why: 'time' | 'memory';
  /** How long it might take. */
  readonly seconds: number;

  constructor(why: 'time' | 'memory', seconds: number) {
    super(ABORT_MESSAGES[why]);
    this.why = why;
    this.seconds = seconds;
  }
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

type TaskRequest = Omit<WorkerTask, 'began'>;

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
  // several that start at once hold each other up
  const warm = isWarm
    ? startJob({ kind: 'nothing', given: {} }, LOAD_TIMEOUT, undefined).over
    : Promise.resolve();

  return { warm, run };

  async function run(
    asked: TaskRequest,
    { timeout: most = seconds * 1000, signal, onWaiting: waits }: TaskOptions,
  ): Promise<TaskOutcome> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
    const lane = slowArticles.has(articleKeyOf(asked)) ? lanes.slow : lanes.quick;
    if (lane.executionSlots === 0) waits?.();
    const patience = setTimeout(() => waits?.(), WAITING_AFTER);
    const runInSlot = async () => {
      await warm;
      if (signal?.aborted) return;
      const job = startJob(asked, most, signal);
      void job.begun.then(() => clearTimeout(patience));
      job.done.then(resolve, reject);
      await (lane === lanes.slow ? job.over : moveWhenSlow(job));
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

  /** A slow job holds its place until it has one among the slow. */
  async function moveWhenSlow({ over, slow }: WorkerJob): Promise<void> {
    const { promise: moved, resolve: move } = Promise.withResolvers<void>();
    const goOn = () => {
      move();
      return over;
    };
    void slow.then(() => lanes.slow.execute(goOn)).catch(() => undefined);
    await Promise.race([over, moved]);
  }

  function startJob(asked: TaskRequest, most: number, signal: AbortSignal | undefined): WorkerJob {
    const time = createWorkingTime(most);
    const { promise: slow, resolve: becomeSlow } = Promise.withResolvers<void>();
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let isSlow = false;
    const markSlow = () => {
      isSlow = true;
      rememberSlow(articleKeyOf(asked));
      becomeSlow();
      // a worker that is quickly done is not ended: another would have to be started
      if (signal?.aborted) controller.abort();
      signal?.addEventListener('abort', () => controller.abort(), { once: true });
    };
    void time.begun.then(() => {
      timer = setTimeout(markSlow, SLOW_AFTER);
    });
    const done = workers
      .run({ ...asked, began: time.began }, { signal: AbortSignal.any([time.signal, controller.signal]) })
      .catch(error => {
        const why = time.signal.aborted ? 'time' : isOutOfMemory(error) ? 'memory' : undefined;
        if (why === undefined) throw error;
        rememberSlow(articleKeyOf(asked));
        log?.warn({ task: asked.kind, why, seconds: most / 1000 }, 'a worker was ended');
        throw new WorkEnded(why, most / 1000);
      })
      .finally(() => {
        clearTimeout(timer);
        time.forget();
      });
    const over = done.then(
      () => void (isSlow || slowArticles.delete(articleKeyOf(asked))),
      () => undefined,
    );
    return { begun: time.begun, slow, done, over };
  }

  function rememberSlow(article: string): void {
    if (article !== NO_ARTICLE) slowArticles.set(article, true);
  }
}

/** The key of the article that a task is about. */
const articleKeyOf = ({ given }: TaskRequest): string =>
  'article' in given ? given.article.key : NO_ARTICLE;
/** A page, a file, a feed: one that takes long says nothing of the next. */
const NO_ARTICLE = '';

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** A task in a worker. */
interface WorkerJob {
  readonly done: Promise<TaskOutcome>;
  /** Resolves in any case. */
  readonly over: Promise<void>;
  readonly begun: Promise<void>;
  /** Resolves when it takes long, never where it does not. */
  readonly slow: Promise<void>;
}
