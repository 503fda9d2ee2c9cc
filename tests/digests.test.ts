import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { MAX_DIGESTS_PER_SERVER } from '../src/digests/digest-actions.ts';
import type { DigestRequest } from '../src/digests/digest-request.ts';
import { createDigests } from '../src/digests/digests.ts';
import {
  Gone,
  type Poster,
  type PostMark,
  PostRefused,
  type ServerWarning,
  Unavailable,
} from '../src/digests/post-target.ts';
import { digestRenderers } from '../src/discord/render/digest.ts';
import type { Reply } from '../src/discord/types.ts';
import { createMessage, formatInEnglish } from '../src/i18n/template-values.ts';
import type { Observation } from '../src/observability/observe.ts';
import type { Clock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import type { Storage } from '../src/storage/storage.ts';
import { answer } from './built-in-answer.ts';
import { createJumpingClock, createManualClock } from './manual-clock.ts';
import { createLogRecorder } from './support.ts';

const log = pino({ level: 'silent' });
const wish: DigestRequest = {
  serverId: '100',
  channelId: '200',
  name: 'Morning papers',
  days: 'every day',
  time: '08:30',
  zone: 'Europe/Berlin',
  count: 3,
  createdBy: '300',
};

/** A channel that stores posts, applies Discord's rule for nonces, and can be told to fail. */
function createChannel() {
  const warnings: ServerWarning[] = [];
  const messages: { id: string; nonce: string; reply: Reply }[] = [];
  let failure: { before?: Error; after?: Error; hang?: 'before' | 'after'; gate?: Promise<void> } = {};
  let nobodyHears = false;
  let calls = 0;
  const send: Poster = {
    listMissingPermissions: async () => [],
    async warn(warning) {
      warnings.push(warning);
      return nobodyHears ? null : 'channel';
    },
    async post(_channelId, reply, nonce) {
      calls += 1;
      if (failure.before) throw failure.before;
      if (failure.gate) await failure.gate;
      if (failure.hang === 'before') await new Promise(() => {});
      const known = messages.find(message => message.nonce === nonce);
      if (!known) messages.push({ id: `m${messages.length + 1}`, nonce, reply });
      if (failure.after) throw failure.after;
      if (failure.hang === 'after') await new Promise(() => {});
      return (known ?? messages.at(-1)!).id;
    },
    findPosted: async (_channelId, mark: PostMark) =>
      messages.find(({ reply }) => reply.content?.split('\n')[0] === mark.firstLine)?.id ?? null,
  };
  return {
    send,
    messages,
    warnings,
    silence: (silent: boolean) => (nobodyHears = silent),
    calls: () => calls,
    fail: (how: typeof failure) => (failure = how),
    forgetNonces: () => messages.map(m => (m.nonce = '')),
  };
}

const running = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const stop of running) await stop();
  running.clear();
});

/** One process of the bot on a database; `kill` abandons it in its current state. */
function startBot(
  storage: Storage,
  send: Poster,
  clock: Clock,
  more: Partial<Parameters<typeof createDigests>[0]> = {},
) {
  let isKilled = false;
  const digests = createDigests({
    renderers: digestRenderers,
    store: storage.digests,
    library: storage.articles,
    answer,
    settings: storage.settings,
    send,
    clock: { ...clock, sleep: (...pause) => (isKilled ? new Promise(() => {}) : clock.sleep(...pause)) },
    log,
    ...more,
  });
  const stopping = new AbortController();
  const done = digests.run(stopping.signal);
  const stop = async () => {
    stopping.abort();
    await done;
  };
  running.add(stop);
  const kill = () => {
    running.delete(stop);
    isKilled = true;
    stopping.abort();
  };
  return { digests, stop, kill };
}

function createServices(
  start = '2026-03-02T12:00:00Z',
  more: Partial<Parameters<typeof createDigests>[0]> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const storage = openSqlite(join(folder, 'test.sqlite'));
  onTestFinished(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });
  const clock = createManualClock(start);
  const channel = createChannel();
  return { storage, clock, channel, bot: startBot(storage, channel.send, clock, more) };
}

async function addArticle(storage: Storage, headline: string, addedAt: string): Promise<void> {
  const article = identifyArticle({
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs: [
      `${headline}: the council has voted to keep the old harbour crane standing for another ten years.`,
      '“We would rather paint it than lose it,” said Maria Oduya, who chairs the harbour committee.',
      'Work on the foundations begins in May and is expected to take until the end of the summer.',
    ],
    comments: [
      {
        number: '1',
        author: null,
        paragraphs: ['The crane is an eyesore and should have been taken down years ago.'],
      },
      {
        number: '1.1',
        author: null,
        paragraphs: ['No, it is the only landmark that we have left on this side of the river.'],
      },
    ],
    commentsClosed: false,
    notices: [],
  });
  await storage.articles.add(article, { source: headline, addedAt });
}

const firstLines = (channel: ReturnType<typeof createChannel>) =>
  channel.messages.map(({ reply }) => reply.content?.split('\n')[0]);
