/** A task's time limit, counted from when the worker begins it: a busy machine may start it late. */
interface WorkingTime {
  /** Sent to the worker, which calls `markBegun` with it. */
  readonly began: Int32Array<SharedArrayBuffer>;
  /** Resolves when the worker begins the task; never, if it does not. */
  readonly begun: Promise<void>;
  /** Aborted when the time is up, or when the worker has not begun after ten times as long. */
  readonly signal: AbortSignal;
  /** Cancels the limit; call it when the task is done. */
  forget(): void;
}

/** Creates a time limit in milliseconds. */
export function createWorkingTime(milliseconds: number): WorkingTime {
  const began = new Int32Array(new SharedArrayBuffer(4));
  const controller = new AbortController();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let isForgotten = false;
  let timer = setTimeout(() => controller.abort(), milliseconds * 10);
  const startTimer = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), milliseconds);
    begin();
  };
  const waiting = Atomics.waitAsync(began, 0, 0, milliseconds * 10);
  if (waiting.async) void waiting.value.then(outcome => outcome === 'ok' && !isForgotten && startTimer());
  return {
    began,
    begun,
    signal: controller.signal,
    forget() {
      isForgotten = true;
      clearTimeout(timer);
      // wakes the wait for a worker that never began
      markBegun(began);
    },
  };
}

/** Marks the work as begun, in the worker. */
export function markBegun(began: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(began, 0, 1);
  Atomics.notify(began, 0);
}
