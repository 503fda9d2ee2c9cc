import type { Logger } from 'pino';
import type { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import type { Memo } from '../memo.ts';
import type { TaskOutcome, WorkerTask } from './worker.ts';
import { createWorkingTime } from './working-time.ts';

/**
 * A task that takes longer than this (milliseconds) goes on in a slow place, so that those of everybody else
 * stay free.
 */
const SLOW_AFTER = 1000;

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

/** What is asked of a worker. */
export type TaskRequest = Omit<WorkerTask, 'began'>;

/** A task in a worker. */
export interface WorkerJob {
  readonly done: Promise<TaskOutcome>;
  /** Resolves in any case. */
  readonly over: Promise<void>;
  readonly begun: Promise<void>;
  /** Resolves when it takes long, never where it does not. */
  readonly slow: Promise<void>;
}

interface JobDependencies {
  readonly workers: Piscina<WorkerTask, TaskOutcome>;
  /** Articles whose last task was slow, by their keys. */
  readonly slowArticles: Memo<true>;
  readonly log: Pick<Logger, 'warn'> | undefined;
  /** How long it may take from when it begins, in milliseconds. */
  readonly timeout: number;
  /** Ends it once it is slow. */
  readonly signal?: AbortSignal | undefined;
}

/** Hands a task to a worker, which is ended at its time, and notes whether its article is slow. */
export function startJob(
  asked: TaskRequest,
  { workers, slowArticles, log, timeout, signal }: JobDependencies,
): WorkerJob {
  const time = createWorkingTime(timeout);
  const { promise: slow, resolve: becomeSlow } = Promise.withResolvers<void>();
  const controller = new AbortController();
  const article = articleKeyOf(asked);
  const rememberSlow = () => void (article !== NO_ARTICLE && slowArticles.set(article, true));
  let timer: NodeJS.Timeout | undefined;
  let isSlow = false;
  const markSlow = () => {
    isSlow = true;
    rememberSlow();
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
  return { begun: time.begun, slow, done, over };
}

/** The key of the article that a task is about. */
export const articleKeyOf = ({ given }: TaskRequest): string =>
  'article' in given ? given.article.key : NO_ARTICLE;
/** A page, a file, a feed: one that takes long says nothing of the next. */
const NO_ARTICLE = '';

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
