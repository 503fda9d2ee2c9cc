import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Digest } from '../src/digests/digest.ts';
import type { PollResult } from '../src/digests/scheduler.ts';
import { lockScopeOf, type Shards, SINGLE_SHARD } from '../src/discord/shards.ts';
import type { Observation } from '../src/observability/observe.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createJumpingClock, type JumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { createArticle, createLogRecorder, startTestBot, type TestBot } from './support.ts';

let server: PostgresServer;
let target: DatabaseTarget & { kind: 'postgres' };
let clock: JumpingClock;
let bot: TestBot | undefined;
let seen: Observation[];
let children: ChildProcess[] = [];
beforeAll(async () => {
  server = await startPostgres();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await bot?.stop();
  bot = undefined;
});
afterAll(() => server?.stop());

const patience = { timeout: 240_000 };
const soon = { timeout: 60_000, interval: 20 };
const SLOT = '2024-01-01T08:30:00.000Z';

const digestOf = (id: string, serverId: string, channelId: string): Digest => ({
  ...{ id, name: `Papers ${id}`, serverId, channelId, createdBy: '1' },
  ...{ days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'UTC', count: 3, paused: false },
  ...{ activeSince: '2024-01-01T08:00:00.000Z', createdAt: '2024-01-01T08:00:00.000Z' },
});
const news = createArticle('Rain in the harbour', [
  'It rained in the harbour all day, and the ferry was late again.',
]);

interface JobRow {
  readonly state: string;
  readonly retries: number;
  readonly slot: string | null;
  readonly zone: string;
  readonly group: string;
  /** Seconds until it is due. */
  readonly due: number;
}
async function queryJobs(where = 'true'): Promise<JobRow[]> {
  const sql = `SELECT state::text, retry_count AS retries, data->>'slot' AS slot, data->>'zone' AS zone, group_id AS group,
    extract(epoch FROM start_after - now())::float8 AS due FROM pgboss.job WHERE name = 'digests' AND ${where} ORDER BY created_on`;
  return (await server.run(target, sql)) as unknown as JobRow[];
}
const waiting = () => queryJobs("state = 'created'");

/** Lets what waits for another attempt be due, and whoever sleeps look. */
async function skipPauses(now: string): Promise<void> {
  await server.run(target, "UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'");
  clock.jumpTo(now);
}

/** The bot with a digest that is due at half past eight. */
async function startDay(): Promise<TestBot> {
  clock = createJumpingClock('2024-01-01T08:00:00Z');
  target = await server.create();
  seen = [];
  bot = await startTestBot({
    target,
    clock,
    discordClock: PATIENT_CLOCK,
    observe: seen.push.bind(seen) as never,
  });
  await bot.library.add(news, 'news');
  await bot.storage.digests.create(digestOf('due', bot.preview.serverId, bot.preview.channels.news));
  // It was written past the bot: only a start finds it.
  await bot.restart();
  await expect.poll(waiting, soon).toMatchObject([{ slot: SLOT }]);
  return bot;
}

/** Another process that posts digests, by a clock of its own. */
async function startProcess({ apiUrl, token }: TestBot['preview'], now: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'digest-process.ts'), [target.url, apiUrl, token, now]);
  children.push(child);
  await once(child, 'message');
  return child;
}