const titles = (reply: Reply | undefined) => reply?.cards?.map(card => card.title);
const seconds = (instant: string) => Date.parse(instant) / 1000;

describe('a digest', () => {
  it('posts what was added since the last post, at its hour, and once', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'Before the slot before creation', '2026-03-02T07:00:00Z');
    await addArticle(storage, 'After the slot before creation', '2026-03-02T08:00:00Z');
    await bot.digests.create(wish);
    await addArticle(storage, 'In the evening', '2026-03-02T20:00:00Z');
    await clock.advanceTo('2026-03-03T07:29:59Z');
    expect(channel.messages).toHaveLength(0);
    await clock.advanceTo('2026-03-03T07:30:00Z');
    await addArticle(storage, 'The day after', '2026-03-03T09:00:00Z');
    await clock.advanceTo('2026-03-04T12:00:00Z');
    expect(firstLines(channel)).toEqual([
      `**Morning papers** · <t:${seconds('2026-03-03T07:30:00Z')}:f>`,
      `**Morning papers** · <t:${seconds('2026-03-04T07:30:00Z')}:f>`,
    ]);
    expect(titles(channel.messages[0]?.reply)).toEqual(['In the evening', 'After the slot before creation']);
    expect(titles(channel.messages[1]?.reply)).toEqual(['The day after']);
  });

  it('shows of each article its standfirst, a quote with its speaker and the pulse of the comments', async () => {
    const { storage, bot } = createServices();
    await addArticle(storage, 'The crane stays', '2026-03-02T08:00:00Z');
    await bot.digests.create(wish);
    const preview = await bot.digests.preview('100', 'morning papers');
    expect(typeof preview).toBe('object');
    const description = (preview as Reply).cards?.[0]?.description;
    expect(description).toContain('harbour crane standing');
    expect(description).toContain('“We would rather paint it than lose it”');
    expect(description).toContain('Maria Oduya');
    expect(description).toContain('2 comments, 1 of them a reply');
  });

  it('takes the newest articles and says how many more there are', async () => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create({ ...wish, count: 2 });
    for (const hour of [13, 14, 15, 16]) await addArticle(storage, `At ${hour}`, `2026-03-02T${hour}:00:00Z`);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(titles(channel.messages[0]?.reply)).toEqual(['At 16', 'At 15']);
    expect(channel.messages[0]?.reply.content).toContain('2 more new articles');
  });

  it('posts nothing when nothing is new, and its record says so', async () => {
    const { clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(channel.messages).toHaveLength(0);
    const { posts } = await bot.digests.getOutlook(digest);
    expect(posts).toMatchObject([
      {
        slot: '2026-03-03T07:30:00.000Z',
        state: 'skipped',
        reason: createMessage('No article was added since the last post.'),
      },
    ]);
  });

  it('posts nothing while it is paused, and the articles of that time when it goes on', async () => {
    const { storage, clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    await bot.digests.pause('100', 'Morning papers');
    await addArticle(storage, 'During the pause', '2026-03-03T06:00:00Z');
    await clock.advanceTo('2026-03-05T12:00:00Z');
    expect(channel.messages).toHaveLength(0);
    await bot.digests.resume('100', 'Morning papers');
    await clock.advanceTo('2026-03-06T12:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['During the pause']]);
    expect((await bot.digests.getOutlook(digest)).posts).toHaveLength(1);
  });

  it('is posted by one of two processes on the same database', async () => {
    const { storage, clock, channel, bot } = createServices();
    startBot(storage, channel.send, clock);
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    await clock.advanceTo('2026-03-02T12:10:00Z');
    startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-03T12:00:00Z');
    expect(channel.messages).toHaveLength(1);
    // Not even tried a second time: the nonce is a last resort.
    expect(channel.calls()).toBe(1);
  });

  it('is posted once though the clock is set back and forward', { timeout: 240_000 }, async () => {
    const { storage, channel, bot: idle } = createServices();
    await idle.stop();
    const clock = createJumpingClock('2026-03-02T12:00:00Z');
    const bot = startBot(storage, channel.send, clock);
    await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    clock.jumpTo('2026-03-03T07:30:01Z');
    await expect.poll(() => channel.messages.length, { timeout: 60_000 }).toBe(1);
    await addArticle(storage, 'More', '2026-03-03T12:00:00Z');
    await bot.stop();
    // an hour back, so that half past eight occurs again, without a restart and with one
    clock.jumpTo('2026-03-03T06:30:00Z');
    const again = startBot(storage, channel.send, clock);
    clock.jumpTo('2026-03-03T07:30:05Z');
    await again.stop();
    expect(channel.messages).toHaveLength(1);
    startBot(storage, channel.send, clock);
    clock.jumpTo('2026-03-04T07:30:01Z');
    await expect.poll(() => channel.messages.length, { timeout: 60_000 }).toBe(2);
    expect(titles(channel.messages[1]?.reply)?.join()).toContain('More');
    expect(
      (await storage.digests.listPosts((await bot.digests.find('100', wish.name)).id, 9)).map(
        ({ state }) => state,
      ),
    ).toEqual(['posted', 'posted']);
  });

  it('brings each article once, however the clock is set back and forward, and over the hour that comes twice', {
    timeout: 60_000,
  }, async () => {
    const { storage, channel, bot: idle } = createServices();
    await idle.stop();
    const clock = createJumpingClock('2026-10-24T12:00:00Z');
    const bot = startBot(storage, channel.send, clock);
    const add = (headline: string) => addArticle(storage, headline, new Date(clock.now()).toISOString());
    const posted = (count: number) =>
      expect.poll(() => channel.messages.length, { timeout: 60_000 }).toBe(count);
    await bot.digests.create({ ...wish, time: '02:30', count: 10 });
    await add('Saturday');
    clock.jumpTo('2026-10-25T00:20:00Z');
    await add('The first twenty past two');
    clock.jumpTo('2026-10-25T00:30:01Z');
    await posted(1);
    clock.jumpTo('2026-10-25T01:20:00Z');
    await add('The second twenty past two');
    clock.jumpTo('2026-10-25T01:30:05Z');
    // back to before the posted slot, when more articles arrive
    clock.jumpTo('2026-10-24T20:00:00Z');
    await add('The clock was set back');
    expect(await bot.digests.postNow('100', wish.name)).toMatchObject({ state: 'posted' });
    await add('Still set back');
    clock.jumpTo('2026-10-29T20:00:00Z');
    await add('Four days ahead');
    const { id } = await bot.digests.find('100', wish.name);
    const skipped = async () =>
      (await storage.digests.listPosts(id, 99)).filter(({ state }) => state === 'skipped').length;
    await expect.poll(skipped, { timeout: 60_000 }).toBe(4);
    // back to slots that were skipped, which stay so
    clock.jumpTo('2026-10-26T01:30:01Z');
    await add('Monday');
    clock.jumpTo('2026-10-30T01:30:01Z');
    await posted(3);
    await add('Friday');
    clock.jumpTo('2026-10-31T01:30:01Z');
    await posted(4);
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([
      ['The first twenty past two', 'Saturday'],
      ['The clock was set back', 'The second twenty past two'],
      ['Monday', 'Four days ahead', 'Still set back'],
      ['Friday'],
    ]);
  });

  it('that is deleted posts no more', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    await bot.digests.delete('100', 'Morning papers');
    await clock.advanceTo('2026-03-04T12:00:00Z');
    expect(channel.messages).toHaveLength(0);
    await expect(bot.digests.find('100', 'Morning papers')).rejects.toThrow('no digests yet');
  });
});

