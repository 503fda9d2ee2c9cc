import { ComponentType } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cardsOf, contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let article: string;

beforeAll(async () => {
  bot = await startTestBot();
  article = (await bot.library.find('footbridge')).id;
});
afterAll(() => bot.stop());

const untouched = {
  maskStrongLanguage: true,
  provenOnly: false,
  language: null,
  askers: [],
  channels: [],
  editorRole: null,
  answersPerMember: null,
  engine: 'automatic',
} as const;
beforeEach(async () => void (await bot.storage.settings.update(bot.preview.serverId, untouched)));

const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');
const here = () => bot.preview.channels.articles;
const settings = () => bot.storage.settings.get(bot.preview.serverId);
const panel = async (who = ada()) => (await who.command(here(), 'settings')).reply();
const idOf = (what: string) => `turn/settings/${what}`;

test('shows everything on one private panel and changes it by its menus', async () => {
  const readers = bot.preview.addRole('Subscribers', { members: ['Ben'] });
  const opened = await panel();
  expect(isEphemeral(opened)).toBe(true);
  expect(Object.keys(pressableOf(opened))).toEqual([
    'Language',
    'Who can ask: everyone',
    'Where I answer: all channels',
    'Editors: no further role',
    'Show strong language',
    'Only what is proven',
    'Use the built-in engine only',
    'Daily limit…',
    'Changes',
  ]);
  // one line of a phone
  for (const name of Object.keys(pressableOf(opened))) expect(name.length).toBeLessThanOrEqual(36);
  const choose = async (what: string, values: string[]) => {
    const asked = await ada().select(opened, idOf(what), values);
    await asked.settled();
    return opened;
  };
  const german = await (await ada().select(opened, idOf('language'), ['de'])).replyWhere(message =>
    visibleTextOf(message).includes('Deutsch'),
  );
  expect(visibleTextOf(german)).toContain('Einstellungen dieses Servers');
  await choose('askers', [readers]);
  await choose('channels', [bot.preview.channels.general]);
  await choose('editors', [readers]);
  await (await ada().click(opened, idOf('mask/off'))).settled();
  await (await ada().click(opened, idOf('proven/only'))).settled();
  await (await ada().click(opened, idOf('engine/built-in'))).settled();
  expect(await settings()).toEqual({
    maskStrongLanguage: false,
    provenOnly: true,
    language: 'de',
    askers: [readers],
    channels: [bot.preview.channels.general],
    editorRole: readers,
    answersPerMember: null,
    engine: 'built-in',
  });
  // the panel is shown in the language chosen on it
  const text = visibleTextOf(await panel());
  const chosen = ['Deutsch', `<@&${readers}>`, `<#${bot.preview.channels.general}>`];
  for (const shown of [...chosen, 'gezeigt, wie sie geschrieben wurden', 'das eingebaute, ohne Modell'])
    expect(text).toContain(shown);
  await choose('askers', []);
  await choose('language', ['own']);
  expect(await settings()).toMatchObject({ askers: [], language: null });
});

test('takes a daily limit in a form and says what is wrong with another text', async () => {
  const opened = await panel();
  const form = await ada().click(opened, 'form/settings/limit');
  expect((await form.modal()).title).toBe('Model answers');
  const wrong = await (await ada().submitModal(form, { limit: 'many' })).reply();
  expect(contentOf(wrong)).toBe(
    '“many” is not a whole number. Nothing was changed. Type one such as 20, or leave it empty.',
  );
  await (await ada().submitModal(form, { limit: '7' })).settled();
  expect((await settings()).answersPerMember).toBe(7);
  expect(visibleTextOf(await panel())).toContain('per member and day:** 7');
});

