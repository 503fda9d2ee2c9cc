import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Digest } from '../src/digests/digest.ts';
import type { Observation } from '../src/observability/observe.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { createArticle } from './articles.ts';
import { createJumpingClock, type JumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { pressableOf, startTestBot, type TestBot } from './support.ts';

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

/** The digest's next due time in the database. */
const queryDue = async () =>
  (await server.run(target, `SELECT next_due FROM digest WHERE id = 'due'`))[0]?.next_due;

/** Starts the bot with a digest due at half past eight. */
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
  // It was written to the database directly: a start finds it.
  await bot.restart();
  await expect.poll(queryDue, soon).toBe(SLOT);
  return bot;
}

/** Starts another process that posts digests, with its own clock. */
async function startProcess({ apiUrl, token }: TestBot['preview'], now: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'digest-process.ts'), [target.url, apiUrl, token, now]);
  children.push(child);
  await once(child, 'message');
  return child;
}

test(
  'a digest is due at its slot by its zone’s clocks, and whoever edits, pauses or deletes it moves that',
  patience,
  async () => {
    // the clocks in Berlin skip half past two the next morning
    clock = createJumpingClock('2024-03-30T12:00:00Z');
    target = await server.create();
    bot = await startTestBot({ target, clock, discordClock: PATIENT_CLOCK });
    const { preview } = bot;
    const due = async () =>
      (await server.run(target, 'SELECT next_due FROM digest')).map(row => row.next_due);
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
    await expect.poll(due, soon).toEqual([night]);
    await digest('edit', { name: 'Papers', time: '09:00' });
    await expect.poll(due, soon).toEqual(['2024-03-31T07:00:00.000Z']);
    await digest('pause', { name: 'Papers' });
    await expect.poll(due, soon).toEqual([null]);
    await digest('resume', { name: 'Papers' });
    await digest('edit', { name: 'Papers', time: '02:30' });
    await expect.poll(due, soon).toEqual([night]);

    await bot.library.add(news, 'news');
    clock.jumpTo('2024-03-31T01:29:59.900Z');
    await preview.until(() => preview.messages(preview.channels.news).length > 0, 'the post of the night');
    await expect.poll(due, soon).toEqual(['2024-04-01T00:30:00.000Z']);
    await digest('delete', { name: 'Papers' });
    expect(await due()).toEqual([]);
  },
);

test(
  'what Discord does not take is tried again with growing pauses, is marked when it is given up, and an editor tries again',
  patience,
  async () => {
    const { preview, storage } = await startDay();
    preview.faults.add({ method: 'POST', path: /\/messages$/, status: 502, times: 1000 });
    clock.jumpTo('2024-01-01T08:29:59.900Z');
    const pauses: number[] = [];
    for (let failures = 1; failures <= 3; failures++) {
      const post = () => storage.digests.getPost('due', SLOT);
      await expect.poll(post, soon).toMatchObject({ state: 'claimed', retry: { failures } });
      const retryAt = (await post())?.retry?.at ?? '';
      await expect.poll(queryDue, soon).toBe(retryAt);
      pauses.push((Date.parse(retryAt) - clock.now()) / 1000);
      clock.jumpTo(retryAt);
    }
    for (const [index, most] of [30, 60, 120].entries()) {
      expect(pauses[index]).toBeLessThanOrEqual(most);
      expect(pauses[index]).toBeGreaterThan(most / 2 - 15);
    }
    clock.jumpTo('2024-01-01T20:31:00Z');
    await expect
      .poll(() => storage.digests.getPost('due', SLOT), soon)
      .toMatchObject({
        state: 'skipped',
        failed: true,
        reason: { sentence: 'Discord had an error of its own (status {{status}}).', values: { status: 502 } },
      });
    await expect.poll(queryDue, soon).toBe('2024-01-02T08:30:00.000Z');
    expect(seen.filter(({ kind }) => kind === 'digest').at(-1)).toMatchObject({ outcome: 'given up' });
    expect(preview.messages(preview.channels.news)).toEqual([]);

    preview.faults.clear();
    const ada = preview.member('Ada');
    const asked = await ada.command(
      preview.channels.general,
      'digest',
      { name: 'Papers due' },
      { subcommand: 'history' },
    );
    const history = await asked.reply();
    const again = pressableOf(history)['Try again'];
    expect(again).toBeDefined();
    await (await ada.click(history, again as string)).reply();
    expect(preview.messages(preview.channels.news)).toHaveLength(1);
    expect(await storage.digests.getPost('due', SLOT)).toMatchObject({ state: 'skipped', failed: true });
    const later = await (
      await ada.command(preview.channels.general, 'digest', { name: 'Papers due' }, { subcommand: 'history' })
    ).reply();
    expect(pressableOf(later)['Try again']).toBeUndefined();
  },
);

test(
  'a digest of a process that was killed in the middle of a post is taken up at once, and posted once',
  patience,
  async () => {
    const { preview, storage, leave } = await startDay();
    await leave();
    const first = await startProcess(preview, '2024-01-01T08:29:59Z');
    preview.faults.add({ method: 'POST', path: /\/messages$/, delay: 2_000 });
    await expect.poll(() => storage.digests.getPost('due', SLOT), soon).toMatchObject({ state: 'claimed' });
    // a running process, and a lease that nobody is waiting for
    await startProcess(preview, '2024-01-01T08:30:00Z');
    await server.run(target, `UPDATE digest SET leased_until = '2024-01-01T08:33:00.000Z'`);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await expect.poll(() => storage.digests.getPost('due', SLOT), soon).toMatchObject({ state: 'posted' });
    expect(preview.messages(preview.channels.news)).toHaveLength(1);
  },
);

test(
  'a post beside the schedule whose process is killed is taken up before the next slot, and posted once',
  patience,
  async () => {
    const { preview, storage, leave } = await startDay();
    await leave();
    const first = await startProcess(preview, '2024-01-01T08:00:00Z');
    preview.faults.add({ method: 'POST', path: /\/messages$/, delay: 2_000 });
    first.send({ postNow: 'due' });
    await expect
      .poll(() => storage.digests.listUnsettled(), soon)
      .toMatchObject([{ occasion: 'now', state: 'claimed' }]);
    const { slot } = (await storage.digests.listUnsettled())[0]!;
    first.kill('SIGKILL');
    await once(first, 'exit');
    // a starting process does not wait for the planned time
    await server.run(target, `UPDATE digest SET next_due = '${SLOT}'`);
    await startProcess(preview, '2024-01-01T08:00:00Z');
    await expect.poll(() => storage.digests.getPost('due', slot), soon).toMatchObject({ state: 'posted' });
    expect(preview.messages(preview.channels.news)).toHaveLength(1);
  },
);

test('digests that are due never or too late are due in time again after a start', patience, async () => {
  const { restart } = await startDay();
  for (const wrong of ['NULL', "'2024-01-10T08:30:00.000Z'"]) {
    await server.run(target, `UPDATE digest SET next_due = ${wrong}`);
    await restart();
    await expect.poll(queryDue, soon).toBe(SLOT);
  }
});

test('a slot that comes while PostgreSQL is away is posted when it is back', patience, async () => {
  const { preview, lines } = await startDay();
  await server.halt();
  clock.jumpTo('2024-01-01T08:30:01Z');
  await expect.poll(() => lines.some(({ msg }) => /database cannot be reached/.test(msg)), soon).toBe(true);
  await server.resume();
  await preview.until(() => preview.messages(preview.channels.news).length > 0, 'the post');
  expect(lines.filter(({ msg }) => /digests could not be read/.test(msg))).toEqual([]);
});
