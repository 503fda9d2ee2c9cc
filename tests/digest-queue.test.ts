import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Digest, Post } from '../src/digests/digest.ts';
import type { PollResult } from '../src/digests/scheduler.ts';
import { lockScopeOf, type Shards, SINGLE_SHARD } from '../src/discord/shards.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { createLogRecorder } from './support.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const digestOf = (id: string): Digest => ({
  ...{ id, name: `Papers ${id}`, serverId: '100000000000000001', channelId: '200', createdBy: '1' },
  ...{ days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'UTC', count: 3, paused: false },
  ...{ activeSince: '2024-01-01T08:00:00.000Z', createdAt: '2024-01-01T08:00:00.000Z' },
});
const TOMORROW = Date.now() + 24 * 3_600_000;
const done = (id: string, next: number | null = TOMORROW): PollResult => ({
  digest: digestOf(id),
  next,
  again: null,
});

let target: DatabaseTarget;
let storage: Storage;
const ending: (() => Promise<void>)[] = [];

beforeEach(async () => {
  target = await server.create();
  storage = await openStorage(target, createLogRecorder().log);
});
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
  await storage.close();
});

/** A digest that each process finds at its start: when it is done the queue is open. */
const FIRST = 'first';

type Poll = (digestId: string) => Promise<PollResult>;

/** One process at the queue, with what it is told of each digest that is due; what it finds first is done. */
async function startQueue(poll: Poll, digests: readonly string[] = [], shards: Shards = SINGLE_SHARD) {
  const { log, lines } = createLogRecorder();
  const scheduler = storage.createScheduler?.({ clock: systemClock, log, part: lockScopeOf(shards) });
  if (!scheduler) throw new Error('PostgreSQL has a queue');
  const stopping = new AbortController();
  const isOpen = Promise.withResolvers<void>();
  const work = {
    listDigests: async () => [FIRST, ...digests].map(id => ({ digest: digestOf(id), isBegun: false })),
    async poll(id: string) {
      if (id !== FIRST) return poll(id);
      isOpen.resolve();
      return done(id, null);
    },
  };
  const running = scheduler.run(work, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await running;
  };
  ending.push(stop);
  await isOpen.promise;
  return { scheduler, stop, lines };
}

const soon = { timeout: 30_000, interval: 20 };

/** The jobs of all digests but the first, the oldest first. */
async function listJobs(): Promise<Record<string, unknown>[]> {
  return server.run(
    target,
    `SELECT data->>'digest' AS digest, state::text, data->>'slot' AS slot, output->>'message' AS said,
       round(extract(epoch FROM start_after - now()) / 3600)::int AS hours
     FROM pgboss.job WHERE name = 'digests' AND data->>'digest' <> '${FIRST}' ORDER BY created_on`,
  );
}

/** Lets what waits for another attempt be due now. */
const skipPauses = () =>
  server.run(target, "UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'").then(() => undefined);

test('what is due is done once, and what is due next waits in its place', async () => {
  const polled: string[] = [];
  startQueue(
    async id => {
      polled.push(id);
      return done(id);
    },
    ['a', 'b'],
  );
  await expect
    .poll(async () => (await listJobs()).map(({ digest, state }) => `${digest} ${state}`).sort(), soon)
    .toEqual(['a completed', 'a created', 'b completed', 'b created']);
  const waiting = (await listJobs()).filter(({ state }) => state === 'created');
  for (const job of waiting) expect(job).toMatchObject({ slot: new Date(TOMORROW).toISOString(), hours: 24 });
  expect(polled.sort()).toEqual(['a', 'b']);
});

test('what has not gone through is tried again with its reason, and is not given up for it', async () => {
  const again = { at: Date.now(), reason: 'Discord did not answer.' };
  let attempts = 0;
  const { scheduler, lines } = await startQueue(async id =>
    ++attempts === 1 ? { ...done(id), again } : done(id),
  );
  await scheduler.schedule(digestOf('a'), Date.now());
  await expect
    .poll(async () => (await listJobs()).find(({ said }) => said), soon)
    .toMatchObject({ state: 'retry', said: 'Discord did not answer.' });
  await skipPauses();
  await scheduler.schedule(digestOf('b'), Date.now());
  await expect.poll(() => attempts, soon).toBeGreaterThanOrEqual(3);
  await expect
    .poll(async () => (await listJobs()).filter(({ state }) => state === 'retry'), soon)
    .toEqual([]);
  expect(lines).toEqual([]);
});