test('lets only the chosen roles ask, in commands, buttons, suggestions and threads, and says which', async () => {
  const role = bot.preview.addRole('Patrons');
  await bot.preview.addMember('Pia');
  const shown = await (await ben().command(here(), 'summary', { article })).reply();
  const discussion = await (await ada().command(here(), 'discuss', { article })).reply();
  await bot.storage.settings.update(bot.preview.serverId, { askers: [role] });
  const refusal = `In this server, only members with the role <@&${role}> can ask me.`;
  const refused = await (await ben().command(here(), 'summary', { article })).reply();
  expect([contentOf(refused), isEphemeral(refused)]).toEqual([refusal, true]);
  expect(contentOf(await (await ben().click(shown, pressableOf(shown).Quotes as string)).reply())).toBe(
    refusal,
  );
  expect(await ben().autocomplete(here(), 'summary', { article: 'foot' }, 'article')).toEqual([]);
  await ben().say(discussion.id, 'Who built the bridge?');
  await bot.preview.until(
    () => bot.preview.messages(discussion.id).some(message => contentOf(message) === refusal),
    'a refusal',
  );
  await ben().say(discussion.id, 'Just talking to the others.');
  await ada().say(discussion.id, 'What does it cost?');
  await bot.preview.until(
    () => bot.preview.messages(discussion.id).at(-1)?.author.bot,
    'an answer to the editor',
  );
  expect(bot.preview.messages(discussion.id).filter(message => contentOf(message) === refusal)).toHaveLength(
    1,
  );
  expect(cardsOf(await (await ada().command(here(), 'summary', { article })).reply())).toHaveLength(1);
  expect(visibleTextOf(await (await ben().command(here(), 'help')).reply())).toContain('/summary');
});

test('answers in the chosen channels and their threads, and privately elsewhere', async () => {
  const { general, news } = bot.preview.channels;
  const before = await (await ben().command(news, 'summary', { article })).reply();
  await bot.storage.settings.update(bot.preview.serverId, { channels: [general] });
  const refusal = `In this server, I only answer in <#${general}>. Elsewhere, commands work with \`private\`, for you alone.`;
  expect(contentOf(await (await ben().command(news, 'summary', { article })).reply())).toBe(refusal);
  expect(
    cardsOf(await (await ben().command(news, 'summary', { article, private: true })).reply()),
  ).toHaveLength(1);
  expect(cardsOf(await (await ben().command(news, 'help')).reply())).toHaveLength(1);
  expect(
    cardsOf(await (await ben().click(before, pressableOf(before).Quotes as string)).reply()),
  ).toHaveLength(1);
  const post = await (await ben().click(before, pressableOf(before)['Open thread'] as string)).reply();
  expect(contentOf(post)).toBe(refusal);
  expect(cardsOf(await (await ben().command(general, 'summary', { article })).reply())).toHaveLength(1);
  const thread = await ben().openThread(general, 'About the bridge');
  expect(cardsOf(await (await ben().command(thread, 'summary', { article })).reply())).toHaveLength(1);
  expect(cardsOf(await (await ada().command(news, 'settings')).reply())).toHaveLength(1);
});

test('names who is an editor to whoever is none, and lets a role be it, but not choose it', async () => {
  const refused = await panel(ben());
  expect(contentOf(refused)).toBe('/settings is for editors: members with the “Manage Server” permission.');
  const role = bot.preview.addRole('Desk', { members: ['Ben'] });
  await bot.storage.settings.update(bot.preview.serverId, { editorRole: role });
  const outsider = bot.preview.addMember('Olga');
  expect(contentOf(await panel(outsider))).toBe(
    `/settings is for editors: members with the “Manage Server” permission or the role <@&${role}>.`,
  );
  const opened = await panel(ben());
  await expect(ben().select(opened, idOf('editors'), [])).rejects.toThrow('switched off');
  await (await ben().select(opened, idOf('language'), ['fr'])).settled();
  expect(await settings()).toMatchObject({ language: 'fr', editorRole: role });
  const everybody = await (
    await ada().select(await panel(), idOf('editors'), [bot.preview.serverId])
  ).reply();
  expect(contentOf(everybody)).toContain('@everyone');
  expect((await settings()).editorRole).toBe(role);
});

test('keeps the settings of two servers apart, and both changes where two editors change something at once', async () => {
  const south = bot.preview.addServer('South');
  await Promise.all([
    bot.storage.settings.update(south.id, { language: 'es' }),
    bot.storage.settings.update(south.id, { engine: 'built-in' }),
  ]);
  expect(await bot.storage.settings.get(south.id)).toEqual({
    ...untouched,
    language: 'es',
    engine: 'built-in',
  });
  expect(await settings()).toEqual(untouched);
});

test('offers as chosen only what is still there', async () => {
  const gone = bot.preview.addChannel('gone');
  await bot.storage.settings.update(bot.preview.serverId, { channels: [gone, bot.preview.channels.general] });
  bot.preview.removeChannel(gone);
  const { components = [] } = await panel();
  const opened = JSON.stringify(components.filter(({ type }) => type === ComponentType.ActionRow));
  expect(opened).toContain(bot.preview.channels.general);
  expect(opened).not.toContain(gone);
});
