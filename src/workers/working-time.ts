/**
 * A limit on how long a task in a worker takes, counted from when the worker begins with it: until then a
 * busy machine is starting the worker, for which the task is not to blame.
 */
export interface WorkingTime {
  /** Goes to the worker, which calls `beginWork` with it. */
  readonly began: Int32Array<SharedArrayBuffer>;
  /** Resolves when the worker begins, never where it does not. */
  readonly begun: Promise<void>;
  /** Aborted when the time is over, or when the worker has not begun after ten times as long. */
  readonly signal: AbortSignal;
  /** To be called when the task is done. */
  forget(): void;
}

/** A time limit on work, in milliseconds. */
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
      // Nobody waits for a worker that never began.
      markBegun(began);
    },
  };
}

/** Says, in the worker, that the work begins. */
export function markBegun(began: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(began, 0, 1);
  Atomics.notify(began, 0);
}
