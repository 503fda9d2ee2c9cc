/** Ends a task's turn. */
type Leave = () => void;

/**
 * Lets tasks begin in the order in which they ask: at once if a worker is free, else when another task is over.
 * A task that has waited for `most` milliseconds begins anyway, for which the pool starts another worker:
 * starting one takes longer than most tasks.
 */
export function createWorkerTurns(countWorkers: () => number, most: number): () => Promise<Leave> {
  const waiting = new Set<() => void>();
  let running = 0;
  function leave(): void {
    const [next] = waiting;
    running -= 1;
    next?.();
  }
  return async () => {
    if (running < Math.max(1, countWorkers())) running += 1;
    else await waitForTurn();
    return leave;
  };

  function waitForTurn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begin = () => {
      clearTimeout(timer);
      waiting.delete(begin);
      // before anybody else can ask
      running += 1;
      resolve();
    };
    const timer = setTimeout(begin, most);
    waiting.add(begin);
    return promise;
  }
}