describe('/digest now', () => {
  it('posts at once, and the next slot brings only what came after', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'First', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    expect(await bot.digests.postNow('100', 'Morning papers')).toMatchObject({
      state: 'posted',
      messageId: 'm1',
      occasion: 'now',
    });
    await addArticle(storage, 'Second', '2026-03-02T13:00:00Z');
    await clock.advanceTo('2026-03-03T12:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['First'], ['Second']]);
  });

  it('asked again while the first is on its way waits for it and finds nothing new', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'First', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    channel.fail({ gate });
    const first = bot.digests.postNow('100', 'Morning papers');
    await clock.advanceTo('2026-03-02T12:00:03Z');
    const second = bot.digests.postNow('100', 'Morning papers');
    await clock.advanceTo('2026-03-02T12:00:04Z');
    open();
    expect(await first).toMatchObject({ state: 'posted' });
    expect(await second).toMatchObject({
      state: 'skipped',
      reason: createMessage('No article was added since the last post.'),
    });
    expect(channel.messages).toHaveLength(1);
  });

  it('while a slot is being tried again brings its articles in its stead', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ before: new Unavailable('I couldn’t reach Discord.') });
    await clock.advanceTo('2026-03-03T07:30:05Z');
    channel.fail({});
    expect(await bot.digests.postNow('100', 'Morning papers')).toMatchObject({ state: 'posted' });
    await clock.advanceTo('2026-03-03T08:30:00Z');
    expect(channel.messages).toHaveLength(1);
    const { posts } = await bot.digests.getOutlook(digest);
    expect(posts[1]).toMatchObject({
      state: 'skipped',
      reason: createMessage('A later post came first and included its articles.'),
    });
  });

  it('that fails shortly before a slot does not hold the slot up', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    await clock.advanceTo('2026-03-03T07:29:50Z');
    channel.fail({ before: new Unavailable('I couldn’t reach Discord.') });
    await bot.digests.postNow('100', 'Morning papers');
    channel.fail({});
    await clock.advanceTo('2026-03-03T07:30:01Z');
    expect(await storage.digests.getPost(digest.id, '2026-03-03T07:30:00.000Z')).toMatchObject({
      state: 'posted',
    });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(channel.messages).toHaveLength(1);
  });

  it('does not make a slot forgotten that was missed before it', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'First', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    await bot.stop();
    await clock.advanceTo('2026-03-03T09:00:00Z');
    const again = startBot(storage, channel.send, clock);
    await again.digests.postNow('100', 'Morning papers');
    await clock.advanceTo('2026-03-03T09:05:00Z');
    const { posts } = await again.digests.getOutlook(digest);
    expect(posts.map(({ slot }) => slot)).toContain('2026-03-03T07:30:00.000Z');
    expect(channel.messages).toHaveLength(1);
  });
});

