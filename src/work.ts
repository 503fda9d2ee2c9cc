import { AsyncLocalStorage } from 'node:async_hooks';

/** What work may wait for outside this process. */
export type Awaited = 'database' | 'model' | 'discord';

/** How long (milliseconds) a piece of work has waited, for each of them; what it waited for at once counts once. */
export type Waits = Readonly<Record<Awaited, number>>;

interface Work {
  readonly over: Record<Awaited, number>;
  /** Of waits that go on: how many, and since when. */
  readonly open: Record<Awaited, { count: number; since: number }>;
}

const around = new AsyncLocalStorage<Work>();

/** Does a piece of work, of which `waitsHere` then tells what it waits for. */
export function asWork<Result>(work: () => Result): Result {
  const none = () => ({ count: 0, since: 0 });
  return around.run(
    { over: { database: 0, model: 0, discord: 0 }, open: { database: none(), model: none(), discord: none() } },
    work,
  );
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
