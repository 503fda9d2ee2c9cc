import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import { createCache } from '../src/answers/cache.ts';
import { createAnswer } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { EngineFailure } from '../src/engines/engine.ts';
import { TooFast } from '../src/usage/rate-limits.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { createFreeLedger, createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;

afterEach(() => bot.stop());

const here = () => bot.preview.channels.articles;
const train = async () => (await bot.library.suggest('railway', 1))[0]?.id as string;

/** The replies to a member who asks `count` different questions at once. */
async function askQuestions(
  name: string,
  count: number,
  { channelId = here(), serverId = bot.preview.serverId } = {},
) {
  const member = bot.preview.addMember(name, { serverId });
  const article = await train();
  const asked = Array.from({ length: count }, (_, n) =>
    member.command(channelId, 'ask', {
      article,
      question: `Who is the mayor of Brennick, for ${name} and number ${n}?`,
    }),
  );
  return Promise.all(asked.map(async each => (await each).reply()));
}

const isRefused = (message: APIMessage) => contentOf(message).includes('in a short time');

test('lets no more through than the limit, however many come at once, and says to each when to come back', async () => {
  bot = await startTestBot({ rates: { member: 3, server: null, seconds: 60 } });
  const replies = await askQuestions('Ben', 12);
  const refused = replies.filter(isRefused);
  expect(refused).toHaveLength(9);
  for (const message of refused) {
    expect(isEphemeral(message)).toBe(true);
    const [, at] = contentOf(message).match(/<t:(\d+):R>/) ?? [];
    expect(Number(at) * 1000).toBeGreaterThan(Date.now());
    expect(Number(at) * 1000).toBeLessThanOrEqual(Date.now() + 61_000);
  }
  expect((await askQuestions('Ada', 1)).filter(isRefused)).toEqual([]);
});

test('never refuses what is there already, nor those who wait for the same answer together', async () => {
  bot = await startTestBot({ rates: { member: 1, server: null, seconds: 60 } });
  const article = await train();
  const ask = async () =>
    visibleTextOf(await (await bot.preview.member('Ben').command(here(), 'summary', { article })).reply());
  for (const text of await Promise.all(Array.from({ length: 10 }, ask))) expect(text).toContain('`¶');
  expect((await askQuestions('Ben', 1)).filter(isRefused)).toHaveLength(1);
  expect(await ask()).toContain('`¶');
});

test('keeps servers apart, and what the server refuses costs the member nothing', async () => {
  bot = await startTestBot({ rates: { member: 1, server: 1, seconds: 60 } });
  expect((await askQuestions('Ada', 1)).filter(isRefused)).toEqual([]);
  const [refused] = await askQuestions('Ben', 1);
  expect(contentOf(refused)).toContain('This server has had a new answer in a short time');
  const direct = { channelId: bot.preview.member('Ben').directMessages() };
  expect((await askQuestions('Ben', 1, direct)).filter(isRefused)).toEqual([]);
  const other = bot.preview.addServer('Next door');
  const elsewhere = { channelId: other.channels.general, serverId: other.id };
  expect((await askQuestions('Cleo', 1, elsewhere)).filter(isRefused)).toEqual([]);
});

test('counts an answer once though several engines are tried for it', async () => {
  const engine = createBuiltInEngine();
  const broken = {
    ...engine,
    identity: () => 'broken',
    draft: async () => {
      throw new EngineFailure('The model is down');
    },
  };
  bot = await startTestBot({ engines: [broken, engine], rates: { member: 1, server: null, seconds: 60 } });
  const [reply] = await askQuestions('Ben', 1);
  expect(isRefused(reply!)).toBe(false);
});

test('refuses those alone whose limit is reached, not those who wait for the same answer', async () => {
  bot = await startTestBot();
  const { log } = createLogRecorder();
  const { cache } = bot.storage;
  const answer = createAnswer({
    engines: [createBuiltInEngine()],
    cache: createCache(cache, log),
    log,
    ledger: createFreeLedger(),
  });
  const article = await bot.library.find('A Town Asks Its Railway for the 22:40 Back');
  const ask = (admit: () => Promise<void>) =>
    answer(summaryRecipe, article, {}, { memberId: '1', serverId: null, admit });
  const refused = ask(() => Promise.reject(new TooFast('Later.')));
  const admitted = ask(async () => undefined);
  await expect(refused).rejects.toThrow('Later.');
  expect((await admitted).content.points.length).toBeGreaterThan(0);
});
