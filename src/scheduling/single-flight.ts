/** How somebody waits for a result: until they give up, and what they are told meanwhile. */
export interface Subscriber<Told> {
  /** Once it is aborted, the wait ends with its reason; the work goes on for those who still wait. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((told: Told) => void) | undefined;
}

/** What the work is given: it is aborted when nobody waits any more, and tells all who wait. */
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

/** Pieces of work, each done once for all who want it at the same time. */
export interface SingleFlight<Told> {
  /** Whether work under this key is running. */
  has(key: string): boolean;
  /**
   * The result of the work that runs under this key, begun if there is none. A failure is shared too, and
   * forgotten.
   */
  join<Result>(
    key: string,
    subscriber: Subscriber<Told>,
    make: (work: FlightTask<Told>) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * One piece of work for all who want the same while it runs; it is cancelled only when nobody waits for it
 * any more.
 */
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
      // one object for each wait: somebody may wait twice with the same
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
    // the work begins in a later turn, when `started` is there to be told of
    const result = Promise.resolve()
      .then(() => make({ signal: controller.signal, report }))
      .finally(() => removeFlight(key, flight));
    const flight: Flight<Told> = { result, controller, subscribers, lastProgress: undefined };
    // who has given up does not hear how it ended
    result.catch(() => undefined);
    running.set(key, flight);
    return flight;
  }

  /**
   * Without effect where the work has ended. The next who asks begins anew instead of joining what is being
   * cancelled.
   */
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

/** The result, or the signal's reason when that is aborted before. */
export function rejectWhenAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return result;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
