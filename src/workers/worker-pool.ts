import { join } from 'node:path';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { untilAborted } from '../scheduling/single-flight.ts';
import type { Done, Given, Kinds, Result, Task } from './worker.ts';
import { workingTime } from './working-time.ts';

/*
 * The workers of this process, for everything that reads at length what strangers have written (see worker.ts): a text may be built to take
 * for ever, and the main thread answers everybody. A task has a place, a time from when it begins, and memory; a worker that takes more is
 * ended, and whoever asked reads a sentence. So that one text does not keep everybody waiting, a task that takes long goes on in one of the
 * slow places, where the next of its article begins.
 */

/** For one worker, in MB. */
const MEMORY = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 };

/**
 * A task that takes longer than this (milliseconds) goes on in a slow place, so that those of everybody else
 * stay free.
 */
const SLOW = 1000;

/**
 * A task that has not begun by then (milliseconds) waits: for a place, or for a worker that is being started.
 */
const WAITS = 40;

/** Tasks that wait for a place, at most. */
const WAITING = { quick: 300, slow: 20 };

/**
 * A worker that has had nothing to do for so long is ended, in milliseconds; one of a bot that serves stays.
 */
const IDLE = 30_000;

/** Articles whose last task was slow that are remembered, at most. */
const REMEMBERED = 200;

/** How long a worker may load what it needs, in milliseconds, on however busy a machine. */
const LOADING = 60_000;

const BUSY = phrase('I have too much to do just now. Please try again in a minute.');

export interface WorkersSettings {
  /** Tasks at once; half as many slow ones go on beside them. */
  readonly places: number;
  /** For one task of an answer, in seconds. */
  readonly seconds: number;
  /** Told of workers that were ended. */
  readonly log: Pick<Logger, 'warn'> | undefined;
}

export interface TaskHow {
  /** How long it may take, in milliseconds; that of an answer if absent. */
  readonly most?: number | undefined;
  /** Ends the wait with its reason, and a task that is slow. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the task cannot begin at once. */
  readonly waits?: (() => void) | undefined;
}

const ENDED = {
  time: phrase('This takes longer than I may work on one text, so I stopped.'),
  memory: phrase('This takes more memory than I may use for one text, so I stopped.'),
} as const;

/** A worker was ended. The sentence is for whoever asked. */
export class WorkEnded extends UserError {
  readonly why: 'time' | 'memory';
  /** How long it might take. */
  readonly seconds: number;

  constructor(why: 'time' | 'memory', seconds: number) {
    super(ENDED[why]);
    this.why = why;
    this.seconds = seconds;
  }
}

let settings: WorkersSettings = { places: 2, seconds: 20, log: undefined };
let pool: Pool | undefined;

/** Says how many workers there may be, before the first of them is wanted. */
export function setWorkers(given: WorkersSettings): void {
  settings = given;
}

/** Starts a worker that stays, and loads and uses once whatever answers need; resolves when it has. */
export async function warmWorkers(): Promise<void> {
  pool ??= createPool(settings, { isWarm: true });
  await pool.warm;
}

/**
 * What comes of a task. Throws a UserError where the task throws one, where a worker was ended, and where too
 * many tasks wait; the reason of the signal when that is aborted.
 */
export async function runTask<K extends Kinds>(
  kind: K,
  given: Given<K>,
  how: TaskHow = {},
): Promise<Result<K>> {
  pool ??= createPool(settings, { isWarm: false });
  const done = await pool.run({ kind, given }, how);
  if ('refused' in done) throw new UserError(done.refused);
  return done.result as Result<K>;
}

type Asked = Omit<Task, 'began'>;

interface Pool {
  /** Resolves when the first worker can begin. */
  readonly warm: Promise<void>;
  run(asked: Asked, how: TaskHow): Promise<Done>;
}

