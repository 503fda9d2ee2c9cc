import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Asked, Member } from 'discord-preview/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import type { Command } from '../src/discord/command.ts';
import { createComponentHandlers } from '../src/discord/component-handlers.ts';
import { contentOf } from './cards.ts';
import { COMMAND_USES, type CommandUse } from './command-uses.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let article: string;
let secret: string;
let role: string;
let patrons: string;
let thread: string;
let south: { id: string; channels: { general: string } };
let people: Record<string, Member>;

beforeAll(async () => {
  bot = await startTestBot();
  article = (await bot.library.find('footbridge')).id;
  south = bot.preview.addServer('South');
  people = {
    reader: bot.preview.addMember('Rita'),
    'editor by permission': bot.preview.member('Ada'),
    'editor by role': bot.preview.addMember('Rolf'),
    'editor of another server': bot.preview.addMember('Eva', { serverId: south.id, editor: true }),
  };
  role = bot.preview.addRole('Desk', { members: ['Rolf'] });
  patrons = bot.preview.addRole('Patrons');
  thread = await people.reader!.openThread(bot.preview.channels.general, 'A thread');
  secret = (
    await bot.library.forServer(bot.preview.serverId).add(await bot.library.find('footbridge'), 'ours.txt')
  ).article.id;
});
afterAll(() => bot.stop());
beforeEach(() =>
  bot.storage.settings.update(bot.preview.serverId, { askers: [], channels: [], editorRole: role }),
);

const typed: Record<string, () => string> = {
  article: () => article,
  channel: () => bot.preview.channels.news,
  days: () => 'every day',
  time: () => '08:00',
  zone: () => 'UTC',
  url: () => 'http://127.0.0.1/',
  file: () => people.reader!.attach({ name: 'feeds.opml', bytes: '<opml version="2.0"><body/></opml>' }),
};

function valuesOf({ options }: CommandUse): Record<string, string> {
  const required = options.filter(option => 'required' in option && option.required);
  return Object.fromEntries(required.map(({ name }) => [name, typed[name]?.() ?? 'anything']));
}

/** The reply to a member; an empty string if a form opens. */
async function readReply(asked: Asked): Promise<string> {
  await asked.settled();
  return asked.message ? visibleTextOf(await asked.reply()) : '';
}

async function runUse(who: Member, where: string, use: CommandUse): Promise<string> {
  const how = use.subcommand === undefined ? {} : { subcommand: use.subcommand };
  return readReply(await who.command(where, use.command.data.name, valuesOf(use), how));
}

const refusal = /is for editors|only works in a server\. Please|can ask me|I only answer in/;
const isFor = (audience: Command['audience']) =>
  COMMAND_USES.filter(({ command }) => (command.audience ?? 'readers') === audience);
const forEditors = ({ command }: CommandUse) =>
  `/${command.data.name} is for editors: members with the “Manage Server” permission or the role <@&${role}>.`;

describe.each([
  ['reader', 'channel'],
  ['reader', 'thread'],
  ['editor by permission', 'channel'],
  ['editor by permission', 'thread'],
  ['editor by role', 'channel'],
  ['editor by role', 'thread'],
])('a %s in a %s', (who, target) => {
  const where = () => (target === 'thread' ? thread : bot.preview.channels.general);

  test('may use what is for everyone and for readers', async () => {
    for (const use of [...isFor('everyone'), ...isFor('readers')])
      expect([use.name, await runUse(people[who]!, where(), use)]).toEqual([
        use.name,
        expect.not.stringMatching(refusal),
      ]);
  });

  test('is let in to what is for editors, or told what it takes', async () => {
    for (const use of isFor('editors')) {
      const expected = who === 'reader' ? forEditors(use) : expect.not.stringMatching(refusal);
      expect([use.name, await runUse(people[who]!, where(), use)]).toEqual([use.name, expected]);
    }
  });
});

test('in direct messages nothing is offered that belongs to a server, whoever asks, and all else is answered', async () => {
  for (const [name, who] of Object.entries(people)) {
    const direct = who.directMessages();
    const offered = who.commands(direct).map(command => command.name);
    for (const { command } of [...isFor('everyone'), ...isFor('readers')])
      expect(offered).toContain(command.data.name);
    for (const { command } of isFor('editors')) expect([name, ...offered]).not.toContain(command.data.name);
  }
  for (const use of isFor('readers'))
    expect(await runUse(people.reader!, people.reader!.directMessages(), use)).not.toMatch(refusal);
});

test('an editor of another server changes nothing of this one, with its ids or without', async () => {
  const eva = people['editor of another server']!;
  await expect(eva.command(bot.preview.channels.general, 'summary', { article })).rejects.toThrow(
    'not there',
  );
  for (const use of COMMAND_USES.filter(({ name }) =>
    /^\/library (?:remove|rename|tag|export)$/.test(name),
  )) {
    const how = { subcommand: use.subcommand as string };
    expect(
      await readReply(await eva.command(south.channels.general, 'library', { article: secret }, how)),
    ).toContain('belongs to all servers');
  }
  expect(await bot.library.forServer(bot.preview.serverId).listVersions(secret)).toEqual([secret]);
  await readReply(await eva.command(south.channels.general, 'settings'));
  const [panel] = eva.sees(south.channels.general).slice(-1);
  await (await eva.select(panel!, 'turn/settings/language', ['fr'])).settled();
  expect((await bot.storage.settings.get(bot.preview.serverId)).language).toBeNull();
});

/**
 * A public message of the bot with a button that has this custom id, as if forged or left in an old message.
 */
