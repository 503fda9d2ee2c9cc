/** A fault to inject, to test how the bot handles it. */
export interface Fault {
  /** The request's method; any if absent. */
  readonly method?: string;
  /** A pattern for the path below `/api/v10`, for example `/messages$/`; any if absent. */
  readonly path?: RegExp;
  /** How many requests it affects; 1 if absent. */
  readonly times?: number;
  /** Responds with this status instead: 429 or 5xx. */
  readonly status?: number;
  /** With 429, seconds until the next attempt; 0.05 if absent. */
  readonly retryAfter?: number;
  /** With 429, whether the limit is global, for every route. */
  readonly global?: boolean;
  /** Delays the response by this many milliseconds. */
  readonly delay?: number;
  /** Carries out the request but loses the response: `status` is sent or the connection cut instead. */
  readonly afterwards?: boolean;
  /** Cuts the connection instead of responding. */
  readonly reset?: boolean;
  /** Discord's own error code, such as 50013 with status 403. */
  readonly code?: number;
}

export interface Faults {
  /** Adds a fault; faults apply in the order in which they were added. */
  add(fault: Fault): void;
  /** How many more requests the remaining faults will affect. */
  left(): number;
  /** Removes all remaining faults. */
  clear(): void;
  /** The fault for this request, if any; counts as one use of it. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add: fault => void waiting.push({ fault, left: fault.times ?? 1 }),
    left: () => waiting.reduce((sum, { left }) => sum + left, 0),
    clear() {
      waiting = [];
    },
    take(method, path) {
      const found = waiting.find(
        ({ fault }) => (fault.method ?? method) === method && (!fault.path || fault.path.test(path)),
      );
      if (!found) return undefined;
      found.left--;
      waiting = waiting.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}

/** The response that a fault produces. */
export function faultResponse({
  status = 500,
  retryAfter = 0.05,
  global = false,
  code = 0,
}: Fault): Response {
  if (status !== 429) return Response.json({ message: `${status}: made to fail`, code }, { status });
  const headers = {
    'retry-after': String(retryAfter),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    ...(global
      ? {}
      : {
          'x-ratelimit-limit': '1',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset-after': String(retryAfter),
          'x-ratelimit-bucket': 'preview',
        }),
  };
  return Response.json(
    { message: 'You are being rate limited.', retry_after: retryAfter, global },
    { status, headers },
  );
}
