import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createExtractive } from '../src/engines/extractive/extractive.ts';
import { createOpenai } from '../src/engines/openai/openai.ts';
import type { Limits } from '../src/ledger.ts';
import { type Model, startModel } from './model.ts';
import { logLines, startTestBot, type TestBot, textOf } from './support.ts';

let model: Model;
let bot: TestBot;
let article: string;

beforeAll(async () => {
  model = await startModel();
});

afterAll(() => model.stop());

afterEach(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

async function start(limits: Partial<Limits>): Promise<void> {
  const settings = { model: 'scripted', baseUrl: model.url, apiKey: null, contextTokens: 100_000, timeout: 10_000 };
  bot = await startTestBot({
    engines: [createOpenai(settings, logLines().log), createExtractive()],
    limits: { member: null, server: null, day: null, ...limits },
    price: { input: 2, output: 10 },
  });
  const train = await bot.library.find('22:40');
  article = train.id;
  const nearest = { text: train.paragraphs[0]!, paragraphs: [1], comments: [] };
  const draft = { found: true, statements: [nearest], nearest: null };
  model.say({ content: JSON.stringify(draft), usage });
}

async function ask(member: string, question: string): Promise<string> {
  const asked = await bot.preview.member(member).command(bot.preview.channels.articles, 'ask', { article, question });
  return textOf(await asked.reply());
}

async function usageOf(member: string): Promise<string> {
  const asked = await bot.preview.member(member).command(bot.preview.channels.articles, 'usage');
  return textOf(await asked.reply());
}

const OVER = 'You have had your 2 answers by the model for today';

test('a member over the limit gets the built-in engine’s answer and the reason, the next member the model’s', async () => {
  await start({ member: 2 });
  for (const question of ['When did it stop?', 'Who was the guard?']) expect(await ask('Ben', question)).toContain('openai');
  const third = await ask('Ben', 'What did the pigeons do?');
  expect(third).toContain(OVER);
  expect(third).toContain('built-in engine');
  expect(await ask('Ada', 'What did the pigeons do?')).toContain('openai');
  // what is in the cache is free and never refused, whoever asks
  expect(await ask('Ben', 'What did the pigeons do?')).toContain('openai');
  expect(model.requests).toHaveLength(3);
});

test('twelve questions at once do not pass a limit of two', async () => {
  await start({ member: 2 });
  const texts = await Promise.all(Array.from({ length: 12 }, (_, index) => ask('Ben', `What about number ${index}?`)));
  expect(texts.filter(text => text.includes('openai'))).toHaveLength(2);
  expect(texts.filter(text => text.includes(OVER))).toHaveLength(10);
  expect(model.requests).toHaveLength(2);
});

test('who waits with somebody over the limit is not refused for it', async () => {
  await start({ member: 1 });
  await ask('Ben', 'When did it stop?');
  const [ben, ada] = await Promise.all([ask('Ben', 'Who was the guard?'), ask('Ada', 'Who was the guard?')]);
  expect(ada).toContain('openai');
  expect(ben).toMatch(/openai|You have had your 1 answers/);
});

test('a server and a day have limits of their own', async () => {
  await start({ server: 1 });
  await ask('Ben', 'When did it stop?');
  expect(await ask('Ada', 'Who was the guard?')).toContain('This server has had its 1 answers');
  await bot.stop();
  await start({ day: 0 });
  expect(await ask('Ada', 'Who was the guard?')).toContain('all the answers it may give today');
});

test('a server allows its members less than the operator does, or no model at all', async () => {
  await start({ member: 50 });
  const change = bot.storage.settings.change;
  await change(bot.preview.serverId, { answersPerMember: 1 });
  expect(await ask('Ben', 'When did it stop?')).toContain('openai');
  expect(await ask('Ben', 'Who was the guard?')).toContain('your 1 answers by the model that this server allows a member');
  const south = bot.preview.addServer('South');
  const ben = bot.preview.addMember('Bea', { serverId: south.id });
  const there = await ben.command(south.channels.general, 'ask', { article, question: 'Who was the guard?' });
  expect(textOf(await there.reply())).toContain('openai');
  await change(south.id, { engine: 'built-in' });
  const builtIn = await ben.command(south.channels.general, 'ask', { article, question: 'When did it stop?' });
  expect(textOf(await builtIn.reply())).not.toMatch(/openai|You have had/);
  expect(model.requests).toHaveLength(2);
});

test('shows a member their own tokens and money, and a manager the server’s', async () => {
  await start({ member: 50 });
  await ask('Ben', 'When did it stop?');
  await ask('Ben', 'When did it stop?');
  await ask('Ada', 'Who was the guard?');
  const ben = await usageOf('Ben');
  expect(ben).toContain('**You, today:** 1 of 50 answers · 1,000 tokens read, 100 tokens written · $0.0030');
  expect(ben).not.toContain('This server');
  expect(await usageOf('Ada')).toContain('**This server, today:** 2 answers · 2,000 tokens read, 200 tokens written · $0.0060');
});