async function postButton(customId: string) {
  const asked = await people['editor by permission']!.command(bot.preview.channels.general, 'articles');
  const { id } = await asked.reply();
  const message = bot.preview.messages(bot.preview.channels.general).find(other => other.id === id)!;
  const button = { type: 2, style: 2, label: 'Press', custom_id: customId, id: 2 };
  Object.assign(message, { components: [{ type: 1, id: 1, components: [button] }] });
  return message;
}

const press = async (who: Member, customId: string) =>
  readReply(await who.click(await postButton(customId), customId));

const handlers = createComponentHandlers(commands);

test('buttons, menus and forms of what is for editors refuse a reader in the same words', async () => {
  const pressed = [...handlers].filter(([, { audience }]) => audience === 'editors');
  expect(pressed.map(([name]) => name)).toEqual(expect.arrayContaining(['settings', 'library']));
  for (const [name, { getModal }] of pressed) {
    const sentence = `/${name} is for editors`;
    for (const mode of ['turn', 'open', ...(getModal ? ['form'] : [])])
      expect([name, mode, await press(people.reader!, `${mode}/${name}/x`)]).toEqual([
        name,
        mode,
        expect.stringContaining(sentence),
      ]);
    expect(await press(people['editor by role']!, `open/${name}/list/0`)).not.toMatch(refusal);
  }
});

test('whoever is no editor any more cannot send in a form that was opened before', async () => {
  const rolf = people['editor by role']!;
  const opened = await rolf.command(bot.preview.channels.general, 'library', {}, { subcommand: 'add' });
  await opened.modal();
  await bot.storage.settings.update(bot.preview.serverId, { editorRole: null });
  const sent = await rolf.submitModal(opened, { headline: 'Sneaked In', text: 'Text.', comments: '' });
  expect(await readReply(sent)).toBe('/library is for editors: members with the “Manage Server” permission.');
  await expect(bot.library.forServer(bot.preview.serverId).find('Sneaked In')).rejects.toThrow();
});

test('where only some roles may ask, everything for readers refuses the others, and everything for everyone does not', async () => {
  await bot.storage.settings.update(bot.preview.serverId, { askers: [patrons] });
  const sentence = `In this server, only members with the role <@&${patrons}> can ask me.`;
  const { reader } = people;
  for (const where of [bot.preview.channels.general, thread]) {
    for (const use of isFor('readers'))
      expect([use.name, await runUse(reader!, where, use)]).toEqual([use.name, sentence]);
    for (const use of isFor('everyone')) expect(await runUse(reader!, where, use)).not.toMatch(refusal);
  }
  const menus = commands.flatMap(({ contextMenu: menu }) => menu ?? []);
  const message = await reader!.say(bot.preview.channels.general, 'Something to choose.');
  for (const { data, audience } of menus)
    expect(await readReply(await reader!.menu(message, data.name))).toContain(
      audience === 'editors' ? `“${data.name}” is for editors` : sentence,
    );
  const keys = [...handlers].flatMap(([name, { audience = 'readers' }]) =>
    audience === 'readers' ? [name] : [],
  );
  expect(keys).toEqual(expect.arrayContaining(['summary', 'said', 'answer']));
  for (const key of keys)
    for (const mode of ['turn', 'open', 'post'])
      expect([key, mode, await press(reader!, `${mode}/${key}/${article}/0`)]).toEqual([key, mode, sentence]);
  expect(await press(people['editor by role']!, `open/summary/${article}/brief`)).not.toMatch(refusal);
  await bot.storage.settings.update(bot.preview.serverId, { askers: [patrons, role] });
  expect(await runUse(people.reader!, thread, isFor('readers')[0]!)).toBe(
    `In this server, only members with the role <@&${patrons}> or <@&${role}> can ask me.`,
  );
});

describe('a permission that Discord does not give me', () => {
  const { CreatePublicThreads, SendMessagesInThreads, SendMessages } = PermissionFlagsBits;
  const discuss = async (options: Record<string, string> = {}) =>
    readReply(await people.reader!.command(bot.preview.channels.news, 'discuss', { article, ...options }));

  test('is named with its channel before a thread or a post is opened', async () => {
    const { news, forum } = bot.preview.channels;
    bot.preview.deny(news, CreatePublicThreads, SendMessagesInThreads);
    expect(await discuss()).toContain(
      `I need “Create Public Threads” and “Send Messages in Threads” in <#${news}>.`,
    );
    bot.preview.allow(news, CreatePublicThreads, SendMessagesInThreads);
    bot.preview.deny(forum, SendMessages, SendMessagesInThreads);
    await expect
      .poll(() => discuss({ forum }))
      .toContain(`I need “Send Messages” and “Send Messages in Threads” in <#${forum}>.`);
    bot.preview.allow(forum, SendMessages, SendMessagesInThreads);
  });

  test('is named to the member directly where it keeps an answer out of a thread', async () => {
    const { news } = bot.preview.channels;
    const opened = await (await people.reader!.command(news, 'discuss', { article })).reply();
    await bot.preview.until(() => bot.preview.messages(opened.id).length > 0, 'the thread');
    bot.preview.deny(news, SendMessagesInThreads);
    await people.reader!.say(opened.id, 'Who built the bridge?');
    const direct = people.reader!.directMessages();
    const told = `I need “Send Messages in Threads” in <#${opened.id}>.`;
    await bot.preview.until(
      () => bot.preview.messages(direct).some(message => contentOf(message).includes(told)),
      'a direct message',
    );
    bot.preview.allow(news, SendMessagesInThreads);
  });
});
