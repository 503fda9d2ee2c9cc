import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from 'discord-preview/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { Observation } from '../src/observability/observe.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createJumpingClock, type JumpingClock } from './manual-clock.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

const server = usePostgres();

const until = <Value>(read: () => Value | Promise<Value>) =>
  expect.poll(read, { timeout: 60_000, interval: 50 });
const DAILY = { days: 'every day', time: '08:00', zone: 'UTC' };

describe.each(listDatabases(server))('%s', { timeout: 240_000 }, (_name, createPlace) => {
  let bot: TestBot;
  let clock: JumpingClock;
  let digests: string[];
  let there: { id: string; channels: { general: string } };
  let cleo: Member;
  let other: string;

  /** Starts the bot with a daily digest in each of two servers; Cleo is an editor of the second. */
  async function begin({ keptDays = 30 } = {}): Promise<void> {
    clock = createJumpingClock('2026-11-25T07:00:00Z');
    digests = [];
    const observe = (seen: Observation) => seen.kind === 'digest' && digests.push(seen.outcome);
    bot = await startTestBot({ clock, observe, keptDays, target: await createPlace() });
    const { preview } = bot;
    there = preview.addServer('Harbour');
    other = preview.addChannel('harbour-talk', { serverId: there.id });
    cleo = preview.addMember('Cleo', { editor: true, serverId: there.id });
    await until(() => cleo.commands(there.channels.general).length).toBeGreaterThan(5);
    const name = 'Morning';
    const here = preview.channels.news;
    await create(preview.member('Ada'), preview.channels.articles, { name, channel: here, ...DAILY });
    await create(cleo, there.channels.general, { name, channel: there.channels.general, ...DAILY });
    await put('A first text', there.id);
    await put('A text for all', null);
  }
  afterEach(async () => {
    await bot.stop();
  });

  async function create(member: Member, channelId: string, options: Record<string, string>): Promise<void> {
    const asked = await member.command(channelId, 'digest', options, { subcommand: 'create' });
    expect(visibleTextOf(await asked.reply())).toContain('Morning');
  }

  async function put(headline: string, serverId: string | null): Promise<void> {
    await bot.library
      .forServer(serverId)
      .add(createArticle(headline, [`${headline} stands here.`, 'And something more.']), headline);
  }

  const fromBot = (channelId: string) =>
    bot.preview.messages(channelId).filter(({ author }) => author.id === bot.preview.botId);
  const posted = (channelId: string) =>
    fromBot(channelId).filter(message => contentOf(message).startsWith('**Morning** ·'));
  const toldGone = (channelId: string) =>
    fromBot(channelId).filter(message => /was deleted/.test(visibleTextOf(message)));
  const said = (text: RegExp) => bot.lines.filter(({ msg }) => text.test(msg));
  const left = /is without the bot/;
  const back = /has the bot again/;
  /** Messages sent to the second server or to a member. */
  const sentThere = () =>
    bot.preview.requests.filter(
      ({ method, path }) =>
        method === 'POST' &&
        (path.includes(there.channels.general) || path.includes(other) || path.includes('/users/')),
    );

  it('rests all of a server that has removed the bot, and goes on from then when it is invited again', async () => {
    await begin();
    const { preview } = bot;
    const before = sentThere().length;
    preview.expelBot(there.id);
    await until(() => said(left).length).toBe(1);
    for (const [instant, posts] of [
      ['2026-11-25T08:00:02Z', 1],
      ['2026-11-26T08:00:02Z', 2],
    ] as const) {
      // before the digest is due, which else may find nothing to post on a busy machine
      await put(`What came before ${instant}`, null);
      clock.jumpTo(instant);
      await until(() => posted(preview.channels.news).length).toBeGreaterThanOrEqual(posts);
      if (posts === 1) await bot.restart();
    }
    await sleep(300);
    expect(sentThere()).toHaveLength(before);
    expect(digests).toEqual(['posted', 'posted']);
    const [digest] = await bot.storage.digests.list(there.id);
    expect(digest).toMatchObject({ paused: false });
    expect(digest).not.toHaveProperty('trouble');
    expect(await bot.storage.digests.listPosts(digest!.id, 9)).toEqual([]);
    expect(bot.lines.filter(({ level, digest: id }) => level >= 40 && id === digest!.id)).toEqual([]);

    clock.jumpTo('2026-12-10T12:00:00Z');
    await put('What came just now', null);
    preview.inviteBot(there.id);
    await until(() => said(back).length).toBe(1);
    expect(await bot.storage.servers.listDeparted()).toEqual([]);
    await sleep(1000);
    expect(posted(there.channels.general)).toHaveLength(0);
    expect(await bot.storage.digests.listPosts(digest!.id, 9)).toEqual([]);
    clock.jumpTo('2026-12-11T08:00:02Z');
    await until(() => posted(there.channels.general).length).toBe(1);
    const text = JSON.stringify(posted(there.channels.general)[0]);
    expect(text).toContain('What came just now');
    expect(text).not.toContain('What came before');
    const listed = await cleo.command(there.channels.general, 'library', {}, { subcommand: 'list' });
    expect(visibleTextOf(await listed.reply())).toContain('A first text');
  });

  it('deletes all that is kept of a server after thirty days without the bot, and nothing of another', async () => {
    await begin();
    bot.preview.expelBot(there.id);
    await until(() => said(left).length).toBe(1);
    clock.jumpTo('2026-12-24T07:30:00Z');
    await sleep(300);
    expect(await bot.storage.digests.list(there.id)).toHaveLength(1);
    clock.jumpTo('2026-12-25T07:30:00Z');
    await until(() => said(/all that was kept of a server is deleted/).length).toBe(1);
    await bot.storage.bulk.read(async snapshot => {
      for (const table of snapshot.tables)
        for await (const rows of snapshot.rows(table))
          expect(JSON.stringify(rows), table).not.toContain(there.id);
    });
    expect(await bot.storage.digests.list(bot.preview.serverId)).toHaveLength(1);
    bot.preview.inviteBot(there.id);
    await until(() => cleo.commands(there.channels.general).length).toBeGreaterThan(5);
    const listed = await cleo.command(there.channels.general, 'digest', {}, { subcommand: 'list' });
    expect(visibleTextOf(await listed.reply())).toMatch(/no digest/i);
  });

  it('deletes at once where nothing is to be kept, and ends at the next start what a kill had interrupted', async () => {
    await begin({ keptDays: 0 });
    bot.preview.expelBot(there.id);
    await until(() => said(/all that was kept of a server is deleted/).length).toBe(1);
    expect(await bot.storage.digests.list(there.id)).toEqual([]);

    const { serverId } = bot.preview;
    await bot.storage.servers.beginErasure(serverId, '2026-11-25T07:00:00.000Z');
    expect(await bot.storage.servers.eraseBatch(serverId, '2026-11-25')).toBeGreaterThan(0);
    expect(await bot.storage.servers.listKnown()).toContain(serverId);
    await bot.restart();
    await until(() => bot.storage.servers.listKnown()).toEqual([]);
    expect(await bot.storage.settings.get(serverId)).toMatchObject({ language: null });
  });

  it('finds out what happened while it was not connected, and takes an outage for none', async () => {
    await begin();
    const { preview } = bot;
    preview.setOutage(there.id, { unavailable: true });
    await sleep(100);
    preview.setOutage(there.id, { unavailable: false });
    expect(await bot.storage.servers.listDeparted()).toEqual([]);

    await bot.leave();
    preview.expelBot(there.id);
    await bot.restart();
    await until(async () =>
      (await bot.storage.servers.listDeparted()).map(({ serverId }) => serverId),
    ).toEqual([there.id]);
    await bot.leave();
    preview.inviteBot(there.id);
    await bot.restart();
    await until(async () => await bot.storage.servers.listDeparted()).toEqual([]);

    // the event is lost with the session
    const { identified } = preview.gateway.counts;
    preview.gateway.invalidate();
    preview.expelBot(there.id);
    await until(() => preview.gateway.counts.identified).toBe(identified + 1);
    await until(async () => (await bot.storage.servers.listDeparted()).length).toBe(1);
  });

  it('gives nothing up and tells nobody where Discord refuses before it says that the bot was removed', async () => {
    await begin();
    const before = sentThere().length;
    bot.preview.gateway.fallSilent();
    bot.preview.expelBot(there.id);
    clock.jumpTo('2026-11-25T08:00:02Z');
    await until(() => posted(bot.preview.channels.news).length).toBe(1);
    await sleep(500);
    expect(sentThere().filter(({ path }) => path.includes('/users/'))).toEqual([]);
    expect(sentThere().length - before).toBeLessThanOrEqual(1);
    expect(digests.filter(outcome => outcome !== 'posted')).toEqual([]);
    const [digest] = await bot.storage.digests.list(there.id);
    expect(digest).not.toHaveProperty('trouble');
  });

  it('ends what posts in a channel that is deleted and says so once, and ends a thread’s pin with the thread', async () => {
    await begin();
    const { preview } = bot;
    const [article] = await bot.library.forServer(there.id).suggest('first', 1);
    await (await cleo.command(other, 'discuss', { article: article!.id })).reply();
    await until(() => preview.threads(other).length).toBe(1);
    const threadId = preview.threads(other)[0]!.id;
    expect(await bot.storage.threads.get(threadId)).toBeDefined();
    preview.removeChannel(threadId);
    await until(async () => await bot.storage.threads.get(threadId)).toBeUndefined();

    preview.removeChannel(there.channels.general);
    await until(() => toldGone(other).length).toBe(1);
    expect(visibleTextOf(toldGone(other)[0]!)).toContain('“Morning”');
    const [digest] = await bot.storage.digests.list(there.id);
    expect(digest).toMatchObject({ paused: true });
    expect(await bot.storage.audit.list(there.id, { offset: 0, limit: 1 })).toMatchObject([
      { actor: 'bot', action: 'paused' },
    ]);

    // deleted while the bot was offline: the next post notices
    await bot.leave();
    preview.removeChannel(preview.channels.news);
    await bot.restart();
    clock.jumpTo('2026-11-25T08:00:02Z');
    await until(async () => (await bot.storage.digests.list(preview.serverId))[0]?.paused).toBe(true);
    const told = () => [preview.channels.articles, preview.channels.general].flatMap(toldGone);
    await until(() => told().length).toBe(1);
    clock.jumpTo('2026-11-26T08:00:02Z');
    await sleep(300);
    expect(told()).toHaveLength(1);
    expect(toldGone(other)).toHaveLength(1);
    expect(digests.includes('given up')).toBe(false);
  });
});
