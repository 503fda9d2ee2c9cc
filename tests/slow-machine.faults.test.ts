import { expect, test } from 'vitest';
import { useAllFirst } from './slow-machine.ts';

test('on a quarter of a core the first use of each command after a start is acknowledged in time', {
  timeout: 240_000,
}, async () => {
  const used = await useAllFirst({ share: 0.25 });
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter(({ isAcknowledged }) => !isAcknowledged)).toEqual([]);
});
