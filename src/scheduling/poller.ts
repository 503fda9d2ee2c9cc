import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { type Clock, toTimestamp } from './clock.ts';
import type { Claim, DueRows, Presence, RowKey, ServerPartition, WakeSignal } from './leases.ts';

/**
 * How long a lease lasts, in milliseconds; it is renewed while the work lasts. If a process is killed, others
 * take over its work as soon as its death is noticed, and after this time at the latest.
 */
export const LEASE_MS = 20_000;

/** How often a lease is renewed while its work lasts, in milliseconds. */
const RENEW_MS = 5_000;

/** How often to check whether other processes have died on rows that are due, in milliseconds. */
const WATCH_MS = 500;

/** How often to check whether the others can see this process yet, in milliseconds. */
const SHOW_MS = 50;

/**
 * The longest sleep before asking the database again, in milliseconds: machines are suspended, clocks are
 * set, and other processes on one file do not announce what they add.
 */
const MAX_SLEEP_MS = 60_000;

/** How long to wait before retrying a due row that was being written (ms). */
const BUSY_DELAY_MS = 20;

/** How long to wait before asking the database again after it failed, in milliseconds. */
const ERROR_DELAY_MS = 5_000;

/** The delay before retrying failed work, in milliseconds: it doubles from `first` up to `longest`. */
const RETRY_MS = { first: 5_000, longest: 15 * 60_000 };

/** The dependencies of a poller. */
export interface PollerParts<Result> {
  /** What is polled, in the plural, for the log. */
  readonly name: string;
  /** Maximum number of work items running at once. */
  readonly maxConcurrent: number;
  readonly rows: DueRows;
  /** The servers whose rows this process polls; all of them if absent. */
  readonly part?: ServerPartition | undefined;
  /** Runs before anything is claimed, until it has succeeded once. */
  readonly prepare?: () => Promise<void>;
  /** Does the work; the signal is aborted when the process is shutting down. */
  readonly work: (key: RowKey, signal: AbortSignal) => Promise<Result>;
  /** Records the result and frees the lease, if still held; returns when the row is due (ms), or null. */
  readonly settle: (key: RowKey, result: Result, by: string) => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Tells whether other processes have died; absent if there is only one. */
  readonly presence?: Presence | undefined;
  /** Wakes other processes; absent if the database offers no way to. */
  readonly signal?: WakeSignal | undefined;
}

/** Does work as soon as it is due, across any number of processes. */
export interface Poller {
  /** Wakes the pollers of all processes, because something has become due. Never throws. */
  wake(): Promise<void>;
  /** Does everything that is due now, and resolves when nothing is left. Throws the database's errors. */
  pollOnce(signal: AbortSignal): Promise<void>;
  /** Does what is due until the signal is aborted, then finishes the work it has started. Never throws. */
  run(signal: AbortSignal): Promise<void>;
}

interface State {
  readonly by: string;
  readonly working: Map<string, { readonly row: RowKey; readonly done: Promise<void> }>;
  /** Consecutive failures by key. */
  readonly failures: Map<string, number>;
  /** Nothing is due before this time (milliseconds since 1970), as far as this process knows. */
  dueAt: number;
  /** When the database was last asked what is due. */
  askedAt: number;
  /** When to check on other processes next. */
  watchAt: number;
  isPrepared: boolean;
  isRenewing: boolean;
  isAway: boolean;
  /** Ends the current sleep. */
  interrupt: () => void;
}

type Running<Result> = PollerParts<Result> & { readonly state: State };

/**
 * Creates a poller: it claims each due row by a lease in it, does the work, and settles it. Work on one key
 * runs in one process at a time, as long as clocks differ by less than a lease.
 */
export function createPoller<Result>(parts: PollerParts<Result>): Poller {
  const state: State = {
    by: parts.presence?.owner ?? `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`,
    working: new Map(),
    failures: new Map(),
    dueAt: 0,
    askedAt: 0,
    watchAt: 0,
    isPrepared: false,
    isRenewing: false,
    isAway: false,
    interrupt: () => {},
  };
  const poller = { ...parts, state };
  return {
    async wake() {
      wakeUp(state);
      await parts.signal?.notify();
    },
    pollOnce: signal => pollOnce(poller, signal),
    run: signal => run(poller, signal),
  };
}

function wakeUp(state: State): void {
  state.dueAt = 0;
  state.interrupt();
}

async function run<Result>(poller: Running<Result>, signal: AbortSignal): Promise<void> {
  const { state, clock } = poller;
  const stopListening = poller.signal?.listen(() => wakeUp(state));
  while (!signal.aborted) {
    const woken = new AbortController();
    state.interrupt = () => woken.abort();
    const pause = await startDue(poller, signal);
    await clock.sleep(pause, AbortSignal.any([signal, woken.signal]));
  }
  stopListening?.();
  await waitForAll(state);
}

async function pollOnce<Result>(poller: Running<Result>, signal: AbortSignal): Promise<void> {
  const { state } = poller;
  while (!signal.aborted) {
    const found = await claimFree(poller, signal);
    if (found === 0 && state.working.size === 0) return;
    await Promise.race([...state.working.values()].map(({ done }) => done));
  }
  await waitForAll(state);
}

async function waitForAll({ working }: State): Promise<void> {
  await Promise.all([...working.values()].map(({ done }) => done));
}

