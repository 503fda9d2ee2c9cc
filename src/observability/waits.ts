import { AsyncLocalStorage } from 'node:async_hooks';

/** External systems that a task may wait for. */
export type WaitTarget = 'database' | 'model' | 'discord';

/** How long a task has waited for each target (ms); concurrent waits for one target count once. */
type WaitTimes = Readonly<Record<WaitTarget, number>>;

interface TrackedTask {
  readonly finished: Record<WaitTarget, number>;
  /** Waits in progress: how many, and since when. */
  readonly open: Record<WaitTarget, { count: number; since: number }>;
}

const currentTask = new AsyncLocalStorage<TrackedTask>();

/** Maximum number of tasks on the board; further concurrent tasks are not listed. */
const TASK_SLOTS = 64;
/** Bytes per task: the length of its text, and the text. */
const BYTES_PER_TASK = 128;

/** The tasks in progress, in memory that another thread can read while this one is blocked. */
export const taskBoard = new Uint8Array(new SharedArrayBuffer(TASK_SLOTS * BYTES_PER_TASK));
const freeSlots = Array.from({ length: TASK_SLOTS }, (_, slot) => slot).reverse();
const encoder = new TextEncoder();

/** Runs a task under our name for it ("/summary 1234"): on the board until it ends, its waits counted. */
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

/** Lists the tasks on a board in the order they started: name, and start time (milliseconds since 1970). */
export function readTaskBoard(bytes: Uint8Array): { name: string; since: number }[] {
  const works: { name: string; since: number }[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_TASK) {
    const length = bytes[at] ?? 0;
    // a copy, because text cannot be decoded from shared memory
    const text = Buffer.from(bytes.slice(at + 1, at + 1 + length)).toString();
    const gap = text.indexOf(' ');
    if (length > 0) works.push({ name: text.slice(gap + 1), since: Number(text.slice(0, gap)) });
  }
  return works.sort((a, b) => a.since - b.since);
}

/** Runs a wait and counts it towards the current task. */
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

/** Returns how long the current task has waited so far; all zeros outside a task. */
export function getWaitTimes(): WaitTimes {
  const work = currentTask.getStore();
  if (!work) return { database: 0, model: 0, discord: 0 };
  const timeWaited = (what: WaitTarget) => {
    const { count, since } = work.open[what];
    return work.finished[what] + (count > 0 ? performance.now() - since : 0);
  };
  return { database: timeWaited('database'), model: timeWaited('model'), discord: timeWaited('discord') };
}
