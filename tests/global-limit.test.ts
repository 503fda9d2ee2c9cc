import { setTimeout as sleep } from 'node:timers/promises';
import { RESTEvents } from 'discord.js';
import { Routes } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../src/answers/service.ts';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { createDiscordRest } from '../src/discord/rest.ts';
import { cardsOf } from './cards.ts';
import { PATIENT_CLOCK } from './manual-clock.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
afterEach(() => bot?.stop());

/** Answers only after the first reply is due. */
const createSlowAnswer =
  (answer: Answer): Answer =>
  async (...request) => {
    await sleep(50);
    return answer(...request);
  };

/** More than the 50 requests per second that a bot may send. */
const MANY = 80;

test('answers that were put off go out past the limit on a bot’s requests, which they are not bound to', async () => {
  const held: unknown[] = [];
  bot = await startTestBot({
    discordClock: PATIENT_CLOCK,
    pace: { ...REPLY_TIMINGS, firstReply: 0 },
    watchAnswer: createSlowAnswer,
    meanwhile: async ({ client }) => void client.rest.on(RESTEvents.RateLimited, info => held.push(info)),
  });
  const { preview } = bot;
  const asked = await Promise.all(
    Array.from({ length: MANY }, (_, at) =>
      preview
        .member(at % 2 === 0 ? 'Ada' : 'Ben')
        .command(preview.channels.articles, 'summary', { article: 'night train' }),
    ),
  );
  const answers = await Promise.all(
    asked.map(each => each.replyWhere(message => cardsOf(message).length > 0)),
  );
  for (const answer of answers) expect(visibleTextOf(answer)).toContain('22:40');
  expect(asked.every(({ wasDeferred }) => wasDeferred)).toBe(true);
  expect(held).toEqual([]);
  expect(preview.violations).toEqual([]);
});

test('all else is held to it', async () => {
  bot = await startTestBot({ discordClock: PATIENT_CLOCK });
  const rest = createDiscordRest(bot.preview.apiUrl, { globalRequestsPerSecond: 5 }).setToken(
    bot.preview.token,
  );
  const held: { global: boolean }[] = [];
  rest.on(RESTEvents.RateLimited, info => held.push(info));
  await Promise.all(
    Array.from({ length: 12 }, () => rest.get(Routes.channel(bot.preview.channels.articles))),
  );
  expect(held.some(({ global }) => global)).toBe(true);
});

test.each([
  ['an answer that was put off, by a limit past the 15 minutes that it can be edited', 0, /original$/],
  ['a first reply, by a limit past the seconds that Discord waits for it', 60_000, /\/callback$/],
])('gives up %s, and says so once', async (_, firstReply, path) => {
  bot = await startTestBot({ discordClock: PATIENT_CLOCK, pace: { ...REPLY_TIMINGS, firstReply } });
  const { preview } = bot;
  preview.faults.add({ path, status: 429, retryAfter: 3_600 });
  await preview.member('Ben').command(preview.channels.articles, 'summary', { article: 'night train' });
  const errors = () => bot.lines.filter(({ level }) => level >= 40);
  await expect.poll(() => errors().length, { timeout: 30_000 }).toBe(1);
  expect(errors()[0]).toMatchObject({
    msg: 'an interaction could not be answered',
    err: { message: 'Discord limits requests for longer than it takes this one.' },
  });
  expect(preview.faults.left()).toBe(0);
});