describe('a missed slot', () => {
  it('is caught up within twelve hours and says that it is late; older ones are recorded with the reason', async () => {
    const { storage, clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    await bot.stop();
    await addArticle(storage, 'Old news', '2026-03-03T06:00:00Z');
    await clock.advanceTo('2026-03-05T10:00:00Z');
    const again = startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-05T10:00:01Z');
    expect(channel.messages).toHaveLength(1);
    expect(channel.messages[0]?.reply.content).toContain(
      'This post is late: I wasn’t running when it was due.',
    );
    const { posts } = await again.digests.getOutlook(digest);
    expect(posts.map(({ slot, state, reason }) => [slot, state, reason?.sentence ?? null])).toEqual([
      ['2026-03-05T07:30:00.000Z', 'posted', 'I wasn’t running when it was due.'],
      ['2026-03-04T07:30:00.000Z', 'skipped', 'I wasn’t running.'],
      ['2026-03-03T07:30:00.000Z', 'skipped', 'I wasn’t running.'],
    ]);
  });

  it('is not caught up after twelve hours', async () => {
    const { storage, clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    await bot.stop();
    await addArticle(storage, 'Old news', '2026-03-03T06:00:00Z');
    await clock.advanceTo('2026-03-03T19:30:01Z');
    const again = startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-03T20:00:00Z');
    expect(channel.messages).toHaveLength(0);
    expect((await again.digests.getOutlook(digest)).posts).toMatchObject([
      { state: 'skipped', reason: createMessage('I wasn’t running.') },
    ]);
    await clock.advanceTo('2026-03-04T08:00:00Z');
    expect(titles(channel.messages[0]?.reply)).toEqual(['Old news']);
  });
});

describe('how late a post is', () => {
  const postAt = async (instant: string) => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    await bot.stop();
    await clock.advanceTo(instant);
    const again = startBot(storage, channel.send, clock);
    await clock.advanceTo(instant);
    const { posts } = await again.digests.getOutlook(digest);
    return [channel.messages.length, posts[0]?.reason?.sentence ?? null];
  };

  it('is said from five minutes on, and it is posted up to twelve hours later', async () => {
    expect(await postAt('2026-03-03T07:35:00.000Z')).toEqual([1, null]);
    expect(await postAt('2026-03-03T07:35:00.001Z')).toEqual([1, 'I wasn’t running when it was due.']);
    expect(await postAt('2026-03-03T19:30:00.000Z')).toEqual([1, 'I wasn’t running when it was due.']);
    expect(await postAt('2026-03-03T19:30:00.001Z')).toEqual([0, 'I wasn’t running.']);
  });

  it('is counted for operators, with what became of each slot', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    await bot.stop();
    await clock.advanceTo('2026-03-04T08:00:00Z');
    const observed: Observation[] = [];
    const observe = (observation: Observation) => void observed.push(observation);
    channel.fail({ before: new Unavailable('I couldn’t reach Discord.') });
    startBot(storage, channel.send, clock, { observe });
    await clock.advanceTo('2026-03-04T08:00:10Z');
    channel.fail({});
    await clock.advanceTo('2026-03-05T07:30:00Z');
    channel.fail({ before: new PostRefused('The bot lacks Send Messages in the channel.') });
    await addArticle(storage, 'More news', '2026-03-05T10:00:00Z');
    await clock.advanceTo('2026-03-06T07:30:00Z');
    const minutes = observed.map(one =>
      one.kind === 'digest' ? [one.outcome, one.lateness / 60_000] : one.kind,
    );
    expect(minutes).toEqual([
      ['missed', 24.5 * 60],
      'digest due',
      ['put off', 30],
      ['posted', 30.5],
      'digest due',
      ['skipped', 0],
      'digest due',
      ['given up', 0],
    ]);
  });
});