test(
  'a digest has one job, due at its slot by its zone’s clocks, and whoever edits, pauses or deletes it moves it',
  patience,
  async () => {
    // the clocks of Berlin skip half past two on the next morning
    clock = createJumpingClock('2024-03-30T12:00:00Z');
    target = await server.create();
    bot = await startTestBot({ target, clock, discordClock: PATIENT_CLOCK });
    const { preview } = bot;
    const digest = async (subcommand: string, options: Record<string, string>) =>
      (
        await preview.member('Ada').command(preview.channels.general, 'digest', options, { subcommand })
      ).reply();
    await digest('create', {
      name: 'Papers',
      channel: preview.channels.news,
      days: 'every day',
      time: '02:30',
      zone: 'Europe/Berlin',
    });
    const night = '2024-03-31T01:30:00.000Z';
    await expect.poll(waiting, soon).toMatchObject([{ slot: night, zone: 'Europe/Berlin' }]);
    const [job] = await waiting();
    expect(job!.due).toBeCloseTo((Date.parse(night) - clock.now()) / 1000, -1);

    await digest('edit', { name: 'Papers', time: '09:00' });
    await expect.poll(waiting, soon).toMatchObject([{ slot: '2024-03-31T07:00:00.000Z' }]);
    await digest('pause', { name: 'Papers' });
    await expect.poll(waiting, soon).toEqual([]);
    await digest('resume', { name: 'Papers' });
    await digest('edit', { name: 'Papers', time: '02:30' });
    await expect.poll(waiting, soon).toMatchObject([{ slot: night }]);

    await bot.library.add(news, 'news');
    clock.jumpTo('2024-03-31T01:29:59.900Z');
    await preview.until(() => preview.messages(preview.channels.news).length > 0, 'the post of the night');
    await expect.poll(waiting, soon).toMatchObject([{ slot: '2024-04-01T00:30:00.000Z' }]);
    await digest('delete', { name: 'Papers' });
    expect(await waiting()).toEqual([]);
    expect(await queryJobs("state = 'cancelled'")).toHaveLength(1);
  },
);

test(
  'what Discord does not take is tried again with growing pauses, and lies among the dead letters when it is given up',
  patience,
  async () => {
    const { preview, storage } = await startDay();
    preview.faults.add({ method: 'POST', path: /\/messages$/, status: 502, times: 1000 });
    clock.jumpTo('2024-01-01T08:29:59.900Z');
    const pauses: number[] = [];
    const asked: number[] = [];
    for (let retries = 0; retries < 4; retries++) {
      await expect.poll(() => queryJobs("state = 'retry'"), soon).toMatchObject([{ retries, slot: SLOT }]);
      pauses.push((await queryJobs("state = 'retry'"))[0]!.due);
      asked.push(
        preview.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length,
      );
      await skipPauses(`2024-01-01T08:30:1${retries}Z`);
    }
    for (const [retries, pause] of pauses.entries()) {
      expect(pause).toBeLessThanOrEqual(10 * 2 ** retries);
      expect(pause).toBeGreaterThan(5 * 2 ** retries - 3);
    }
    // each time Discord was asked again
    expect(new Set(asked).size).toBe(4);
    // the next slot has a job of its own meanwhile
    expect(await waiting()).toMatchObject([{ slot: '2024-01-02T08:30:00.000Z' }]);

    await expect.poll(() => queryJobs("state = 'retry'"), soon).toMatchObject([{ retries: 4 }]);
    await skipPauses('2024-01-01T20:31:00Z');
    await expect.poll(() => storage.digests.getPost('due', SLOT), soon).toMatchObject({ state: 'skipped' });
    await expect.poll(() => queryJobs("state = 'retry'"), soon).toEqual([]);
    const letters = await server.run(target, "SELECT data FROM pgboss.job WHERE name = 'digests-given-up'");
    expect(letters).toMatchObject([
      { data: { digest: 'due', slot: SLOT, reason: 'Discord had an error of its own (status 502).' } },
    ]);
    expect(seen.filter(({ kind }) => kind === 'digest').at(-1)).toMatchObject({ outcome: 'given up' });
    expect(preview.messages(preview.channels.news)).toEqual([]);
  },
);

