import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArticle, startTestBot, type TestBot } from './support.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

/** What a member is offered for an option of a command. */
async function fetchSuggestions(
  command: string,
  option: string,
  typed: string,
  other: Record<string, string> = {},
) {
  const ben = bot.preview.member('Ben');
  return ben.autocomplete(bot.preview.channels.articles, command, { ...other, [option]: typed }, option);
}

const names = async (...asked: Parameters<typeof fetchSuggestions>) =>
  (await fetchSuggestions(...asked)).map(({ name }) => name);

test('offers articles in every command that takes one, the newest first, and forgives typing errors', async () => {
  await bot.library.add(createArticle('A Late Edition', ['It came last.']), 'late');
  const newest = (await bot.library.list({ offset: 0, limit: 25 })).map(({ id }) => id);
  for (const command of ['summary', 'quotes', 'comments', 'ask', 'check', 'discuss']) {
    expect((await fetchSuggestions(command, 'article', '')).map(({ value }) => value)).toEqual(newest);
    for (const typed of ['railwy', 'railawy', 'town asks it', 'THE 22:40'])
      expect((await names(command, 'article', typed))[0]).toBe('A Town Asks Its Railway for the 22:40 Back');
    expect(await names(command, 'article', 'zzyzx qwrt')).toEqual([]);
  }
});

test('offers the newest of articles that fit equally well first', async () => {
  for (const n of [1, 2, 3])
    await bot.library.add(createArticle(`Harbour report ${n}`, [`Report number ${n}.`]), `harbour ${n}`);
  expect((await names('summary', 'article', 'harbour report')).slice(0, 3)).toEqual([
    'Harbour report 3',
    'Harbour report 2',
    'Harbour report 1',
  ]);
});

test('offers the speakers of the chosen article alone, also by a mistyped or half-typed name', async () => {
  const [train] = await bot.library.suggest('railway', 1);
  const article = train!.id;
  expect((await names('quotes', 'speaker', '', { article })).length).toBeGreaterThan(2);
  for (const typed of ['roth', 'roht', 'anneke', 'aneke', 'annek', 'annkee rot'])
    expect(await names('quotes', 'speaker', typed, { article })).toContain('Anneke Roth');
  expect(await names('quotes', 'speaker', 'caloway', { article })).toEqual(['Ines Calloway']);
  expect(await names('quotes', 'speaker', 'napoleon', { article })).toEqual([]);
  const [bread] = await bot.library.suggest('Agatha', 1);
  expect(await names('quotes', 'speaker', 'roth', { article: bread!.id })).toEqual([]);
  expect(await names('quotes', 'speaker', 'roth')).toEqual([]);
});

test('offers nothing of another server', async () => {
  const other = bot.preview.addServer('Next door');
  await bot.library
    .forServer(other.id)
    .add(createArticle('A Quarrel Next Door', ['They quarrel.']), 'quarrel');
  expect(await names('summary', 'article', 'quarrel next')).toEqual([]);
  const cleo = bot.preview.addMember('Cleo', { serverId: other.id });
  const there = await cleo.autocomplete(
    other.channels.general,
    'summary',
    { article: 'quarel next' },
    'article',
  );
  expect(there.map(({ name }) => name)).toEqual(['A Quarrel Next Door']);
});