describe('a digest that cannot post', () => {
  const lacks = (what: string) => ({ before: new PostRefused(`The bot lacks ${what} in the channel.`) });

  it('warns its server once for each trouble, and goes on by itself with all that is new when it is over', async () => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    channel.fail(lacks('Send Messages'));
    await clock.advanceTo('2026-03-03T08:00:00Z');
    await clock.advanceTo('2026-03-04T08:00:00Z');
    expect(channel.warnings).toHaveLength(1);
    expect(channel.warnings[0]).toMatchObject({ serverId: '100', about: '200', memberId: '300' });
    expect(channel.warnings[0]?.reply.content).toContain(
      '**I couldn’t post the digest Morning papers** in <#200>',
    );
    expect(channel.warnings[0]?.reply.content).toContain('The bot lacks Send Messages in the channel.');
    channel.fail(lacks('View Channel'));
    await clock.advanceTo('2026-03-05T08:00:00Z');
    expect(channel.warnings).toHaveLength(2);
    await addArticle(storage, 'More news', '2026-03-05T12:00:00Z');
    channel.fail({});
    await clock.advanceTo('2026-03-06T08:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['More news', 'News']]);
    await addArticle(storage, 'Late news', '2026-03-06T12:00:00Z');
    channel.fail(lacks('View Channel'));
    await clock.advanceTo('2026-03-07T08:00:00Z');
    expect(channel.warnings).toHaveLength(3);
  });

  it('warns once across a restart', async () => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    channel.fail(lacks('Send Messages'));
    await clock.advanceTo('2026-03-03T08:00:00Z');
    await bot.stop();
    startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-04T08:00:00Z');
    expect(channel.warnings).toHaveLength(1);
  });

  it('tries to warn again where nobody could be told, and tells an editor who asks for a post just once', async () => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    await clock.advanceTo('2026-03-02T14:00:00Z');
    channel.fail(lacks('Send Messages'));
    expect((await bot.digests.postNow('100', wish.name)).reason?.sentence).toContain('Send Messages');
    expect(channel.warnings).toHaveLength(0);
    channel.silence(true);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    channel.silence(false);
    await clock.advanceTo('2026-03-04T08:00:00Z');
    await clock.advanceTo('2026-03-05T08:00:00Z');
    expect(channel.warnings).toHaveLength(2);
  });

  it('warns when Discord was out of reach until it was too late', async () => {
    const { storage, clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    channel.fail({ before: new Unavailable('I couldn’t reach Discord.') });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(channel.warnings).toHaveLength(0);
    for (let hour = 9; hour < 21; hour++)
      await clock.advanceTo(`2026-03-03T${String(hour).padStart(2, '0')}:00:00Z`);
    expect(channel.warnings).toHaveLength(1);
    expect((await bot.digests.getOutlook(digest)).posts[0]).toMatchObject({ state: 'skipped' });
  });
});

describe('what operators read of digests that cannot post', () => {
  const refusal = 'The bot lacks Send Messages in the channel.';

  it('is whether anybody could be told', async () => {
    const { log, lines } = createLogRecorder();
    const { storage, clock, channel, bot } = createServices(undefined, { log });
    const { digest } = await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    channel.fail({ before: new PostRefused(refusal) });
    channel.silence(true);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    channel.silence(false);
    await clock.advanceTo('2026-03-04T08:00:00Z');
    const warnings = lines.filter(({ msg }) => `${msg}`.startsWith('a digest cannot post'));
    expect(warnings).toMatchObject([
      {
        ...{ digest: digest.id, reason: refusal, told: null },
        msg: 'a digest cannot post, and nobody could be told',
      },
      { digest: digest.id, reason: refusal, told: 'channel', msg: 'a digest cannot post' },
    ]);
  });

  it('is what was given up, and not what had nothing new', async () => {
    const { log, lines } = createLogRecorder();
    const { storage, clock, channel, bot } = createServices('2026-03-02T12:00:00Z', { log });
    const { digest } = await bot.digests.create(wish);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    await addArticle(storage, 'News', '2026-03-03T13:00:00Z');
    channel.fail({ before: new PostRefused(refusal) });
    await clock.advanceTo('2026-03-04T08:00:00Z');
    const slot = '2026-03-04T07:30:00.000Z';
    expect(lines.filter(({ msg }) => msg === 'a post of a digest was given up')).toMatchObject([
      { level: 40, digest: digest.id, server: '100', slot, reason: refusal },
    ]);
    expect((await storage.digests.listPosts(digest.id, 5)).map(({ failed }) => failed)).toEqual([
      true,
      undefined,
    ]);
  });

  it('is that the database did not answer, and digests go on when it does', async () => {
    const { log, lines } = createLogRecorder();
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    await bot.stop();
    let isAway = true;
    const claimDue: typeof storage.digests.claimDue = (...claim) =>
      isAway ? Promise.reject(new Error('the database is away')) : storage.digests.claimDue(...claim);
    startBot(storage, channel.send, clock, { log, store: { ...storage.digests, claimDue } });
    await clock.advanceTo('2026-03-03T07:31:00Z');
    expect(channel.messages).toHaveLength(0);
    expect(lines[0]).toMatchObject({ level: 50, err: { message: 'the database is away' } });
    isAway = false;
    await clock.advanceTo('2026-03-03T07:33:00Z');
    expect(channel.messages).toHaveLength(1);
  });
});

