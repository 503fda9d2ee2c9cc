import { afterEach, beforeEach, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { cardsOf, contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, UNLIMITED, visibleTextOf } from './support.ts';

let bot: TestBot;

beforeEach(async () => {
  bot = await startTestBot();
});

afterEach(() => bot.stop());

const here = () => bot.preview.channels.articles;
const ben = () => bot.preview.member('Ben');
const reply = async (name: string, options = {}) => (await ben().command(here(), name, options)).reply();

test('explains itself from the list of commands, with what can be done with a message', async () => {
  const help = await reply('help');
  const text = visibleTextOf(help);
  for (const { data, contextMenu: menu } of commands) {
    expect(text).toContain(`/${data.name}`);
    if (menu) expect(text).toContain(menu.data.name);
  }
  expect(text).toMatch(/Add to the library.*\(for editors\)/);
  expect(text).not.toMatch(/Quotes of this.*\(for editors\)/);
  expect(isEphemeral(help)).toBe(true);
});

test('tells all about one command, however it is typed, or which there are', async () => {
  for (const { data } of commands)
    expect(cardsOf(await reply('help', { command: data.name }))[0]?.title).toBe(`/${data.name}`);
  const digest = visibleTextOf(await reply('help', { command: '/digest create' }));
  expect(digest).toContain('/digest preview');
  expect(digest).toContain('`zone`');
  expect(cardsOf(await reply('help', { command: 'sumary' }))[0]?.title).toBe('/summary');
  expect(contentOf(await reply('help', { command: 'zzzzzzz' }))).toContain('`/summary`');
  const offered = await ben().autocomplete(here(), 'help', { command: 'qoutes' }, 'command');
  expect(offered[0]?.value).toBe('quotes');
  expect(await ben().autocomplete(here(), 'help', { command: '' }, 'command')).toHaveLength(
    Math.min(25, commands.length),
  );
});

test('says which version it is, what makes the answers and how large the library is', async () => {
  const text = visibleTextOf(await reply('about'));
  expect(text).toContain(`${await bot.library.count()} articles`);
  expect(text).toContain('built-in engine');
  expect(text).toMatch(/\*\*Version\*\* \d+\.\d+\.\d+/);
  expect(text).toMatch(/<t:\d+:R>/);
});

test('says nothing of limits where no model is set', async () => {
  await bot.stop();
  bot = await startTestBot({ limits: { ...UNLIMITED, answers: { ...UNLIMITED.answers, member: 5 } } });
  const content = contentOf(await reply('usage'));
  expect(content).toContain('No model is set up here');
  expect(content).not.toContain('5');
});

test('says what is kept and where it goes, asks before it deletes, and deletes what is of the member alone', async () => {
  const train = (await bot.library.suggest('railway', 1))[0]?.id as string;
  const places = await Promise.all(
    [ben(), bot.preview.member('Ada')].map(async member => {
      const direct = member.directMessages();
      await (await member.command(direct, 'discuss', { article: train })).reply();
      const question = await member.say(direct, 'Who is the mayor of Brennick?');
      await bot.preview.until(() => bot.preview.repliesTo(question)[0], 'an answer');
      return direct;
    }),
  );
  const kept = () =>
    Promise.all(places.map(target => bot.storage.threads.listQuestionsBefore(target, '9'.repeat(20), 5)));
  expect((await kept()).map(({ length }) => length)).toEqual([1, 1]);

  const privacy = await reply('privacy');
  expect(visibleTextOf(privacy)).toContain('I use no model');
  const press = async (label: string, done: string) => {
    const asked = await ben().click(privacy, pressableOf(current())[label] as string);
    await asked.replyWhere(message => cardsOf(message)[0]?.title === done);
  };
  const current = () =>
    ben()
      .sees(here())
      .find(({ id }) => id === privacy.id)!;
  await press('Delete my data…', 'Delete your data?');
  expect((await kept()).map(({ length }) => length)).toEqual([1, 1]);
  await press('No, keep it', 'What I store about you');
  await press('Delete my data…', 'Delete your data?');
  await press('Yes, delete', 'Done');
  expect(visibleTextOf(current())).toContain('Done\nDeleted: 1 question.');
  expect((await kept()).map(({ length }) => length)).toEqual([0, 1]);
  expect((await bot.storage.threads.get(places[0]!))?.openedBy).toBe('');
});

test('counts a deleted member’s answers for the limits until the day is over, so that deleting is no way around them', async () => {
  await bot.stop();
  bot = await startTestBot({
    engines: [{ ...createBuiltInEngine(), isPaid: true, identity: () => 'paid' }, createBuiltInEngine()],
    limits: { ...UNLIMITED, answers: { ...UNLIMITED.answers, member: 1 } },
  });
  const train = (await bot.library.suggest('railway', 1))[0]?.id as string;
  await reply('summary', { article: train });
  const privacy = await reply('privacy');
  const first = await ben().click(privacy, pressableOf(privacy)['Delete my data…'] as string);
  const sure = await first.replyWhere(message => cardsOf(message)[0]?.title === 'Delete your data?');
  await (await ben().click(sure, pressableOf(sure)['Yes, delete'] as string)).replyWhere(
    message => cardsOf(message)[0]?.title === 'Done',
  );
  expect(visibleTextOf(await reply('quotes', { article: train }))).toContain(
    'You’ve used your 1 model answers',
  );
});