test('a digest that fails is tried again, holds no other one up, and after the last attempt waits until tomorrow', async () => {
  const broken = new Error('the digest is broken');
  const polled: string[] = [];
  const { scheduler, lines } = await startQueue(async id => {
    polled.push(id);
    if (id === 'a') throw broken;
    return done(id);
  });
  await scheduler.schedule(digestOf('a'), Date.now());
  await scheduler.schedule(digestOf('b'), Date.now());
  await expect.poll(async () => (await listJobs()).map(({ state }) => state), soon).toContain('retry');
  await expect.poll(() => polled, soon).toContain('b');
  const told = () => lines.filter(({ level }) => level === 50).map(({ msg }) => msg);
  expect(told()).toEqual(['a digest failed, trying again']);
  await server.run(target, "UPDATE pgboss.job SET retry_count = retry_limit - 1 WHERE state = 'retry'");
  await skipPauses();
  await scheduler.schedule(digestOf('c'), Date.now());
  await expect.poll(told, soon).toContain('a digest was given up until tomorrow: no attempt went through');
  await expect
    .poll(
      async () => (await listJobs()).filter(({ digest, state }) => digest === 'a' && state === 'created'),
      soon,
    )
    .toMatchObject([{ hours: 24, slot: null }]);
});

test('what was planned when the servers were divided otherwise is left to the process that has them now', async () => {
  const polled: string[] = [];
  const { scheduler } = await startQueue(
    async id => {
      polled.push(id);
      return done(id);
    },
    [],
    { list: [0], count: 2 },
  );
  // of the other half of the servers
  await scheduler.schedule({ ...digestOf('b'), serverId: '100000000004194305' }, Date.now());
  await server.run(target, "UPDATE pgboss.job SET group_id = 'shard 0 of 1' WHERE data->>'digest' = 'b'");
  await scheduler.schedule(digestOf('a'), Date.now());
  const groups = async () =>
    (
      await server.run(
        target,
        "SELECT state::text || ' of ' || group_id AS job FROM pgboss.job WHERE data->>'digest' = 'b' ORDER BY created_on",
      )
    ).map(({ job }) => job);
  await expect.poll(groups, soon).toEqual(['completed of shard 0 of 1', 'created of shard 1 of 2']);
  expect(polled).toEqual(['a']);
});

test('a digest that is deleted is not due any more', async () => {
  const polled: string[] = [];
  const { scheduler, stop } = await startQueue(async id => {
    polled.push(id);
    return done(id);
  });
  await scheduler.schedule(digestOf('a'), TOMORROW);
  await expect.poll(async () => (await listJobs()).length, soon).toBe(1);
  await scheduler.cancel('a');
  await scheduler.cancel('never planned');
  expect(await listJobs()).toMatchObject([{ digest: 'a', state: 'cancelled' }]);
  await stop();
  expect(polled).toEqual([]);
});

test('of two times that a digest is to be looked at the earlier one counts', async () => {
  const { scheduler } = await startQueue(async id => done(id));
  await scheduler.schedule(digestOf('a'), TOMORROW);
  await expect.poll(() => listJobs(), soon).toMatchObject([{ state: 'created', hours: 24 }]);
  await scheduler.schedule(digestOf('a'), TOMORROW + 24 * 3_600_000);
  expect(await listJobs()).toMatchObject([{ hours: 24 }]);
  await scheduler.schedule(digestOf('a'), TOMORROW - 12 * 3_600_000);
  expect(await listJobs()).toMatchObject([{ hours: 12 }]);
});

test('a post that was given up is kept for operators, with its slot and the reason', async () => {
  const { scheduler } = await startQueue(async id => done(id));
  await scheduler.schedule(digestOf('a'), TOMORROW);
  await expect.poll(async () => (await listJobs()).length, soon).toBe(1);
  const slot = '2024-01-01T08:30:00.000Z';
  const post: Post = {
    ...{ digestId: 'a', slot, occasion: 'schedule', nonce: 'once', state: 'skipped', articleIds: [] },
    ...{ messageId: null, reason: 'The bot may not write there.', at: slot },
  };
  await scheduler.giveUp(digestOf('a'), post);
  const kept = await server.run(
    target,
    "SELECT data FROM pgboss.job WHERE name NOT IN ('digests') AND data->>'digest' = 'a'",
  );
  expect(kept.map(({ data }) => data)).toMatchObject([
    { digest: 'a', name: 'Papers a', slot, occasion: 'schedule', reason: 'The bot may not write there.' },
  ]);
});

test('a process that ends lets what it is at come to its end', async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { scheduler, stop } = await startQueue(async id => {
    begun.resolve();
    await gate.promise;
    return done(id, null);
  });
  await scheduler.schedule(digestOf('a'), Date.now());
  await begun.promise;
  const stopped = stop();
  gate.resolve();
  await stopped;
  expect(await listJobs()).toMatchObject([{ digest: 'a', state: 'completed' }]);
});

test('a process that is long at a digest says that it is, so that no other one takes it up', async () => {
  const gate = Promise.withResolvers<void>();
  const { scheduler } = await startQueue(async id => {
    await gate.promise;
    return done(id);
  });
  ending.unshift(async () => gate.resolve());
  await scheduler.schedule(digestOf('a'), Date.now());
  const signs = async () =>
    (
      await server.run(
        target,
        "SELECT heartbeat_on > started_on AS again FROM pgboss.job WHERE data->>'digest' = 'a' AND state = 'active'",
      )
    ).map(({ again }) => again);
  await expect.poll(signs, soon).toEqual([true]);
});
