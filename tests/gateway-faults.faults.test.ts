import { afterEach, describe, expect, test } from 'vitest';
import { createArticle } from './articles.ts';
import { createJumpingClock, type JumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

const patience = { timeout: 240_000 };

let bot: TestBot;
let clock: JumpingClock;
afterEach(() => bot?.stop());

/** Starts the bot with a thread about the night train and a digest due at half past eight. */
async function startDay(): Promise<{ threadId: string }> {
  clock = createJumpingClock('2024-01-01T08:00:00Z');
  bot = await startTestBot({ clock, discordClock: PATIENT_CLOCK, heartbeat: 150 });
  const { preview, storage } = bot;
  const { articles, news } = preview.channels;
  const discussion = await (
    await preview.member('Ben').command(articles, 'discuss', { article: 'night train' })
  ).final();
  await preview.until(() => preview.messages(discussion.id).length > 0, 'the thread');
  await storage.digests.create({
    ...{
      id: 'due',
      name: 'Morning papers',
      serverId: preview.serverId,
      channelId: news,
      createdBy: '1',
      zone: 'UTC',
    },
    ...{ days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', count: 3, paused: false },
    ...{ activeSince: '2024-01-01T08:00:00.000Z', createdAt: '2024-01-01T08:00:00.000Z' },
  });
  const article = createArticle('Rain in the harbour', [
    'It rained in the harbour all day, and the ferry was late again.',
  ]);
  await bot.library.add(article, 'news');
  return { threadId: discussion.id };
}

/**
 * Members' requests at the same moment; returns a function that counts the answers to each once all are
 * answered.
 */
async function askEverything(threadId: string) {
  const { preview } = bot;
  const { articles } = preview.channels;
  const ben = preview.member('Ben');
  const commands = [
    await ben.command(articles, 'summary', { article: 'night train' }),
    await ben.command(articles, 'ask', { article: 'night train', question: 'When does it leave?' }),
  ];
  const questions = [
    await ben.say(threadId, 'How long does it take?'),
    await ben.say(threadId, 'What does it cost?'),
  ];
  return async (): Promise<void> => {
    for (const asked of commands) expect(visibleTextOf(await asked.final())).toContain('¶');
    for (const question of questions)
      await preview.until(() => preview.repliesTo(question).length > 0, 'an answer in the thread');
    expect(questions.map(question => preview.repliesTo(question).length)).toEqual([1, 1]);
    for (const { id } of commands)
      expect(
        preview.messages(articles).filter(message => message.interaction_metadata?.id === id),
      ).toHaveLength(1);
  };
}

const digests = () => bot.preview.messages(bot.preview.channels.news);

/**
 * Expects that after a fault members are answered, the digest was posted once, and nothing else went wrong.
 */
async function expectHealth(threadId: string): Promise<void> {
  const { preview } = bot;
  await preview.until(() => bot.connection() === null, 'the connection');
  await (await askEverything(threadId))();
  await preview.until(() => digests().length > 0, 'the digest');
  expect(digests()).toHaveLength(1);
  // the record is updated after the message
  await expect
    .poll(() => bot.storage.digests.listPosts('due', 5), { timeout: 10_000 })
    .toMatchObject([{ state: 'posted', messageId: digests()[0]!.id }]);
  expect(preview.violations).toEqual([]);
  expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
}

describe('what happens while the connection to Discord', () => {
  test.each([
    ['was cut', () => bot.preview.gateway.drop()],
    ['is to be made anew', () => bot.preview.gateway.requestReconnect()],
    [
      'has a session that is invalid and can be resumed',
      () => bot.preview.gateway.invalidate({ resumable: true }),
    ],
    ['is dead without a word', () => bot.preview.gateway.fallSilent()],
  ])(
    '%s is answered once each when it is back, and the digest is posted once',
    patience,
    async (_name, fault) => {
      const { threadId } = await startDay();
      const { identified, resumed } = bot.preview.gateway.counts;
      fault();
      const answered = await askEverything(threadId);
      clock.jumpTo('2024-01-01T08:30:00Z');
      await answered();
      await bot.preview.until(() => bot.preview.gateway.counts.resumed > resumed, 'a resumed session');
      expect(bot.preview.gateway.counts.identified).toBe(identified);
      await expectHealth(threadId);
    },
  );
});

test(
  'after a session that cannot be resumed the bot logs in anew, answers, and posts the digest once',
  patience,
  async () => {
    const { threadId } = await startDay();
    const { identified } = bot.preview.gateway.counts;
    bot.preview.gateway.invalidate();
    clock.jumpTo('2024-01-01T08:30:00Z');
    await bot.preview.until(() => bot.preview.gateway.counts.identified > identified, 'another login');
    await expectHealth(threadId);
  },
);

test(
  'a session that is forgotten while the connection is cut is followed by another login',
  patience,
  async () => {
    const { threadId } = await startDay();
    const { identified } = bot.preview.gateway.counts;
    bot.preview.gateway.invalidate();
    bot.preview.gateway.drop();
    clock.jumpTo('2024-01-01T08:30:00Z');
    await bot.preview.until(() => bot.preview.gateway.counts.identified > identified, 'another login');
    await expectHealth(threadId);
  },
);

test('a storm of reconnects loses no question and answers none twice', { timeout: 240_000 }, async () => {
  const { threadId } = await startDay();
  const { preview } = bot;
  const { identified } = preview.gateway.counts;
  const answered: (() => Promise<void>)[] = [];
  for (let gust = 0; gust < 10; gust++) {
    const { resumed } = preview.gateway.counts;
    preview.gateway.requestReconnect();
    preview.gateway.requestReconnect();
    if (gust % 3 === 2) preview.gateway.drop();
    if (gust % 4 === 0) answered.push(await askEverything(threadId));
    if (gust === 5) clock.jumpTo('2024-01-01T08:30:00Z');
    await preview.until(() => preview.gateway.counts.resumed > resumed, 'a resumed session');
  }
  for (const each of answered) await each();
  expect(preview.gateway.counts.identified).toBe(identified);
  await expectHealth(threadId);
});

test(
  'is neither ended nor kept from answering by events that discord.js does not understand',
  patience,
  async () => {
    const { threadId } = await startDay();
    const { gateway, serverId, channels } = bot.preview;
    const place = { id: '1', guild_id: serverId, channel_id: channels.articles };
    const author = { id: '2', username: 'cat', discriminator: '0', avatar: null };
    const content = 'How long does it take?';
    const forwarded = { ...place, author, content, message_snapshots: [{ message: { content } }] };
    for (const [event, data] of [
      ['MESSAGE_CREATE', forwarded],
      ['MESSAGE_CREATE', { ...place, content, components: [{}], mentions: 1 }],
      ['MESSAGE_UPDATE', { ...place, embeds: [null] }],
      ['INTERACTION_CREATE', { ...place, type: 2, data: null }],
      ['THREAD_CREATE', { guild_id: serverId }],
      ['THREAD_LIST_SYNC', { guild_id: serverId }],
      ['GUILD_ROLE_CREATE', { guild_id: serverId }],
      ['CHANNEL_UPDATE', { guild_id: serverId, id: channels.articles, permission_overwrites: 5 }],
    ] as const)
      gateway.send(event, data);
    await (await askEverything(threadId))();
  },
);
