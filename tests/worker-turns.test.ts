import { expect, test } from 'vitest';
import { createWorkerTurns } from '../src/workers/worker-turns.ts';

const A_DAY = 24 * 60 * 60 * 1000;

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
  const { start, end, begun } = createTasks(createWorkerTurns(() => 1, A_DAY));
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
  let workers = 0;
  const { start, begun } = createTasks(createWorkerTurns(() => workers, A_DAY));
  await start('first');
  workers = 3;
  await Promise.all([start('second'), start('third')]);
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('a task that has waited long enough begins beside the one that runs', async () => {
  const { start, end, begun } = createTasks(createWorkerTurns(() => 1, 1));
  await Promise.all([start('long'), start('short')]);
  expect(begun).toEqual(['long', 'short']);
  await end('short');
  const next = start('next');
  await end('long');
  await next;
  expect(begun).toEqual(['long', 'short', 'next']);
});