describe('a channel that is deleted', () => {
  it('pauses what posts there and nothing else, with the reason', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    for (const [name, channelId] of [
      ['One', '200'],
      ['Two', '200'],
      ['Three', '201'],
    ] as const)
      await bot.digests.create({ ...wish, name, channelId, time: name === 'One' ? '08:30' : '09:30' });
    channel.fail({ before: new Gone('The channel no longer exists.') });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    const standing = (await bot.digests.list('100')).map(({ name, paused, trouble }) => [
      name,
      paused,
      trouble?.sentence,
    ]);
    expect(standing.sort()).toEqual([
      ['One', true, 'The channel no longer exists.'],
      ['Three', false, undefined],
      ['Two', true, 'The channel no longer exists.'],
    ]);
    channel.fail({});
    const { digest } = await bot.digests.resume('100', 'One');
    expect([digest.paused, digest.trouble]).toEqual([false, undefined]);
    expect((await bot.digests.find('100', 'One')).trouble).toBeUndefined();
  });
});

describe('a process', () => {
  it('that is stopped ends the post that it has begun', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    const gate = Promise.withResolvers<void>();
    channel.fail({ gate: gate.promise });
    await clock.advanceTo('2026-03-03T07:31:00Z');
    const stopped = bot.stop();
    await clock.advanceTo('2026-03-03T07:31:01Z');
    gate.resolve();
    await stopped;
    expect(await storage.digests.listUnsettled()).toEqual([]);
    expect(channel.messages).toHaveLength(1);
  });

  it('takes up what one before it has left, when its lease has ended', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    channel.fail({ hang: 'before' });
    await clock.advanceTo('2026-03-03T07:30:10Z');
    bot.kill();
    channel.fail({});
    startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-03T07:30:11Z');
    expect(channel.messages).toHaveLength(0);
    await clock.advanceTo('2026-03-03T07:30:40Z');
    expect(channel.messages).toHaveLength(1);
  });

  it('posts for the servers that are its own, as far as the bot is in them', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const other = `${1n << 22n}`;
    for (const serverId of ['100', other, '102'])
      await bot.digests.create({ ...wish, serverId, name: `Of ${serverId}` });
    await bot.stop();
    let isAway = true;
    const how = {
      part: { list: [0], count: 2 },
      isResting: async (serverId: string) => isAway && serverId === '102',
    };
    const own = startBot(storage, channel.send, clock, how);
    await clock.advanceTo('2026-03-03T07:30:00Z');
    const posted = () => firstLines(channel).map(line => line?.split('**')[1]);
    expect(posted()).toEqual(['Of 100']);
    isAway = false;
    await own.digests.resumeAfterRest('102');
    await clock.advanceTo('2026-03-03T07:30:01Z');
    expect(posted()).toEqual(['Of 100', 'Of 102']);
  });

  it('posts of many digests that are due at once, all of them', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    for (let number = 1; number <= 20; number++)
      await bot.digests.create({ ...wish, name: `Digest ${number}` });
    const gate = Promise.withResolvers<void>();
    channel.fail({ gate: gate.promise });
    await clock.advanceTo('2026-03-03T07:30:00Z');
    // so that a slow channel does not delay the others, and many do not delay the rest of the bot
    expect(channel.calls()).toBe(8);
    gate.resolve();
    await clock.advanceTo('2026-03-03T07:30:00Z');
    expect(channel.messages).toHaveLength(20);
  });
});

describe('an edited digest', () => {
  it.each([
    ['time', { time: '12:00' }],
    ['day', { days: 'tue' }],
    ['zone', { zone: 'America/New_York' }],
  ])('whose %s alone has changed is not posted late for it', async (_what, edit) => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create({ ...wish, days: 'days' in edit ? 'mon' : 'mon, tue' });
    await clock.advanceTo('2026-03-03T14:00:00Z');
    await addArticle(storage, 'News', '2026-03-03T13:00:00Z');
    await bot.digests.edit('100', wish.name, edit);
    await clock.advanceTo('2026-03-03T20:00:00Z');
    expect(channel.messages).toHaveLength(0);
  });

  it('keeps all that was not named', async () => {
    const { bot } = createServices();
    const { digest: before } = await bot.digests.create({ ...wish, tags: 'sport' });
    const { digest } = await bot.digests.edit('100', before.id, { count: 5 });
    expect(digest).toEqual({ ...before, count: 5 });
    const { digest: moved } = await bot.digests.edit('100', before.id, { channelId: '201', name: 'Evening' });
    expect(moved).toEqual({ ...digest, channelId: '201', name: 'Evening' });
  });

  it('is not given the name of another, nor a channel where the bot may not post', async () => {
    const { bot, channel } = createServices();
    await bot.digests.create(wish);
    await bot.digests.create({ ...wish, name: 'Evening' });
    await expect(bot.digests.edit('100', 'Evening', { name: 'MORNING papers' })).rejects.toThrow(
      'already has a digest called “Morning papers”',
    );
    expect((await bot.digests.edit('100', 'Evening', { name: 'EVENING' })).digest.name).toBe('EVENING');
    Object.assign(channel.send, { listMissingPermissions: async () => ['View Channel'] });
    await expect(bot.digests.edit('100', 'Evening', { channelId: '201' })).rejects.toThrow(
      'I lack View Channel there',
    );
    expect((await bot.digests.find('100', 'Evening')).channelId).toBe('200');
  });

  it('holds from now on: a time that has passed today is not posted late', async () => {
    const { storage, clock, channel, bot } = createServices();
    await bot.digests.create(wish);
    await addArticle(storage, 'News', '2026-03-02T13:00:00Z');
    await clock.advanceTo('2026-03-03T14:00:00Z');
    await addArticle(storage, 'More', '2026-03-03T11:00:00Z');
    const { next } = await bot.digests.edit('100', wish.name, {
      time: '12:00',
      zone: 'UTC',
      name: 'Midday papers',
    });
    expect(next[0]).toBe(Date.parse('2026-03-04T12:00:00Z'));
    await clock.advanceTo('2026-03-03T20:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['News']]);
    await clock.advanceTo('2026-03-04T12:30:00Z');
    expect(firstLines(channel)[1]).toBe(`**Midday papers** · <t:${seconds('2026-03-04T12:00:00Z')}:f>`);
  });
});

