/** Someone waiting for a result: until when, and how they hear of progress. */
export interface Subscriber<Told> {
  /** Aborting it ends this wait with its reason; the work continues for the others. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((told: Told) => void) | undefined;
}

/** What the work is given: a signal, aborted when nobody waits any more, and a way to report progress. */
export interface FlightTask<Told> {
  readonly signal: AbortSignal;
  readonly report: (told: Told) => void;
}

interface Flight<Told> {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  readonly subscribers: Set<Subscriber<Told>>;
  lastProgress: Told | undefined;
}

/** Runs work once for all who want it at the same time. */
export interface SingleFlight<Told> {
  /** Whether work under this key is running. */
  has(key: string): boolean;
  /** The result of the work running under this key, started if needed; failures are shared, not kept. */
  join<Result>(
    key: string,
    subscriber: Subscriber<Told>,
    make: (work: FlightTask<Told>) => Promise<Result>,
  ): Promise<Result>;
}

/** Creates a single flight: work is shared while it runs, and cancelled when nobody waits any more. */
export function createSingleFlight<Told>(): SingleFlight<Told> {
  const running = new Map<string, Flight<Told>>();

  return {
    has: key => running.has(key),
    async join<Result>(
      key: string,
      given: Subscriber<Told>,
      make: (work: FlightTask<Told>) => Promise<Result>,
    ) {
      given.signal?.throwIfAborted();
      const joined = running.get(key) ?? startFlight(key, make);
      // a copy for each wait, because one subscriber may wait twice
      const subscriber = { ...given };
      joined.subscribers.add(subscriber);
      if (joined.lastProgress !== undefined) subscriber.onProgress?.(joined.lastProgress);
      try {
        return (await rejectWhenAborted(joined.result, subscriber.signal)) as Result;
      } finally {
        joined.subscribers.delete(subscriber);
        if (joined.subscribers.size === 0) cancelFlight(key, joined);
      }
    },
  };

  function startFlight(key: string, make: (work: FlightTask<Told>) => Promise<unknown>): Flight<Told> {
    const controller = new AbortController();
    const subscribers = new Set<Subscriber<Told>>();
    const report = (told: Told) => {
      flight.lastProgress = told;
      for (const subscriber of subscribers) subscriber.onProgress?.(told);
    };
    // deferred to a later microtask, once `flight` has been assigned
    const result = Promise.resolve()
      .then(() => make({ signal: controller.signal, report }))
      .finally(() => removeFlight(key, flight));
    const flight: Flight<Told> = { result, controller, subscribers, lastProgress: undefined };
    // without subscribers, a failure would be an unhandled rejection
    result.catch(() => undefined);
    running.set(key, flight);
    return flight;
  }

  /** Cancels the work unless it has ended. The next caller starts anew instead of joining cancelled work. */
  function cancelFlight(key: string, { controller }: Flight<Told>): void {
    const isRunning = running.get(key)?.controller === controller;
    if (!isRunning) return;
    running.delete(key);
    controller.abort();
  }

  function removeFlight(key: string, { controller }: Flight<Told>): void {
    if (running.get(key)?.controller === controller) running.delete(key);
  }
}

/** Resolves like `result`, or rejects with the signal's reason if that is aborted first. */
export function rejectWhenAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return result;
  if (signal.aborted) {
    result.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
