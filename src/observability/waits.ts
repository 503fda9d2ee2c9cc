import { AsyncLocalStorage } from 'node:async_hooks';

/** What work may wait for outside this process. */
export type Awaited = 'database' | 'model' | 'discord';

/**
 * How long (milliseconds) a piece of work has waited, for each of them; what it waited for at once counts
 * once.
 */
export type Waits = Readonly<Record<Awaited, number>>;

interface Work {
  readonly over: Record<Awaited, number>;
  /** Of waits that go on: how many, and since when. */
  readonly open: Record<Awaited, { count: number; since: number }>;
}

const around = new AsyncLocalStorage<Work>();

/** Pieces of work that the board has room for; more at once are not on it. */
const SLOTS = 64;
/** Bytes for each: how long its text is, and the text. */
const ROOM = 128;

/** What has begun and is not over, where another thread can read it while this one stands still. */
export const board = new Uint8Array(new SharedArrayBuffer(SLOTS * ROOM));
const free = Array.from({ length: SLOTS }, (_, slot) => slot).reverse();
const encoder = new TextEncoder();

/**
 * Does a piece of work under a name of ours ("/summary 1234"): it stands on the board until it is over, and
 * `waitsHere` tells what it waits for.
 */
export async function asWork<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const slot = free.pop();
  if (slot !== undefined) write(slot, `${Date.now()} ${name}`);
  const none = () => ({ count: 0, since: 0 });
  try {
    return await around.run(
      {
        over: { database: 0, model: 0, discord: 0 },
        open: { database: none(), model: none(), discord: none() },
      },
      work,
    );
  } finally {
    if (slot !== undefined) {
      board[slot * ROOM] = 0;
      free.push(slot);
    }
  }
}

function write(slot: number, text: string): void {
  const { written } = encoder.encodeInto(text, board.subarray(slot * ROOM + 1, (slot + 1) * ROOM));
  board[slot * ROOM] = written;
}

/** What stands on a board, as it was begun: its name, and since when (milliseconds since 1970). */
export function readBoard(bytes: Uint8Array): { name: string; since: number }[] {
  const works: { name: string; since: number }[] = [];
  for (let at = 0; at < bytes.length; at += ROOM) {
    const length = bytes[at]!;
    // a copy, for a text is not read from shared memory
    const text = Buffer.from(bytes.slice(at + 1, at + 1 + length)).toString();
    const gap = text.indexOf(' ');
    if (length > 0) works.push({ name: text.slice(gap + 1), since: Number(text.slice(0, gap)) });
  }
  return works.sort((a, b) => a.since - b.since);
}

/** Waits on behalf of the work that is being done. */
export async function waitFor<Result>(what: Awaited, wait: () => Promise<Result>): Promise<Result> {
  const work = around.getStore();
  if (!work) return wait();
  const open = work.open[what];
  if (open.count++ === 0) open.since = performance.now();
  try {
    return await wait();
  } finally {
    if (--open.count === 0) work.over[what] += performance.now() - open.since;
  }
}

/** What the work that is being done has waited for so far; nothing outside of any. */
export function waitsHere(): Waits {
  const work = around.getStore();
  if (!work) return { database: 0, model: 0, discord: 0 };
  const upToNow = (what: Awaited) => {
    const { count, since } = work.open[what];
    return work.over[what] + (count > 0 ? performance.now() - since : 0);
  };
  return { database: upToNow('database'), model: upToNow('model'), discord: upToNow('discord') };
}
