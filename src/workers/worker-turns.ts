/** Ends a task's turn. */
type Leave = () => void;

interface WorkerTurnsOptions {
  /** The number of workers, those that are starting included. */
  readonly countWorkers: () => number;
  /** Maximum number of workers. */
  readonly most: number;
  /** Starts a worker and resolves when it is ready, with false if it could not start. */
  readonly startWorker: () => Promise<boolean>;
  /** How long a task waits before another worker is started, in milliseconds. */
  readonly patience: number;
}

/**
 * Lets tasks begin in the order in which they ask: at once if a worker is free, else as soon as one is. Once a
 * task has waited for `patience`, another worker is started, one at a time. The task does not wait for that
 * one: starting a worker takes longer than most tasks, and on a busy machine many times as long. A start that failed is
 * not repeated before another task has waited.
 */
export function createWorkerTurns({
  countWorkers,
  most,
  startWorker,
  patience,
}: WorkerTurnsOptions): () => Promise<Leave> {
  const waiting = new Set<() => void>();
  let running = 0;
  let starting = 0;
  const isFree = () => running < Math.max(1, countWorkers() - starting);

  return async () => {
    if (waiting.size === 0 && isFree()) running += 1;
    else await waitForTurn();
    return leave;
  };

  function leave(): void {
    running -= 1;
    beginWaiting();
  }

  function beginWaiting(): void {
    for (const begin of waiting) {
      if (!isFree()) return;
      begin();
    }
  }

  function waitForTurn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => void startAnother(), patience);
    waiting.add(function begin() {
      clearTimeout(timer);
      waiting.delete(begin);
      // before anybody else can ask
      running += 1;
      resolve();
    });
    return promise;
  }

  async function startAnother(): Promise<void> {
    while (waiting.size > 0 && starting === 0 && countWorkers() < most) {
      starting += 1;
      const isStarted = await startWorker();
      starting -= 1;
      beginWaiting();
      if (!isStarted) return;
    }
  }
}
