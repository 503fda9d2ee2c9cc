import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import type { Clock } from './clock.ts';
import type { Claim, WakeSignal } from './leases.ts';

/**
 * For so long (milliseconds) what a process has claimed is nobody else's; while it works it says so again. What
 * it has begun when it is killed is another's after this time.
 */
export const LEASE_MS = 20_000;

/** How often (milliseconds) a lease is renewed while its work lasts. */
const RENEW_MS = 5_000;

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
export interface PollerParts<Item, Result> {
  /** What is polled, in the plural, as the log calls it. */
  readonly name: string;
  /** Pieces of work that are done at once; more wait for their turn. */
  readonly maxConcurrent: number;
  readonly keyOf: (item: Item) => string;
  /** Leases up to so many that are due and nobody is at, the longest due first. */
  readonly claimDue: (claim: Claim, limit: number) => Promise<readonly Item[]>;
  /** Makes the leases of these last until the claim's new end. */
  readonly renew: (items: readonly Item[], claim: Claim) => Promise<void>;
  /** The work itself; the signal is aborted when the process is to end. */
  readonly work: (item: Item, signal: AbortSignal) => Promise<Result>;
  /**
   * Records what came of the work and gives the lease up, unless it is another's by now; returns when it is due
   * next, milliseconds since 1970, or null.
   */
  readonly settle: (item: Item, result: Result, by: string) => Promise<number | null>;
  /** Gives up the lease of work that has thrown: it is due again at this time. */
  readonly postpone: (item: Item, until: string, by: string) => Promise<void>;
  /** When something is due next that this claimant is not at, ISO 8601; null for never. */
  readonly findNextDue: (by: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: Logger;
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

interface State<Item> {
  readonly by: string;
  readonly working: Map<string, { readonly item: Item; readonly done: Promise<void> }>;
  /** Failures in a row, by key. */
  readonly failures: Map<string, number>;
  /** Before this time (milliseconds since 1970) nothing is due, as far as this process knows. */
  dueAt: number;
  /** When it was asked last what is due. */
  askedAt: number;
  isRenewing: boolean;
  isAway: boolean;
  /** Ends the pause before the next look. */
  interrupt: () => void;
}

type Running<Item, Result> = PollerParts<Item, Result> & { readonly state: State<Item> };

/**
 * One way for everything that is due at a time: claim (a lease in its row), work, settle. Work of one key is done
 * by one process at a time, as long as their clocks are not further apart than a lease is long.
 */
export function createPoller<Item, Result>(parts: PollerParts<Item, Result>): Poller {
  const state: State<Item> = {
    by: `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`,
    working: new Map(),
    failures: new Map(),
    dueAt: 0,
    askedAt: 0,
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

function wakeUp<Item>(state: State<Item>): void {
  state.dueAt = 0;
  state.interrupt();
}

async function run<Item, Result>(poller: Running<Item, Result>, signal: AbortSignal): Promise<void> {
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

async function pollOnce<Item, Result>(poller: Running<Item, Result>, signal: AbortSignal): Promise<void> {
  const { state } = poller;
  while (!signal.aborted) {
    const found = await claimFree(poller, signal);
    if (found === 0 && state.working.size === 0) return;
    await Promise.race([...state.working.values()].map(({ done }) => done));
  }
  await waitForAll(state);
}

async function waitForAll<Item>({ working }: State<Item>): Promise<void> {
  await Promise.all([...working.values()].map(({ done }) => done));
}

/** Begins what is due, as far as hands are free; returns for how many milliseconds there is nothing to do. */
async function startDue<Item, Result>(poller: Running<Item, Result>, signal: AbortSignal): Promise<number> {
  const { state, clock, log, name, maxConcurrent } = poller;
  const free = maxConcurrent - state.working.size;
  if (free === 0) return MAX_SLEEP_MS;
  if (!isTimeToAsk(poller)) return untilDue(poller);
  try {
    state.askedAt = clock.now();
    state.dueAt = Number.POSITIVE_INFINITY;
    const found = await claimFree(poller, signal);
    if (found === free) state.dueAt = 0;
    else {
      const next = await poller.findNextDue(state.by);
      // whoever woke us meanwhile has set it too
      if (next !== null) state.dueAt = Math.min(state.dueAt, Date.parse(next) || 0);
    }
    if (state.isAway) log.info(`${name} can be read again`);
    state.isAway = false;
    return found === free ? MAX_SLEEP_MS : Math.max(BUSY_DELAY_MS, untilDue(poller));
  } catch (error) {
    // what has a sentence of its own was logged by the storage
    if (!state.isAway && !(error instanceof UserError))
      log.error({ err: error }, `${name} could not be read, trying again`);
    state.isAway = true;
    state.dueAt = 0;
    return ERROR_DELAY_MS;
  }
}

function isTimeToAsk<Item, Result>({ state, clock }: Running<Item, Result>): boolean {
  const now = clock.now();
  return now >= state.dueAt || Math.abs(now - state.askedAt) >= MAX_SLEEP_MS;
}

function untilDue<Item, Result>({ state, clock }: Running<Item, Result>): number {
  return Math.min(MAX_SLEEP_MS, Math.max(0, state.dueAt - clock.now()));
}

/** Claims what is due, as much as hands are free, and begins with it; returns how much that was. */
async function claimFree<Item, Result>(poller: Running<Item, Result>, signal: AbortSignal): Promise<number> {
  const { state, maxConcurrent, keyOf } = poller;
  const free = maxConcurrent - state.working.size;
  if (free === 0) return 0;
  const items = await poller.claimDue(claimOf(poller), free);
  for (const item of items) {
    const key = keyOf(item);
    // ours already, where it could not be renewed in time
    if (state.working.has(key)) continue;
    const done = processItem(poller, item, signal).finally(() => {
      state.working.delete(key);
      state.interrupt();
    });
    state.working.set(key, { item, done });
  }
  if (items.length > 0) void keepRenewing(poller);
  return items.length;
}

function claimOf<Item, Result>({ state, clock }: Running<Item, Result>): Claim {
  const now = clock.now();
  return { by: state.by, now: toTimestamp(now), until: toTimestamp(now + LEASE_MS) };
}

/** Does one piece of work. Its failure is never another's. */
async function processItem<Item, Result>(
  poller: Running<Item, Result>,
  item: Item,
  signal: AbortSignal,
): Promise<void> {
  const { state, log, name, clock } = poller;
  const key = poller.keyOf(item);
  try {
    const next = await poller.settle(item, await poller.work(item, signal), state.by);
    state.failures.delete(key);
    if (next !== null) state.dueAt = Math.min(state.dueAt, next);
  } catch (error) {
    const failures = (state.failures.get(key) ?? 0) + 1;
    state.failures.set(key, failures);
    const pause = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** Math.min(20, failures - 1));
    log.error({ err: error, key, failures, pause }, `one of the ${name} failed, trying again`);
    const until = clock.now() + pause;
    // where that cannot be written, its lease ends by itself
    await poller.postpone(item, toTimestamp(until), state.by).catch(() => undefined);
    state.dueAt = Math.min(state.dueAt, until);
  }
}

/** Renews the leases of all that is being worked at, until nothing is. */
async function keepRenewing<Item, Result>(poller: Running<Item, Result>): Promise<void> {
  const { state, clock, log, name } = poller;
  if (state.isRenewing) return;
  state.isRenewing = true;
  while (state.working.size > 0) {
    const ended = new AbortController();
    void waitForAll(state).then(() => ended.abort());
    await clock.sleep(RENEW_MS, ended.signal);
    const items = [...state.working.values()].map(({ item }) => item);
    if (items.length > 0)
      await poller
        .renew(items, claimOf(poller))
        .catch((error: unknown) => log.debug({ err: error }, `leases of ${name} could not be renewed`));
  }
  state.isRenewing = false;
}

function toTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}
