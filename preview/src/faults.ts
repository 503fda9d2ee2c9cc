/** What the loopback shall do wrong, for tests of how the bot takes it. */
export interface Fault {
  /** The request's method; any if absent. */
  readonly method?: string;
  /** What the path below `/api/v10` must match, for example `/messages$/`; any if absent. */
  readonly path?: RegExp;
  /** How many requests it strikes; 1 if absent. */
  readonly times?: number;
  /** Answers with this status instead: 429 or 5xx. */
  readonly status?: number;
  /** With 429, seconds until the next try; 0.05 if absent. */
  readonly retryAfter?: number;
  /** With 429, whether every route is meant. */
  readonly global?: boolean;
  /** Waits so many milliseconds before the answer. */
  readonly delay?: number;
  /** Does what was asked, but the answer is lost: `status` is sent, or the connection cut, in its place. */
  readonly afterwards?: boolean;
  /** Cuts the connection in place of an answer. */
  readonly reset?: boolean;
  /** Discord's own code of what went wrong, such as 50013 with status 403. */
  readonly code?: number;
}

export interface Faults {
  /** Adds a fault; several are taken in the order in which they were added. */
  add(fault: Fault): void;
  /** How many requests are still to be struck. */
  left(): number;
  /** Forgets all that were not used up. */
  clear(): void;
  /** The fault that strikes this request, used up by it. */
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

/** The answer of a fault. */
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
