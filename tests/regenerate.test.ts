import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createComponentHandlers } from '../src/discord/component-handlers.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { type Engine, EngineFailure } from '../src/engines/engine.ts';
import { cardsOf, contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

/** A model that returns a different sentence of the article each time, or is down. */
let drafts = 0;
let isDown = false;
const model: Engine = {
  name: 'openai',
  isPaid: false,
  translates: true,
  heedsComplaints: true,
  identity: () => 'scripted',
  async draft(_recipe, article) {
    if (isDown) throw new EngineFailure('The model did not answer in time');
    const paragraph = (drafts++ % article.paragraphs.length) + 1;
    return { points: [{ text: article.paragraphs[paragraph - 1], paragraphs: [paragraph] }] };
  },
};

let bot: TestBot;
let train: string;
beforeAll(async () => {
  bot = await startTestBot({ engines: [model, createBuiltInEngine()] });
  train = (await bot.library.find('A Town Asks Its Railway for the 22:40 Back')).id;
});
beforeEach(() => {
  isDown = false;
});
afterAll(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');
const here = () => bot.preview.channels.articles;
const summary = async (length: string) =>
  (await ben().command(here(), 'summary', { article: train, length })).reply();
const sourcesOf = async (message: Awaited<ReturnType<typeof summary>>, member = ada()) =>
  (await member.click(message, pressableOf(message).Sources as string)).reply();

test('an editor has an answer made anew: it takes the place of the old one for everybody', async () => {
  const old = await summary('brief');
  expect(visibleTextOf(await summary('brief'))).toBe(visibleTextOf(old));
  const sources = await sourcesOf(old);
  const anew = await (await ada().click(sources, pressableOf(sources).Regenerate as string)).replyWhere(
    message => contentOf(message).startsWith('Regenerated'),
  );
  expect(isEphemeral(anew)).toBe(true);
  const [made] = cardsOf(await summary('brief'));
  expect(made?.description).not.toBe(cardsOf(old)[0]?.description);
  expect(cardsOf(anew)[0]?.description).toBe(made?.description);
  await bot.preview.until(
    () =>
      cardsOf(bot.preview.messages(here()).find(({ id }) => id === old.id))[0]?.description ===
      made?.description,
    'the old message to change',
  );
});

test('readers are not offered it, and get a sentence if they press it nevertheless', async () => {
  const shown = await summary('brief');
  const sources = await sourcesOf(shown, ben());
  expect(pressableOf(sources).Regenerate).toBeUndefined();
  const editors = await sourcesOf(shown);
  const handler = createComponentHandlers(commands).get('answer')!;
  const values = (pressableOf(editors).Regenerate as string).split('/').slice(2);
  const reader = {
    guildId: '1',
    member: { roles: [] },
    memberPermissions: null,
    channel: null,
    channelId: '1',
    isModalSubmit: () => false,
  };
  const context = { rules: await bot.storage.settings.get('1') };
  await expect(handler.handleComponent(values, reader as never, context as never)).rejects.toThrow(
    'Only editors can regenerate an answer.',
  );
});

test('the sources are those of the answer that is shown, also where the model was down when it was made', async () => {
  isDown = true;
  const shown = await summary('standard');
  expect(visibleTextOf(shown)).toContain('this is the built-in engine’s answer');
  isDown = false;
  const before = drafts;
  const sources = visibleTextOf(await sourcesOf(shown, ben()));
  expect(drafts).toBe(before);
  for (const [, first] of visibleTextOf(shown).matchAll(/`¶(\d+)`/g))
    expect(sources).toContain(`**¶${first}**`);
});

test('an answer that cannot be made anew leaves the old one where it is kept', async () => {
  const old = await summary('full');
  isDown = true;
  const sources = await sourcesOf(old);
  const anew = await (await ada().click(sources, pressableOf(sources).Regenerate as string)).replyWhere(
    message => contentOf(message).startsWith('Regenerated'),
  );
  expect(visibleTextOf(anew)).toContain('The model did not answer in time');
  isDown = false;
  expect(cardsOf(await summary('full'))[0]?.description).toBe(cardsOf(old)[0]?.description);
});

test('below a regenerated answer to a question stands what stood below the old one', async () => {
  isDown = true;
  for (const question of ['Who is Samuel Okoro?', 'What is the capital of Mongolia?']) {
    const old = await (await ben().command(here(), 'ask', { article: train, question })).reply();
    const below = Object.keys(pressableOf(old));
    const sources = await sourcesOf(old);
    const anew = await (await ada().click(sources, pressableOf(sources).Regenerate as string)).replyWhere(
      message => contentOf(message).startsWith('Regenerated'),
    );
    expect(Object.keys(pressableOf(anew))).toEqual(below);
  }
  isDown = false;
});
