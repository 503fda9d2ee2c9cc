import { DatabaseSync } from 'node:sqlite';
import type { APIMessage } from 'discord-api-types/v10';
import type { Asked, Fault } from 'discord-preview/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { formatInEnglish } from '../src/i18n/template-values.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';
import { createJumpingClock, type JumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { createFileTarget, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const patience = { timeout: 240_000 };

let bot: TestBot;
let target: { kind: 'sqlite'; path: string };
let clock: JumpingClock;
afterEach(() => bot?.stop());

/** Starts the bot, which defers every answer if `deferred`, with a digest due at half past eight. */
async function startDay({ deferred = false } = {}): Promise<void> {
  clock = createJumpingClock('2024-01-01T08:00:00Z');
  target = createFileTarget() as typeof target;
  bot = await startTestBot({
    target,
    clock,
    discordClock: PATIENT_CLOCK,
    pace: { ...REPLY_TIMINGS, firstReply: deferred ? 0 : 5_000 },
  });
  const { preview, storage } = bot;
  await storage.digests.create({
    ...{
      id: 'due',
      name: 'Morning papers',
      serverId: preview.serverId,
      channelId: preview.channels.news,
      createdBy: '1',
    },
    ...{ days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'UTC', count: 3, paused: false },
    ...{ activeSince: '2024-01-01T08:00:00.000Z', createdAt: '2024-01-01T08:00:00.000Z' },
  });
  const article = createArticle('Rain in the harbour', [
    'It rained in the harbour all day, and the ferry was late again.',
  ]);
  await bot.library.add(article, 'news');
}

const command = (name: string, options: Record<string, string>): Promise<Asked> =>
  bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, name, { article: 'night train', ...options });

const answersTo = (channelId: string, fits: (message: APIMessage) => boolean) =>
  bot.preview.messages(channelId).filter(fits);

async function expectOneAnswer(asked: Asked): Promise<APIMessage> {
  const answer = await asked.final(500);
  expect(
    answersTo(bot.preview.channels.articles, message => message.interaction_metadata?.id === asked.id),
  ).toHaveLength(1);
  return answer;
}

async function openDiscussion(): Promise<string> {
  const { id } = await (await command('discuss', {})).final();
  await bot.preview.until(() => bot.preview.messages(id).length > 1, 'the thread');
  return id;
}

async function expectOneReply(threadId: string): Promise<void> {
  const question = await bot.preview.member('Ben').say(threadId, 'When does it leave?');
  const replies = () => bot.preview.repliesTo(question);
  await bot.preview.until(() => replies().length > 0, 'an answer in the thread');
  await new Promise(resolve => setTimeout(resolve, 500));
  expect(replies()).toHaveLength(1);
}

const faults: readonly (readonly [string, Omit<Fault, 'method' | 'path'>])[] = [
  ['a limit of the route', { status: 429, retryAfter: 0.3, times: 2 }],
  ['the limit of all routes', { status: 429, retryAfter: 0.3, global: true, times: 2 }],
  ['an error of Discord’s', { status: 502, times: 2 }],
  ['an error of Discord’s after it took the request', { status: 500, afterwards: true }],
  ['a slow answer', { delay: 1500 }],
  ['a connection that is cut', { reset: true, times: 2 }],
  ['a connection that is cut after Discord took the request', { reset: true, afterwards: true }],
];

describe.each(faults)('in spite of %s', (_name, fault) => {
  test(
    'each member gets one answer, a thread and a post open once, and a digest is posted once',
    patience,
    async () => {
      await startDay();
      const { preview, storage } = bot;
      const { articles, forum, news } = preview.channels;
      preview.faults.add({ method: 'POST', path: /\/callback$/, ...fault });
      expect(visibleTextOf(await expectOneAnswer(await command('summary', {})))).toContain('¶');
      expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);

      preview.faults.add({ method: 'POST', path: /\/threads$/, ...fault });
      const threadId = await openDiscussion();
      expect(preview.threads(articles)).toHaveLength(1);
      expect(answersTo(articles, message => contentOf(message).includes('couldn’t'))).toEqual([]);
      preview.faults.add({ method: 'POST', path: /\/messages$/, ...fault });
      await expectOneReply(threadId);

      preview.faults.add({ method: 'POST', path: /\/threads$/, ...fault });
      const told = visibleTextOf(await (await command('discuss', { forum })).final());
      expect(told).toMatch(
        /I opened a post about it|didn’t say whether it opened the post. Please try again/,
      );
      expect(preview.threads(forum)).toHaveLength(told.includes('I opened') ? 1 : 0);
      for (const { id } of preview.threads(forum)) expect(await storage.threads.get(id)).toBeDefined();
      preview.faults.clear();

      preview.faults.add({ method: 'POST', path: /\/messages$/, ...fault });
      clock.jumpTo('2024-01-01T08:30:00Z');
      await expect
        .poll(async () => (await storage.digests.listPosts('due', 1))[0]?.state, { timeout: 60_000 })
        .toBe('posted');
      expect(preview.messages(news)).toHaveLength(1);
    },
  );

  test('a member whose answer was put off gets it', patience, async () => {
    await startDay({ deferred: true });
    bot.preview.faults.add({ method: 'POST', path: /\/callback$/, ...fault });
    bot.preview.faults.add({ method: 'PATCH', path: /\/messages\/(?:@|%40)original$/, ...fault });
    expect(visibleTextOf(await expectOneAnswer(await command('summary', {})))).toContain('¶');
    expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
  });
});

test(
  'a permission that is gone when the message comes is a sentence: the server is warned of its digest, which brings all the next day',
  patience,
  async () => {
    await startDay();
    const { preview, storage } = bot;
    const { news } = preview.channels;
    const refusal = { method: 'POST', path: /\/messages$/, status: 403, code: 50013 };
    const threadId = await openDiscussion();
    preview.faults.add(refusal);
    const ben = preview.member('Ben');
    await ben.say(threadId, 'When does it leave?');
    const told = 'Discord won’t let me do this in ';
    const direct = () => preview.messages(ben.directMessages()).map(message => contentOf(message));
    await expect.poll(() => direct().join(), { timeout: 60_000 }).toContain(`${told}<#${threadId}>`);
    await expectOneReply(threadId);

    preview.faults.add(refusal);
    clock.jumpTo('2024-01-01T08:30:00Z');
    const last = async () => (await storage.digests.listPosts('due', 1))[0];
    await expect.poll(async () => (await last())?.state, { timeout: 60_000 }).toBe('skipped');
    const { reason } = (await last()) ?? {};
    expect(reason && formatInEnglish(reason)).toContain(`${told}#${news} `);
    expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
    const warnings = () =>
      Object.values(preview.channels)
        .flatMap(id => preview.messages(id))
        .filter(message => contentOf(message).includes('I couldn’t post the digest Morning papers'));
    await expect.poll(() => warnings().length, { timeout: 60_000 }).toBe(1);

    clock.jumpTo('2024-01-02T08:30:00Z');
    await expect.poll(async () => (await last())?.state, { timeout: 60_000 }).toBe('posted');
    expect((await last())?.articleIds).toHaveLength(3);
  },
);

test('a post that was opened when the process ended answers what is asked in it', patience, async () => {
  await startDay();
  const { forum } = bot.preview.channels;
  await (await command('discuss', { forum })).final();
  const [post] = bot.preview.threads(forum);
  // as if the process had been killed between the two
  const file = new DatabaseSync(target.path);
  file.exec('DELETE FROM thread');
  file.close();
  await expectOneReply(post!.id);
  expect(await bot.storage.threads.get(post!.id)).toBeDefined();
});