test(
  'a job of a process that was killed in the middle of a post is taken up, and posted once',
  patience,
  async () => {
    const { preview, storage, leave } = await startDay();
    await leave();
    const first = await startProcess(preview, '2024-01-01T08:29:59Z');
    preview.faults.add({ method: 'POST', path: /\/messages$/, delay: 2_000 });
    await expect.poll(() => queryJobs("state = 'active'"), soon).toMatchObject([{ retries: 0, slot: SLOT }]);
    await expect.poll(() => storage.digests.getPost('due', SLOT), soon).toMatchObject({ state: 'claimed' });
    first.kill('SIGKILL');
    await once(first, 'exit');
    await server.run(
      target,
      "UPDATE pgboss.job SET heartbeat_on = now() - interval '11 s' WHERE state = 'active'",
    );
    await startProcess(preview, '2024-01-01T08:30:05Z');
    await expect.poll(() => storage.digests.getPost('due', SLOT), soon).toMatchObject({ state: 'posted' });
    await expect.poll(() => queryJobs("state = 'completed' AND retry_count = 1"), soon).toHaveLength(1);
    expect(preview.messages(preview.channels.news)).toHaveLength(1);
  },
);

test(
  'a post beside the schedule whose process is killed is taken up before the next slot, and posted once',
  patience,
  async () => {
    const { preview, storage, leave } = await startDay();
    await leave();
    await server.run(target, 'DELETE FROM pgboss.job');
    const first = await startProcess(preview, '2024-01-01T08:00:00Z');
    await expect.poll(waiting, soon).toMatchObject([{ slot: SLOT }]);
    preview.faults.add({ method: 'POST', path: /\/messages$/, delay: 2_000 });
    first.send({ postNow: 'due' });
    await expect
      .poll(() => storage.digests.listUnsettled(), soon)
      .toMatchObject([{ occasion: 'now', state: 'claimed' }]);
    const { slot } = (await storage.digests.listUnsettled())[0]!;
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect((await waiting()).map(({ due }) => due < 20)).toEqual([true]);
    // one that starts does not wait for what was planned
    await server.run(
      target,
      "UPDATE pgboss.job SET start_after = now() + interval '1 hour' WHERE state = 'created'",
    );
    await startProcess(preview, '2024-01-01T08:00:00Z');
    await expect.poll(() => storage.digests.getPost('due', slot), soon).toMatchObject({ state: 'posted' });
    expect(preview.messages(preview.channels.news)).toHaveLength(1);
  },
);

test('digests whose jobs are gone or too late have them again after a start', patience, async () => {
  const { restart } = await startDay();
  await server.run(target, 'DELETE FROM pgboss.job');
  await restart();
  await expect.poll(waiting, soon).toMatchObject([{ slot: SLOT }]);
  await server.run(
    target,
    `UPDATE pgboss.job SET start_after = now() + interval '9 days', data = data || '{"slot": "2024-01-10T08:30:00.000Z"}'`,
  );
  await restart();
  await expect.poll(async () => (await waiting()).map(({ due }) => due < 86_400), soon).toEqual([true]);
});

test('a slot that comes while PostgreSQL is away is posted when it is back', patience, async () => {
  const { preview, lines } = await startDay();
  await server.halt();
  clock.jumpTo('2024-01-01T08:30:01Z');
  await expect
    .poll(() => lines.some(({ msg }) => /queue of digests does not answer/.test(msg)), soon)
    .toBe(true);
  await server.resume();
  await preview.until(() => preview.messages(preview.channels.news).length > 0, 'the post');
  expect(lines.filter(({ msg }) => msg === 'the queue of digests answers again')).toHaveLength(1);
  expect(lines.filter(({ msg }) => /queue of digests does not answer/.test(msg))).toHaveLength(1);
});