/** Starts due work up to the concurrency limit. Returns how many milliseconds to sleep. */
async function startDue<Result>(poller: Running<Result>, signal: AbortSignal): Promise<number> {
  const { state, log, name } = poller;
  const free = poller.maxConcurrent - state.working.size;
  if (free === 0) return MAX_SLEEP_MS;
  if (!isTimeToAsk(poller)) return untilDue(poller);
  try {
    const isFull = await askWhatIsDue(poller, free, signal);
    if (state.isAway) log.info(`${name} can be read again`);
    state.isAway = false;
    return isFull ? MAX_SLEEP_MS : Math.max(BUSY_DELAY_MS, untilDue(poller));
  } catch (error) {
    // the storage has already logged a `UserError`
    if (!state.isAway && !(error instanceof UserError))
      log.error({ err: error }, `${name} could not be read, trying again`);
    state.isAway = true;
    state.dueAt = 0;
    return ERROR_DELAY_MS;
  }
}

/** Starts due work and notes when to ask again. Returns whether the concurrency limit is reached. */
async function askWhatIsDue<Result>(
  poller: Running<Result>,
  free: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { state, clock, rows, part, presence } = poller;
  state.askedAt = clock.now();
  state.dueAt = Number.POSITIVE_INFINITY;
  const isShown = presence?.isShown() ?? true;
  const found = isShown ? await claimFree(poller, signal) : 0;
  if (found === free) {
    state.dueAt = 0;
    return true;
  }
  const next = await rows.findNextDue(state.by, part);
  // a wake-up in the meantime has set it too
  if (next !== null) state.dueAt = Math.min(state.dueAt, Date.parse(next) || 0);
  const lookAt = isShown ? await watchOthers(poller) : clock.now() + SHOW_MS;
  state.dueAt = isShown ? Math.min(state.dueAt, lookAt) : lookAt;
  return false;
}

/** Frees leases of dead processes, sooner than they expire. Returns when to check again. */
async function watchOthers<Result>({ state, clock, rows, part, presence }: Running<Result>): Promise<number> {
  if (!presence) return Number.POSITIVE_INFINITY;
  const now = clock.now();
  if (state.watchAt > now && state.watchAt - now <= WATCH_MS) return state.watchAt;
  const others = await rows.listClaimants({ by: state.by, now: toTimestamp(now) }, part);
  state.watchAt = others.length === 0 ? 0 : now + WATCH_MS;
  let lookAt = others.length === 0 ? Number.POSITIVE_INFINITY : state.watchAt;
  for (const other of others) {
    if (!(await presence.isGone(other))) continue;
    await rows.releaseAll(other);
    lookAt = now;
  }
  return lookAt;
}

function isTimeToAsk<Result>({ state, clock }: Running<Result>): boolean {
  const now = clock.now();
  return now >= state.dueAt || Math.abs(now - state.askedAt) >= MAX_SLEEP_MS;
}

function untilDue<Result>({ state, clock }: Running<Result>): number {
  return Math.min(MAX_SLEEP_MS, Math.max(0, state.dueAt - clock.now()));
}

/** Claims due rows up to the concurrency limit and starts work on them. Returns how many were claimed. */
async function claimFree<Result>(poller: Running<Result>, signal: AbortSignal): Promise<number> {
  const { state, rows, part } = poller;
  const free = poller.maxConcurrent - state.working.size;
  if (free === 0) return 0;
  if (!state.isPrepared) await poller.prepare?.();
  state.isPrepared = true;
  const claimed = await rows.claimDue(claimOf(poller), free, part);
  for (const row of claimed) {
    const key = keyOf(row);
    // already ours: its lease could not be renewed in time
    if (state.working.has(key)) continue;
    const done = processRow(poller, row, signal).finally(() => {
      state.working.delete(key);
      state.interrupt();
    });
    state.working.set(key, { row, done });
  }
  if (claimed.length > 0) void keepRenewing(poller);
  return claimed.length;
}

function claimOf<Result>({ state, clock }: Running<Result>): Claim {
  const now = clock.now();
  return { by: state.by, now: toTimestamp(now), until: toTimestamp(now + LEASE_MS) };
}

/** Does one work item, containing its failure. */
async function processRow<Result>(poller: Running<Result>, row: RowKey, signal: AbortSignal): Promise<void> {
  const { state, log, name, clock, rows } = poller;
  const key = keyOf(row);
  try {
    const next = await poller.settle(row, await poller.work(row, signal), state.by);
    state.failures.delete(key);
    if (next !== null) state.dueAt = Math.min(state.dueAt, next);
  } catch (error) {
    const failures = (state.failures.get(key) ?? 0) + 1;
    state.failures.set(key, failures);
    const pause = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** Math.min(20, failures - 1));
    log.error({ err: error, key, failures, pause }, `one of the ${name} failed, trying again`);
    const until = clock.now() + pause;
    // if this cannot be written, the lease expires by itself
    await rows.release(row, state.by, toTimestamp(until)).catch(() => undefined);
    state.dueAt = Math.min(state.dueAt, until);
  }
}

/** Renews the leases of all running work until none is left. */
async function keepRenewing<Result>(poller: Running<Result>): Promise<void> {
  const { state, clock, log, name, rows } = poller;
  if (state.isRenewing) return;
  state.isRenewing = true;
  while (state.working.size > 0) {
    const ended = new AbortController();
    void waitForAll(state).then(() => ended.abort());
    await clock.sleep(RENEW_MS, ended.signal);
    const working = [...state.working.values()].map(({ row }) => row);
    if (working.length > 0)
      await rows
        .renew(working, claimOf(poller))
        .catch((error: unknown) => log.debug({ err: error }, `leases of ${name} could not be renewed`));
  }
  state.isRenewing = false;
}

function keyOf(row: RowKey): string {
  return row.join(' ');
}
