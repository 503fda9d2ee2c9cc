import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArticle } from './articles.ts';
import { startTestBot, type TestBot } from './support.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(() => bot.stop());

/** The suggestions a member gets for an option of a command. */
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

test('offers articles by the words of their text behind those of their headlines, also by a word half typed', async () => {
  await bot.library.add(
    createArticle('A Vote Is Put Off', ['Tuberville waits in a ferry. So do a few.']),
    'vote',
  );
  await bot.library.add(createArticle('The Ferry Waits', ['Nobody came.']), 'ferry waits');
  for (const typed of ['tuberville', 'tuberv', 'TUBERVI', 'tubervile', 'the tuberville of a vote'])
    expect((await names('summary', 'article', typed))[0], typed).toBe('A Vote Is Put Off');
  expect((await names('summary', 'article', 'ferry')).slice(0, 2)).toEqual([
    'The Ferry Waits',
    'A Vote Is Put Off',
  ]);
  for (const typed of ['chess', 'bees', 'lighthouse'])
    expect((await names('summary', 'article', typed)).length, typed).toBeGreaterThan(0);
});

test('offers those with all words first, and with some of them only where none has all', async () => {
  for (const [headline, text] of [
    ['Copper roofs', 'They are green.'],
    ['Copper pipes', 'They are brown.'],
    ['Old roofs', 'They leak copper.'],
  ] as const)
    await bot.library.add(createArticle(headline, [text]), headline);
  expect(await names('summary', 'article', 'the copper roofs')).toEqual(['Copper roofs', 'Old roofs']);
  expect(await names('summary', 'article', 'copper of velvet')).toEqual([
    'Copper pipes',
    'Copper roofs',
    'Old roofs',
  ]);
});

test('offers nothing of another server', async () => {
  const other = bot.preview.addServer('Next door');
  await bot.library
    .forServer(other.id)
    .add(createArticle('A Quarrel Next Door', ['They quarrel.']), 'quarrel');
  expect(await names('summary', 'article', 'quarrel next')).not.toContain('A Quarrel Next Door');
  expect(await names('summary', 'article', 'quarrel')).not.toContain('A Quarrel Next Door');
  const cleo = bot.preview.addMember('Cleo', { serverId: other.id });
  const there = await cleo.autocomplete(
    other.channels.general,
    'summary',
    { article: 'quarel next' },
    'article',
  );
  expect(there.map(({ name }) => name)).toEqual(['A Quarrel Next Door']);
});
