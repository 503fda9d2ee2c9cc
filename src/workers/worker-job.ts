import type { Logger } from 'pino';
import type { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import type { Memo } from '../memo.ts';
import type { TaskOutcome, WorkerTask } from './worker.ts';
import { createWorkingTime } from './working-time.ts';

/** A task longer than this (ms) moves to the slow lane, so that the quick one stays free. */
const SLOW_AFTER_MS = 1000;

const ABORT_MESSAGES = {
  time: defineMessage('This was taking too long, so I stopped.'),
  memory: defineMessage('This needs more memory than I can use for one text, so I stopped.'),
} as const;

/** Thrown when a worker was terminated, with a sentence for the reader. */
export class WorkEnded extends UserError {
  readonly why: 'time' | 'memory';
  /** The time limit. */
  readonly seconds: number;

  constructor(why: 'time' | 'memory', seconds: number) {
    super(ABORT_MESSAGES[why]);
    this.why = why;
    this.seconds = seconds;
  }
}

/** A task as requested of a worker. */
export type TaskRequest = Omit<WorkerTask, 'began'>;

/** A running task. */
export interface WorkerJob {
  readonly done: Promise<TaskOutcome>;
  /** Resolves when the task ends, even by failure. */
  readonly over: Promise<void>;
  readonly begun: Promise<void>;
  /** Resolves once the task is slow; never, if it is not. */
  readonly slow: Promise<void>;
  /** Ends it with an error unless it has begun. */
  fail(error: unknown): void;
}

/** What a task needs to be started. */
export interface JobDependencies {
  readonly workers: Piscina<WorkerTask, TaskOutcome>;
  /** The keys of articles whose last task was slow. */
  readonly slowArticles: Memo<true>;
  readonly log: Pick<Logger, 'warn'> | undefined;
  /** Time limit from when the task begins, in milliseconds. */
  readonly timeout: number;
  /** Cancels the task, but only once it is slow. */
  readonly signal?: AbortSignal | undefined;
  /** Throws if no worker can be found for the task. */
  readonly prepare?: (() => void) | undefined;
}

/** Hands a task to a worker, which ends when its time is up, and records whether the article is slow. */
export function startJob(
  asked: TaskRequest,
  { workers, slowArticles, log, timeout, signal, prepare }: JobDependencies,
): WorkerJob {
  const time = createWorkingTime(timeout);
  const { promise: slow, resolve: becomeSlow } = Promise.withResolvers<void>();
  const controller = new AbortController();
  const article = articleKeyOf(asked);
  const rememberSlow = () => void (article !== NO_ARTICLE && slowArticles.set(article, true));
  let timer: NodeJS.Timeout | undefined;
  let isSlow = false;
  let hasBegun = false;
  let failure: { readonly error: unknown } | undefined;
  const markSlow = () => {
    isSlow = true;
    rememberSlow();
    becomeSlow();
    // a task that will soon be done is not cancelled, since that would cost starting another worker
    if (signal?.aborted) controller.abort();
    signal?.addEventListener('abort', () => controller.abort(), { once: true });
  };
  void time.begun.then(() => {
    hasBegun = true;
    timer = setTimeout(markSlow, SLOW_AFTER_MS);
  });
  const done = Promise.try(() => {
    prepare?.();
    return workers.run(
      { ...asked, began: time.began },
      { signal: AbortSignal.any([time.signal, controller.signal]) },
    );
  })
    .catch(error => {
      if (failure) throw failure.error;
      const why = time.signal.aborted ? 'time' : isOutOfMemory(error) ? 'memory' : undefined;
      if (why === undefined) throw error;
      rememberSlow();
      log?.warn({ task: asked.kind, why, seconds: timeout / 1000 }, 'a worker was ended');
      throw new WorkEnded(why, timeout / 1000);
    })
    .finally(() => {
      clearTimeout(timer);
      time.forget();
    });
  const over = done.then(
    () => void (isSlow || slowArticles.delete(article)),
    () => undefined,
  );
  const fail = (error: unknown) => {
    if (hasBegun) return;
    failure = { error };
    controller.abort();
  };
  return { begun: time.begun, slow, done, over, fail };
}

/** The key of the article that a task is about, or `NO_ARTICLE`. */
export const articleKeyOf = ({ given }: TaskRequest): string =>
  'article' in given ? given.article.key : NO_ARTICLE;
/** Tasks on pages, files and feeds: a slow one says nothing about the next. */
const NO_ARTICLE = '';

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
