/**
 * A limit on how long a task in a thread takes, counted from when the thread begins with it: until then a busy machine is starting the
 * thread, for which the task is not to blame.
 */
export interface WorkingTime {
  /** Goes to the thread, which calls `beginWork` with it. */
  readonly began: Int32Array<SharedArrayBuffer>;
  /** Aborted when the time is over, or when the thread has not begun after ten times as long. */
  readonly signal: AbortSignal;
  /** To be called when the task is done. */
  forget(): void;
}

export function workingTime(milliseconds: number): WorkingTime {
  const began = new Int32Array(new SharedArrayBuffer(4));
  const ending = new AbortController();
  let timer = setTimeout(() => ending.abort(), milliseconds * 10);
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ending.abort(), milliseconds);
  };
  const waiting = Atomics.waitAsync(began, 0, 0, milliseconds * 10);
  if (waiting.async) void waiting.value.then(outcome => outcome === 'ok' && !isForgotten && start());
  let isForgotten = false;
  return {
    began,
    signal: ending.signal,
    forget() {
      isForgotten = true;
      clearTimeout(timer);
      // Nobody waits for a thread that never began.
      beginWork(began);
    },
  };
}

/** Says, in the thread, that the work begins. */
export function beginWork(began: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(began, 0, 1);
  Atomics.notify(began, 0);
}