function createPool({ places, seconds, log }: WorkersSettings, { isWarm }: { isWarm: boolean }): Pool {
  const slowPlaces = Math.ceil(places / 2);
  const lanes = { quick: bulkhead(places, WAITING.quick), slow: bulkhead(slowPlaces, WAITING.slow) };
  const slowArticles = new Set<number>();
  const workers = new Piscina<Task, Done>({
    filename: join(import.meta.dirname, 'worker.ts'),
    minThreads: isWarm ? 1 : 0,
    maxThreads: places + slowPlaces,
    idleTimeout: IDLE,
    resourceLimits: MEMORY,
    workerData: { isWarm },
    // on Linux each thread has its own: the main thread, which answers everybody, goes first
    niceIncrement: process.platform === 'linux' ? 5 : 0,
  });
  // a worker may fall while it is being ended, when nobody waits for its task any more
  workers.on('error', error => log?.warn({ err: error }, 'a worker fell after its task was given up'));
  // several that start at once hold each other up
  const warm = isWarm ? begin({ kind: 'nothing', given: {} }, LOADING, undefined).over : Promise.resolve();

  return { warm, run };

  async function run(asked: Asked, { most = seconds * 1000, signal, waits }: TaskHow): Promise<Done> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Done>();
    const lane = slowArticles.has(articleOf(asked)) ? lanes.slow : lanes.quick;
    if (lane.executionSlots === 0) waits?.();
    const patience = setTimeout(() => waits?.(), WAITS);
    const occupy = async () => {
      await warm;
      if (signal?.aborted) return;
      const job = begin(asked, most, signal);
      void job.begun.then(() => clearTimeout(patience));
      job.done.then(resolve, reject);
      await (lane === lanes.slow ? job.over : leaveWhenSlow(job));
    };
    lane
      .execute(occupy)
      .catch(error => reject(error instanceof BulkheadRejectedError ? new UserError(BUSY) : error));
    try {
      return await untilAborted(promise, signal);
    } finally {
      clearTimeout(patience);
    }
  }

  /** A slow job holds its place until it has one among the slow. */
  async function leaveWhenSlow({ over, slow }: Job): Promise<void> {
    const { promise: moved, resolve: move } = Promise.withResolvers<void>();
    const goOn = () => {
      move();
      return over;
    };
    void slow.then(() => lanes.slow.execute(goOn)).catch(() => undefined);
    await Promise.race([over, moved]);
  }

  function begin(asked: Asked, most: number, signal: AbortSignal | undefined): Job {
    const time = workingTime(most);
    const { promise: slow, resolve: becomeSlow } = Promise.withResolvers<void>();
    const ending = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let isSlow = false;
    const noteSlow = () => {
      isSlow = true;
      remember(articleOf(asked));
      becomeSlow();
      // a worker that is quickly done is not ended: another would have to be started
      if (signal?.aborted) ending.abort();
      signal?.addEventListener('abort', () => ending.abort(), { once: true });
    };
    void time.begun.then(() => {
      timer = setTimeout(noteSlow, SLOW);
    });
    const done = workers
      .run({ ...asked, began: time.began }, { signal: AbortSignal.any([time.signal, ending.signal]) })
      .catch(error => {
        const why = time.signal.aborted ? 'time' : isOutOfMemory(error) ? 'memory' : undefined;
        if (why === undefined) throw error;
        remember(articleOf(asked));
        log?.warn({ task: asked.kind, why, seconds: most / 1000 }, 'a worker was ended');
        throw new WorkEnded(why, most / 1000);
      })
      .finally(() => {
        clearTimeout(timer);
        time.forget();
      });
    const over = done.then(
      () => void (isSlow || slowArticles.delete(articleOf(asked))),
      () => undefined,
    );
    return { begun: time.begun, slow, done, over };
  }

  function remember(article: number): void {
    if (article === OTHER) return;
    slowArticles.add(article);
    const [oldest] = slowArticles;
    if (slowArticles.size > REMEMBERED && oldest !== undefined) slowArticles.delete(oldest);
  }
}

/** The key of the article that a task is about. */
const articleOf = ({ given }: Asked): number => ('article' in given ? given.article.key : OTHER);
/** A page, a file, a feed: one that takes long says nothing of the next. */
const OTHER = 0;

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** A task in a worker. */
interface Job {
  readonly done: Promise<Done>;
  /** Resolves in any case. */
  readonly over: Promise<void>;
  readonly begun: Promise<void>;
  /** Resolves when it takes long, never where it does not. */
  readonly slow: Promise<void>;
}