describe('a digest with tags', () => {
  it('posts only articles that have one of them, and says so when there is none', async () => {
    const { storage, clock, channel, bot } = createServices();
    const { digest } = await bot.digests.create({ ...wish, tags: 'Local, sport' });
    expect(digest.tags).toEqual(['local', 'sport']);
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(formatInEnglish((await bot.digests.getOutlook(digest)).posts[0]!.reason!)).toBe(
      'No article tagged local or sport was added since the last post.',
    );
    for (const [headline, tags] of [
      ['Harbour', ['local']],
      ['Abroad', ['world']],
      ['Race', ['sport', 'local']],
    ] as const) {
      await addArticle(storage, headline, `2026-03-03T1${headline.length}:00:00Z`);
      const [entry] = await storage.articles.suggest(headline, 1);
      await storage.articles.changeTags(entry!.id, { add: tags, remove: [] });
    }
    await clock.advanceTo('2026-03-04T08:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['Race', 'Harbour']]);
    expect((await bot.digests.edit('100', wish.name, { tags: '' })).digest.tags).toBeUndefined();
  });
});

describe('a post that fails', () => {
  it('for want of a permission is recorded with the reason, and the next slot brings its articles', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ before: new PostRefused('The bot lacks Send Messages in the channel.') });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect((await bot.digests.getOutlook(digest)).posts).toMatchObject([
      { state: 'skipped', reason: createMessage('The bot lacks Send Messages in the channel.') },
    ]);
    channel.fail({});
    await clock.advanceTo('2026-03-04T08:00:00Z');
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['News']]);
  });

  it('for a passing reason is tried again until it goes through', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ before: new Unavailable('Discord had an error of its own (status 503).') });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect((await bot.digests.getOutlook(digest)).posts).toMatchObject([
      { state: 'claimed', reason: createMessage('Discord had an error of its own (status 503).') },
    ]);
    channel.fail({});
    await clock.advanceTo('2026-03-03T08:20:00Z');
    expect(channel.messages).toHaveLength(1);
    expect(channel.messages[0]?.reply.content).toContain('It didn’t go through when it was due.');
  });

  it('is tried again after pauses that grow', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    channel.fail({ before: new Unavailable('Discord had an error of its own (status 503).') });
    await clock.advanceTo('2026-03-03T09:00:00Z');
    expect(channel.calls()).toBeLessThan(12);
    expect(channel.calls()).toBeGreaterThan(6);
  });

  it('is given up after twelve hours with the last reason', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ before: new Unavailable('I couldn’t reach Discord.') });
    await clock.advanceTo('2026-03-03T20:00:00Z');
    expect((await bot.digests.getOutlook(digest)).posts).toMatchObject([
      { state: 'skipped', reason: createMessage('I couldn’t reach Discord.') },
    ]);
  });

  it('after Discord stored the message is not posted again, even when nonces are forgotten', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ after: new Unavailable('Discord had an error of its own (status 500).') });
    await clock.advanceTo('2026-03-03T07:30:10Z');
    channel.forgetNonces();
    channel.fail({});
    await clock.advanceTo('2026-03-03T12:00:00Z');
    expect(channel.messages).toHaveLength(1);
    expect((await bot.digests.getOutlook(digest)).posts).toMatchObject([
      { state: 'posted', messageId: 'm1' },
    ]);
  });

  it('does not keep another digest from being posted', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    await bot.digests.create({ ...wish, name: 'The other', channelId: '201' });
    const { post } = channel.send;
    Object.assign(channel.send, {
      post: (...args: Parameters<Poster['post']>) =>
        args[0].channelId === '200' ? Promise.reject(new TypeError('a bug')) : post(...args),
    });
    await clock.advanceTo('2026-03-03T08:00:00Z');
    expect(firstLines(channel)).toEqual([`**The other** · <t:${seconds('2026-03-03T07:30:00Z')}:f>`]);
  });
});

