import { afterAll, beforeAll, expect, test } from 'vitest';
import { createModelEngines, type ScriptedModel, startScriptedModel } from './model.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

let server: PostgresServer;
let model: ScriptedModel;
let bot: TestBot;

beforeAll(async () => {
  [server, model] = await Promise.all([startPostgres(), startScriptedModel()]);
  const free = { member: null, server: null, day: null };
  bot = await startTestBot({
    target: await server.create(),
    engines: createModelEngines(model),
    limits: { answers: { ...free, member: 2 }, tokens: free, dollars: free },
  });
});

afterAll(async () => {
  await bot?.stop();
  await model?.stop();
  await server?.stop();
});

test('on PostgreSQL the model is asked within the limits, and what is kept is free', async () => {
  const { preview } = bot;
  const train = await bot.library.find('22:40');
  const nearest = { text: train.paragraphs[0]!, paragraphs: [1], comments: [] };
  model.say({ found: true, statements: [nearest], nearest: null });
  const ask = async (question: string) =>
    visibleTextOf(
      await (
        await preview.member('Ben').command(preview.channels.articles, 'ask', { article: train.id, question })
      ).final(),
    );
  const all = await Promise.all([1, 2, 3, 4, 5].map(number => ask(`What about number ${number}?`)));
  expect(all.filter(text => text.includes('You’ve used your 2 model answers'))).toHaveLength(3);
  expect(model.requests).toHaveLength(2);
  const kept = all.findIndex(text => !text.includes('You’ve'));
  expect(await ask(`What about number ${kept + 1}?`)).not.toContain('You’ve');
  expect(model.requests).toHaveLength(2);
});

test('on PostgreSQL articles are offered while typing and searched, and a digest is made, posted and remembered over a restart', async () => {
  const { preview } = bot;
  const ada = preview.member('Ada');
  const { general, news, articles } = preview.channels;
  const offered = await ada.autocomplete(articles, 'summary', { article: 'railwya' }, 'article');
  expect(JSON.stringify(offered)).toContain('A Town Asks Its Railway');
  expect(
    visibleTextOf(await (await ada.command(articles, 'articles', { search: 'railway' })).final()),
  ).toContain('A Town Asks Its Railway');
  const digest = async (subcommand: string, options: Record<string, string | number>) =>
    (await ada.command(general, 'digest', options, { subcommand })).final();
  await digest('create', {
    name: 'Morning papers',
    channel: news,
    days: 'weekdays',
    time: '8.30 am',
    zone: 'Europe/Berlin',
  });
  await digest('now', { name: 'morning papers' });
  await preview.until(() => preview.messages(news).length === 1, 'the post');
  await bot.restart();
  const [made] = await bot.storage.digests.list(preview.serverId);
  await digest('now', { name: 'Morning papers' });
  const states = async () => (await bot.storage.digests.listPosts(made!.id, 5)).map(({ state }) => state);
  await expect.poll(states, { timeout: 60_000 }).toEqual(['skipped', 'posted']);
  expect(preview.messages(news)).toHaveLength(1);
});
