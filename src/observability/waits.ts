import { AsyncLocalStorage } from 'node:async_hooks';

/** What work may wait for outside this process. */
export type WaitTarget = 'database' | 'model' | 'discord';

/**
 * How long (milliseconds) a piece of work has waited, for each of them; what it waited for at once counts
 * once.
 */
export type WaitTimes = Readonly<Record<WaitTarget, number>>;

interface TrackedTask {
  readonly finished: Record<WaitTarget, number>;
  /** Of waits that go on: how many, and since when. */
  readonly open: Record<WaitTarget, { count: number; since: number }>;
}

const currentTask = new AsyncLocalStorage<TrackedTask>();

/** Pieces of work that the board has room for; more at once are not on it. */
const TASK_SLOTS = 64;
/** Bytes for each: how long its text is, and the text. */
const BYTES_PER_TASK = 128;

/** What has begun and is not over, where another thread can read it while this one stands still. */
export const taskBoard = new Uint8Array(new SharedArrayBuffer(TASK_SLOTS * BYTES_PER_TASK));
const freeSlots = Array.from({ length: TASK_SLOTS }, (_, slot) => slot).reverse();
const encoder = new TextEncoder();

/**
 * Does a piece of work under a name of ours ("/summary 1234"): it stands on the board until it is over, and
 * `waitsHere` tells what it waits for.
 */
export async function trackTask<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const slot = freeSlots.pop();
  if (slot !== undefined) writeSlot(slot, `${Date.now()} ${name}`);
  const createCounter = () => ({ count: 0, since: 0 });
  try {
    return await currentTask.run(
      {
        finished: { database: 0, model: 0, discord: 0 },
        open: { database: createCounter(), model: createCounter(), discord: createCounter() },
      },
      work,
    );
  } finally {
    if (slot !== undefined) {
      taskBoard[slot * BYTES_PER_TASK] = 0;
      freeSlots.push(slot);
    }
  }
}

function writeSlot(slot: number, text: string): void {
  const { written } = encoder.encodeInto(
    text,
    taskBoard.subarray(slot * BYTES_PER_TASK + 1, (slot + 1) * BYTES_PER_TASK),
  );
  taskBoard[slot * BYTES_PER_TASK] = written;
}

/** What stands on a board, as it was begun: its name, and since when (milliseconds since 1970). */
export function readTaskBoard(bytes: Uint8Array): { name: string; since: number }[] {
  const works: { name: string; since: number }[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_TASK) {
    const length = bytes[at] ?? 0;
    // a copy, for a text is not read from shared memory
    const text = Buffer.from(bytes.slice(at + 1, at + 1 + length)).toString();
    const gap = text.indexOf(' ');
    if (length > 0) works.push({ name: text.slice(gap + 1), since: Number(text.slice(0, gap)) });
  }
  return works.sort((a, b) => a.since - b.since);
}

/** Waits on behalf of the work that is being done. */
export async function trackWait<Result>(target: WaitTarget, wait: () => Promise<Result>): Promise<Result> {
  const work = currentTask.getStore();
  if (!work) return wait();
  const open = work.open[target];
  if (open.count++ === 0) open.since = performance.now();
  try {
    return await wait();
  } finally {
    if (--open.count === 0) work.finished[target] += performance.now() - open.since;
  }
}

/** What the work that is being done has waited for so far; nothing outside of any. */
export function getWaitTimes(): WaitTimes {
  const work = currentTask.getStore();
  if (!work) return { database: 0, model: 0, discord: 0 };
  const timeWaited = (what: WaitTarget) => {
    const { count, since } = work.open[what];
    return work.finished[what] + (count > 0 ? performance.now() - since : 0);
  };
  return { database: timeWaited('database'), model: timeWaited('model'), discord: timeWaited('discord') };
}
