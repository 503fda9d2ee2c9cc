/** How somebody waits for a result: until they give up, and what they are told meanwhile. */
export interface Watch<Told> {
  /** Once it is aborted, the wait ends with its reason; the work goes on for those who still wait. */
  readonly signal?: AbortSignal | undefined;
  readonly tell?: ((told: Told) => void) | undefined;
}

/** What the work is given: it is aborted when nobody waits any more, and tells all who wait. */
export interface Work<Told> {
  readonly signal: AbortSignal;
  readonly tell: (told: Told) => void;
}

interface Running<Told> {
  readonly result: Promise<unknown>;
  readonly ending: AbortController;
  readonly watches: Set<Watch<Told>>;
  last: Told | undefined;
}

export interface Sharing<Told> {
  /** Whether work under this key is running. */
  has(key: string): boolean;
  /**
   * The result of the work that runs under this key, begun if there is none. A failure is shared too, and
   * forgotten.
   */
  join<Result>(key: string, watch: Watch<Told>, make: (work: Work<Told>) => Promise<Result>): Promise<Result>;
}

/**
 * One piece of work for all who want the same while it runs; it is cancelled only when nobody waits for it
 * any more.
 */
export function createSharing<Told>(): Sharing<Told> {
  const running = new Map<string, Running<Told>>();

  return {
    has: key => running.has(key),
    async join<Result>(key: string, given: Watch<Told>, make: (work: Work<Told>) => Promise<Result>) {
      given.signal?.throwIfAborted();
      const joined = running.get(key) ?? begin(key, make);
      // one object for each wait: somebody may wait twice with the same
      const watch = { ...given };
      joined.watches.add(watch);
      if (joined.last !== undefined) watch.tell?.(joined.last);
      try {
        return (await untilAborted(joined.result, watch.signal)) as Result;
      } finally {
        joined.watches.delete(watch);
        if (joined.watches.size === 0) abandon(key, joined);
      }
    },
  };

  function begin(key: string, make: (work: Work<Told>) => Promise<unknown>): Running<Told> {
    const ending = new AbortController();
    const watches = new Set<Watch<Told>>();
    const tell = (told: Told) => {
      started.last = told;
      for (const watch of watches) watch.tell?.(told);
    };
    // the work begins in a later turn, when `started` is there to be told of
    const result = Promise.resolve()
      .then(() => make({ signal: ending.signal, tell }))
      .finally(() => forget(key, started));
    const started: Running<Told> = { result, ending, watches, last: undefined };
    // who has given up does not hear how it ended
    result.catch(() => undefined);
    running.set(key, started);
    return started;
  }

  /**
   * Without effect where the work has ended. The next who asks begins anew instead of joining what is being
   * cancelled.
   */
  function abandon(key: string, { ending }: Running<Told>): void {
    const isRunning = running.get(key)?.ending === ending;
    if (!isRunning) return;
    running.delete(key);
    ending.abort();
  }

  function forget(key: string, { ending }: Running<Told>): void {
    if (running.get(key)?.ending === ending) running.delete(key);
  }
}

/** The result, or the signal's reason when that is aborted before. */
export function untilAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return result;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