describe('a process that is killed', () => {
  for (const moment of ['before', 'after'] as const)
    it(`${moment} Discord stored the message leaves a slot that the next one posts once`, async () => {
      const { storage, clock, channel, bot } = createServices();
      await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
      const { digest } = await bot.digests.create(wish);
      channel.fail({ hang: moment });
      await clock.advanceTo('2026-03-03T07:31:00Z');
      expect(await storage.digests.listUnsettled()).toHaveLength(1);
      bot.kill();
      channel.fail({});
      channel.forgetNonces();
      const again = startBot(storage, channel.send, clock);
      await clock.advanceTo('2026-03-03T09:00:00Z');
      expect(channel.messages).toHaveLength(1);
      expect((await again.digests.getOutlook(digest)).posts).toMatchObject([
        { state: 'posted', messageId: 'm1' },
      ]);
    });

  it('long ago, and is followed by one that Discord does not answer at first, leaves nothing open in the record', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    await bot.digests.create(wish);
    channel.fail({ hang: 'before' });
    await clock.advanceTo('2026-03-03T07:31:00Z');
    bot.kill();
    channel.fail({});
    const { findPosted } = channel.send;
    Object.assign(channel.send, {
      findPosted: () => Promise.reject(new Unavailable('I couldn’t reach Discord.')),
    });
    await clock.advanceTo('2026-07-01T20:00:00Z');
    startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-07-01T20:00:10Z');
    expect(await storage.digests.listUnsettled()).toHaveLength(1);
    Object.assign(channel.send, { findPosted });
    await clock.advanceTo('2026-07-02T06:30:00Z');
    expect(await storage.digests.listUnsettled()).toEqual([]);
    expect(channel.messages.map(({ reply }) => titles(reply))).toEqual([['News']]);
  });

  it('and whose digest was paused in the meantime posts nothing more', async () => {
    const { storage, clock, channel, bot } = createServices();
    await addArticle(storage, 'News', '2026-03-02T10:00:00Z');
    const { digest } = await bot.digests.create(wish);
    channel.fail({ hang: 'before' });
    await clock.advanceTo('2026-03-03T07:31:00Z');
    bot.kill();
    channel.fail({});
    await storage.digests.update({ ...digest, paused: true });
    const again = startBot(storage, channel.send, clock);
    await clock.advanceTo('2026-03-03T09:00:00Z');
    expect(channel.messages).toHaveLength(0);
    expect((await again.digests.getOutlook(digest)).posts).toMatchObject([{ state: 'skipped' }]);
  });
});

describe('the digests of a server', () => {
  it('have names that differ in more than case', async () => {
    const { bot } = createServices();
    await bot.digests.create(wish);
    await expect(bot.digests.create({ ...wish, name: ' MORNING papers ' })).rejects.toThrow(
      'already has a digest called “Morning papers”',
    );
    await expect(bot.digests.create({ ...wish, serverId: '101' })).resolves.toBeDefined();
  });

  it('created at once under one name are one', async () => {
    const { bot } = createServices();
    const made = await Promise.allSettled([
      bot.digests.create(wish),
      bot.digests.create(wish),
      bot.digests.create(wish),
    ]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of made) if (one.status === 'rejected') expect(String(one.reason)).toContain('already');
  });

  it('are never another server’s', async () => {
    const { bot } = createServices();
    const { digest } = await bot.digests.create(wish);
    for (const named of [digest.id, digest.name]) {
      await expect(bot.digests.find('101', named)).rejects.toThrow('no digests yet');
      await expect(bot.digests.delete('101', named)).rejects.toThrow('no digests yet');
      await expect(bot.digests.postNow('101', named)).rejects.toThrow('no digests yet');
    }
    expect(await bot.digests.list('101')).toEqual([]);
  });

  it('are limited in number', async () => {
    const { bot } = createServices();
    for (let n = 1; n <= MAX_DIGESTS_PER_SERVER; n++)
      await bot.digests.create({ ...wish, name: `Digest ${n}` });
    await expect(bot.digests.create({ ...wish, name: 'One more' })).rejects.toThrow('already has 25 digests');
    await bot.digests.delete('100', 'Digest 1');
    const atOnce = await Promise.allSettled(
      ['A', 'B', 'C'].map(name => bot.digests.create({ ...wish, name })),
    );
    expect(atOnce.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('are refused where the bot may not post, and the reply names what it lacks', async () => {
    const { bot, channel } = createServices();
    Object.assign(channel.send, {
      listMissingPermissions: async () => ['View Channel', 'Read Message History'],
    });
    await expect(bot.digests.create(wish)).rejects.toThrow(
      'I lack View Channel and Read Message History there',
    );
    expect(await bot.digests.list('100')).toEqual([]);
  });

  it('are looked for by name, and a wrong name is answered with the nearest', async () => {
    const { bot } = createServices();
    await bot.digests.create(wish);
    await bot.digests.create({ ...wish, name: 'Weekend reads' });
    await expect(bot.digests.find('100', 'wekend reads')).rejects.toThrow('Did you mean “Weekend reads”?');
    await expect(bot.digests.find('100', 'WEEKEND READS')).resolves.toMatchObject({ name: 'Weekend reads' });
  });
});
