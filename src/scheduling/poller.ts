import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import type { Clock } from './clock.ts';
import type { Claim, DueRows, Presence, RowKey, ServerPartition, WakeSignal } from './leases.ts';

/**
 * For so long (milliseconds) what a process has claimed is nobody else's; while it works it says so again. What it
 * has begun when it is killed is another's at once where its end is seen, and after this time at the latest.
 */
export const LEASE_MS = 20_000;

/** How often (milliseconds) a lease is renewed while its work lasts. */
const RENEW_MS = 5_000;

/** How often (milliseconds) it is looked, while others are at what is due, whether they have died over it. */
const WATCH_MS = 500;

/** Until it is looked again whether the others see this process, in milliseconds. */
const SHOW_MS = 50;

/**
 * The longest time (milliseconds) for which a timer is trusted: machines sleep, clocks are set, and other
 * processes on one file say nothing of what they add.
 */
const MAX_SLEEP_MS = 60_000;

/** What is due and was not to be had (its row is being written) is asked for again after this, in milliseconds. */
const BUSY_DELAY_MS = 20;

/** Until the database is asked again after it did not answer, in milliseconds. */
const ERROR_DELAY_MS = 5_000;

/** The pause (milliseconds) after the first failure of a piece of work, twice as long after each, and at most. */
const RETRY_MS = { first: 5_000, longest: 15 * 60_000 };

/** What a poller works on, and with. */
export interface PollerParts<Result> {
  /** What is polled, in the plural, as the log calls it. */
  readonly name: string;
  /** Pieces of work that are done at once; more wait for their turn. */
  readonly maxConcurrent: number;
  readonly rows: DueRows;
  /** The part of the servers whose rows this process polls; all of them if absent. */
  readonly part?: ServerPartition | undefined;
  /** Done before anything is claimed, until it has gone well once. */
  readonly prepare?: () => Promise<void>;
  /** The work itself; the signal is aborted when the process is to end. */
  readonly work: (key: RowKey, signal: AbortSignal) => Promise<Result>;
  /**
   * Records what came of the work and gives the lease up, unless it is another's by now; returns when it is due
   * next, milliseconds since 1970, or null.
   */
  readonly settle: (key: RowKey, result: Result, by: string) => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Logger;
  /** By which processes see of each other that one has died; absent where there is one. */
  readonly presence?: Presence | undefined;
  /** Between processes; absent where the database has no way to tell them. */
  readonly signal?: WakeSignal | undefined;
}

/** Does what is due, as soon as it is due, in however many processes. */
export interface Poller {
  /** Looks at once, here and in all processes: something is due that was not before. Never throws. */
  wake(): Promise<void>;
  /** Does what is due at this moment, and ends when nothing is left. Throws what the database throws. */
  pollOnce(signal: AbortSignal): Promise<void>;
  /** Does what is due until the signal is aborted, and then ends what it has begun. Never throws. */
  run(signal: AbortSignal): Promise<void>;
}

interface State {
  readonly by: string;
  readonly working: Map<string, { readonly row: RowKey; readonly done: Promise<void> }>;
  /** Failures in a row, by key. */
  readonly failures: Map<string, number>;
  /** Before this time (milliseconds since 1970) nothing is due, as far as this process knows. */
  dueAt: number;
  /** When it was asked last what is due. */
  askedAt: number;
  /** Before this time nobody is looked after. */
  watchAt: number;
  isPrepared: boolean;
  isRenewing: boolean;
  isAway: boolean;
  /** Ends the pause before the next look. */
  interrupt: () => void;
}

type Running<Result> = PollerParts<Result> & { readonly state: State };

/**
 * One way for everything that is due at a time: claim (a lease in its row), work, settle. Work of one key is done
 * by one process at a time, as long as their clocks are not further apart than a lease is long.
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

/** Begins what is due, as far as hands are free; returns for how many milliseconds there is nothing to do. */
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
    // what has a sentence of its own was logged by the storage
    if (!state.isAway && !(error instanceof UserError))
      log.error({ err: error }, `${name} could not be read, trying again`);
    state.isAway = true;
    state.dueAt = 0;
    return ERROR_DELAY_MS;
  }
}

/** Begins what is due, and notes when to ask again; whether all hands are full. */
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
  // whoever woke us meanwhile has set it too
  if (next !== null) state.dueAt = Math.min(state.dueAt, Date.parse(next) || 0);
  const lookAt = isShown ? await watchOthers(poller) : clock.now() + SHOW_MS;
  state.dueAt = isShown ? Math.min(state.dueAt, lookAt) : lookAt;
  return false;
}

/**
 * Frees what others are at and have died over; returns when that is to be looked at again. Their leases would end by
 * themselves, but somebody waits.
 */
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

/** Claims what is due, as much as hands are free, and begins with it; returns how much that was. */
async function claimFree<Result>(poller: Running<Result>, signal: AbortSignal): Promise<number> {
  const { state, rows, part } = poller;
  const free = poller.maxConcurrent - state.working.size;
  if (free === 0) return 0;
  if (!state.isPrepared) await poller.prepare?.();
  state.isPrepared = true;
  const claimed = await rows.claimDue(claimOf(poller), free, part);
  for (const row of claimed) {
    const key = keyOf(row);
    // ours already, where it could not be renewed in time
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

/** Does one piece of work. Its failure is never another's. */
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
    // where that cannot be written, its lease ends by itself
    await rows.release(row, state.by, toTimestamp(until)).catch(() => undefined);
    state.dueAt = Math.min(state.dueAt, until);
  }
}

/** Renews the leases of all that is being worked at, until nothing is. */
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

function toTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}