test('of processes that begin at once on an empty database one makes the queue', patience, async () => {
  clock = createJumpingClock('2024-01-01T08:00:00Z');
  target = await server.create();
  const { log, lines } = createLogRecorder();
  const storages = await Promise.all([1, 2, 3, 4, 5].map(() => openStorage(target, log)));
  const stop = new AbortController();
  let filled = 0;
  const all = async () => {
    filled += 1;
    return [];
  };
  const look = async () => ({ digest: null, next: null, again: null });
  const done = storages.map(storage =>
    storage.createScheduler!({ clock, log, part: lockScopeOf(SINGLE_SHARD) }).run(
      { listDigests: all, poll: look },
      stop.signal,
    ),
  );
  await expect.poll(() => filled, soon).toBe(5);
  stop.abort();
  await Promise.all(done);
  await Promise.all(storages.map(storage => storage.close()));
  expect(lines.filter(({ msg }) => msg.startsWith('the queue of digests'))).toEqual([]);
});

test(
  'each process looks at its shards’ digests, also when the servers are divided anew, and a job that nobody gets through is given up',
  patience,
  async () => {
    clock = createJumpingClock('2024-01-01T08:00:00Z');
    target = await server.create();
    const { log, lines } = createLogRecorder();
    const storages = await Promise.all([openStorage(target, log), openStorage(target, log)]);
    const digests = [0, 1, 2, 3].map(shard => digestOf(`d${shard}`, `${BigInt(shard) << 22n}`, '2'));
    const all = async () => digests.map(digest => ({ digest, isBegun: false }));
    const runs: { stop: AbortController; done: Promise<void> }[] = [];
    function run(
      storage: (typeof storages)[number],
      shards: Shards,
      found: (id: string) => Partial<PollResult>,
    ): string[] {
      const looks: string[] = [];
      const look = async (id: string): Promise<PollResult> => {
        looks.push(id);
        return {
          digest: digests.find(digest => digest.id === id)!,
          next: Date.parse(SLOT),
          again: null,
          ...found(id),
        };
      };
      const stop = new AbortController();
      runs.push({
        stop,
        done: storage.createScheduler!({ clock, log, part: lockScopeOf(shards) }).run(
          { listDigests: all, poll: look },
          stop.signal,
        ),
      });
      return looks;
    }
    async function stopAll(): Promise<void> {
      for (const { stop } of runs) stop.abort();
      await Promise.all(runs.splice(0).map(({ done }) => done));
    }
    try {
      const even = run(storages[0]!, { list: [0, 2], count: 4 }, () => ({}));
      const odd = run(storages[1]!, { list: [1, 3], count: 4 }, () => ({}));
      await expect
        .poll(async () => (await waiting()).filter(({ slot }) => slot === SLOT).length, soon)
        .toBe(4);
      expect([new Set(even), new Set(odd)]).toEqual([new Set(['d0', 'd2']), new Set(['d1', 'd3'])]);
      // both began at once on an empty database, and one made the tables
      expect(lines.filter(({ msg }) => msg.startsWith('the queue of digests'))).toEqual([]);
      await stopAll();

      await server.run(
        target,
        "UPDATE pgboss.job SET start_after = now(), retry_limit = 0 WHERE state = 'created'",
      );
      const low = run(storages[0]!, { list: [0], count: 2 }, () => ({}));
      await expect.poll(() => new Set(low), soon).toEqual(new Set(['d0', 'd2']));
      const all = run(storages[1]!, SINGLE_SHARD, id => {
        throw new Error(`${id} cannot be read`);
      });
      await expect.poll(() => new Set(all), soon).toEqual(new Set(['d1', 'd3']));
      const letters =
        "SELECT source_output->>'message' AS why FROM pgboss.job WHERE name = 'digests-given-up' ORDER BY 1";
      const whys = [{ why: 'd1 cannot be read' }, { why: 'd3 cannot be read' }];
      await expect.poll(() => server.run(target, letters), soon).toEqual(whys);
      await expect
        .poll(() => lines.filter(({ msg }) => /given up until tomorrow/.test(msg)).length, soon)
        .toBe(2);
      await expect.poll(() => queryJobs("state = 'created' AND data->>'slot' IS NULL"), soon).toHaveLength(2);
      await stopAll();
    } finally {
      await stopAll();
      await Promise.all(storages.map(storage => storage.close()));
    }
  },
);
