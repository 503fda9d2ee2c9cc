import { expect, test, vi } from 'vitest';
import { createWorkerTurns } from '../src/workers/worker-turns.ts';

const A_DAY = 24 * 60 * 60 * 1000;

/** A pool in which a worker starts when the test says so. */
function createWorkers({ running, most = 3 }: { running: number; most?: number }) {
  let count = running;
  const starting: ((isStarted: boolean) => void)[] = [];
  return {
    starting,
    countWorkers: () => count,
    most,
    startWorker() {
      count += 1;
      return new Promise<boolean>(resolve => starting.push(resolve));
    },
    add(more: number): void {
      count += more;
    },
  };
}

/** Starts tasks that record when they begin; `end` ends the one with this name. */
function createTasks(takeTurn: ReturnType<typeof createWorkerTurns>) {
  const begun: string[] = [];
  const leaves = new Map<string, () => void>();
  return {
    begun,
    async start(name: string): Promise<void> {
      const leave = await takeTurn();
      begun.push(name);
      leaves.set(name, leave);
    },
    async end(name: string): Promise<void> {
      leaves.get(name)?.();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('tasks wait for the worker that runs, and begin in the order in which they came', async () => {
  const workers = createWorkers({ running: 1 });
  const { start, end, begun } = createTasks(createWorkerTurns({ ...workers, patience: A_DAY }));
  const all = ['first', 'second', 'third'].map(start);
  await all[0];
  expect(begun).toEqual(['first']);
  await end('first');
  expect(begun).toEqual(['first', 'second']);
  await end('second');
  await end('third');
  await Promise.all(all);
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('as many tasks run at once as there are workers, and one before there are any', async () => {
  const workers = createWorkers({ running: 0 });
  const { start, begun } = createTasks(createWorkerTurns({ ...workers, patience: A_DAY }));
  await start('first');
  workers.add(3);
  await Promise.all([start('second'), start('third')]);
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('another worker is started for a task that has waited long enough, one at a time', async () => {
  const workers = createWorkers({ running: 1 });
  const { start, begun } = createTasks(createWorkerTurns({ ...workers, patience: 1 }));
  const all = ['first', 'second', 'third', 'fourth'].map(start);
  await vi.waitFor(() => expect(workers.starting).toHaveLength(1));
  expect(begun).toEqual(['first']);
  workers.starting[0]?.(true);
  await all[1];
  await vi.waitFor(() => expect(workers.starting).toHaveLength(2));
  expect(begun).toEqual(['first', 'second']);
  workers.starting[1]?.(true);
  await all[2];
  expect(begun).toEqual(['first', 'second', 'third']);
  expect(workers.countWorkers()).toBe(workers.most);
});

test('where no other worker can be started, tasks go on in the one that runs, and each asks for another once', async () => {
  const workers = createWorkers({ running: 1 });
  let attempts = 0;
  const startWorker = async () => {
    attempts += 1;
    return false;
  };
  const { start, end, begun } = createTasks(createWorkerTurns({ ...workers, startWorker, patience: 1 }));
  const all = ['first', 'second', 'third'].map(start);
  await vi.waitFor(() => expect(attempts).toBe(2));
  for (const name of ['first', 'second', 'third']) await end(name);
  await Promise.all(all);
  expect(begun).toEqual(['first', 'second', 'third']);
  expect(attempts).toBe(2);
});

test('a task takes the worker that is free first, not the one that was started for it', async () => {
  const workers = createWorkers({ running: 1 });
  const { start, end, begun } = createTasks(createWorkerTurns({ ...workers, patience: 1 }));
  const all = ['long', 'short', 'next'].map(start);
  await vi.waitFor(() => expect(workers.starting).toHaveLength(1));
  await end('long');
  await all[1];
  expect(begun).toEqual(['long', 'short']);
  await end('short');
  await all[2];
  expect(begun).toEqual(['long', 'short', 'next']);
});
