import {
  type APIApplicationCommandBasicOption,
  type APIMessage,
  ApplicationCommandOptionType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Asked, Member } from 'discord-preview/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createComponentHandlers, nameOfButton } from '../src/discord/component-handlers.ts';
import { isButtonMenu, parseCustomId } from '../src/discord/custom-id.ts';
import { createArticle } from './articles.ts';
import { BUTTONS, COMMAND_USES, type CommandUse, toSentOptions } from './command-uses.ts';
import { fillField, rightValueFor } from './form-fields.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

/** A word in every text that belongs only to the first server. */
const SECRET = 'Quorvex';

const notSecret = expect.not.stringMatching(new RegExp(SECRET, 'i'));

interface Server {
  readonly id: string;
  readonly editor: Member;
  readonly general: string;
  readonly news: string;
  readonly forum: string;
  readonly role: string;
  readonly thread: string;
  readonly message: string;
  readonly article: string;
  readonly digest: string;
  readonly feed: string;
}

let bot: TestBot;
let north: Server;
let south: Server;
/** The components in the messages and forms of the first server's commands. */
let seen: Component[];
let before: unknown;

interface Component {
  readonly type: number;
  readonly custom_id: string;
  readonly [field: string]: unknown;
}

beforeAll(async () => {
  bot = await startTestBot();
  north = await furnishServer(bot.preview.serverId, 'Ada', `${SECRET} Harbour`);
  south = await furnishServer(bot.preview.addServer('South').id, 'Eva', 'Plain Meadow');
  seen = await crawlServer();
  before = await storedOf(north);
}, 240_000);
afterAll(async () => {
  expect(await storedOf(north)).toEqual(before);
  expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
  await bot.stop();
});

/** Creates one of everything that a server can have, each named after it. */
async function furnishServer(id: string, name: string, word: string): Promise<Server> {
  const { preview, storage, library } = bot;
  const editor = preview.addMember(name, { serverId: id, editor: true });
  const general = preview.addChannel('talk', { serverId: id });
  const news = preview.addChannel('posts', { serverId: id });
  const forum = preview.addChannel('forum', { serverId: id, forum: true });
  await preview.until(() => bot.connection() === null, 'the connection');
  const text = [
    `${word} opened on Friday, said the mayor Jo ${word.split(' ')[0]}.`,
    `“We of ${word} are glad,” said the mayor.`,
  ];
  const { article } = await library
    .forServer(id)
    .add(
      createArticle(`${word} opens`, text, { '1': `I like ${word}.`, '2': `I do not like ${word}.` }),
      `${word}.txt`,
    );
  const now = new Date().toISOString();
  await library.forServer(id).add(createArticle(`${word} closes`, text), `${word} 2.txt`);
  const digest = crypto.randomUUID();
  await storage.digests.create({
    ...{
      id: digest,
      serverId: id,
      channelId: news,
      name: `${word} post`,
      days: [1],
      time: '08:00',
      zone: 'UTC',
      count: 5,
      paused: true,
    },
    ...{ activeSince: now, createdBy: editor.id, createdAt: now },
  });
  const feed = crypto.randomUUID();
  const address = `https://${word.split(' ')[0]!.toLowerCase()}.example/feed.xml`;
  const rest = {
    etag: null,
    lastModified: null,
    lastLook: null,
    lastSuccess: null,
    lastError: null,
    ended: null,
    lastRefusal: null,
  };
  const state = {
    ...rest,
    title: `${word} feed`,
    movedTo: null,
    nextLook: '2099-01-01T00:00:00Z',
    failures: 0,
    told: false,
    taken: 0,
    refused: 0,
  };
  const own = {
    id: feed,
    serverId: id,
    url: address,
    channelId: null,
    tags: [],
    paused: true,
    addedBy: editor.id,
    addedAt: now,
  };
  await storage.feeds.create({ ...own, state });
  const thread = await editor.openThread(general, `${word} thread`);
  await storage.threads.open({
    threadId: thread,
    serverId: id,
    articleId: article.id,
    openedBy: editor.id,
    openedAt: new Date().toISOString(),
  });
  const message = (await editor.say(general, `${word} is what I speak of.`)).id;
  const role = preview.addRole(`${word} role`, { serverId: id });
  return { id, editor, general, news, forum, role, thread, message, article: article.id, digest, feed };
}

/** Everything stored for a server, and the content of its channels. */
async function storedOf({ id, general, news, forum, thread }: Server) {
  const { storage, library, preview } = bot;
  return {
    settings: await storage.settings.get(id),
    digests: await storage.digests.list(id),
    feeds: await storage.feeds.list(id),
    articles: await library.forServer(id).list({ offset: 0, limit: 100 }),
    thread: await storage.threads.get(thread),
    wrong: await storage.feedback.listWrong(id, { offset: 0, limit: 100 }),
    messages: [general, news, forum, thread].map(channel => preview.messages(channel).length),
    threads: [general, forum].map(channel => preview.threads(channel)),
  };
}

/** The value to type for an option in a server; undefined if it is not needed. */
function typedFor(
  option: APIApplicationCommandBasicOption,
  { command }: CommandUse,
  server: Server,
): unknown {
  const of = server === north ? `, ${SECRET}` : '';
  const values: Record<string, unknown> = {
    article: server.article,
    channel: server.news,
    name: command.data.name === 'digest' ? server.digest : 'Plain name',
    feed: server.feed,
    url: 'http://127.0.0.1/',
    ...{
      days: 'every day',
      time: '08:00',
      zone: 'UTC',
      question: `Who is glad${of}?`,
      claim: `It opened on Friday${of}.`,
    },
  };
  return values[option.name];
}

function typedIn(
  server: Server,
  use: CommandUse,
  { only = required }: { only?: typeof required } = {},
): Given[] {
  const wanted = use.options.filter(option => only(option));
  return wanted.map(option => ({
    name: option.name,
    type: option.type,
    value: typedFor(option, use, server) ?? 'anything',
  }));
}

const required = (option: APIApplicationCommandBasicOption) =>
  option.required === true || option.name === 'article';

interface Given {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Sends a command with unchecked options, and the objects they refer to as Discord would resolve them. */
function forgeCommand(
  who: Member,
  where: string,
  use: CommandUse,
  options: readonly Given[],
  type = InteractionType.ApplicationCommand,
) {
  return who.forge(where, type, {
    id: '1',
    type: 1,
    name: use.command.data.name,
    options: toSentOptions(use, options),
    resolved: resolvedFor(options),
  });
}

function resolvedFor(options: readonly Given[]) {
  const channels = options.filter(({ type }) => type === ApplicationCommandOptionType.Channel);
  const kind = (id: unknown) => ([north.forum, south.forum].includes(`${id}`) ? 15 : 0);
  return {
    channels: Object.fromEntries(
      channels.map(({ value }) => [
        `${value}`,
        { id: `${value}`, type: kind(value), name: 'forged', permissions: '8' },
      ]),
    ),
  };
}

/** The final answer. */
function settledOf(asked: Asked): Promise<APIMessage> {
  return asked.wasDeferred ? asked.final(150) : asked.reply();
}

/** Everything that the member is shown, as one text, including private forms. */
async function readShown(asked: Asked): Promise<string> {
  if ((await asked.settled()) === 'failed') throw new Error('The application did not respond.');
  const messages = asked.message ? [await settledOf(asked), ...asked.followUps] : asked.followUps;
  return [
    ...messages.flatMap(message => [visibleTextOf(message), JSON.stringify(message.components ?? [])]),
    JSON.stringify(asked.choices ?? []),
  ].join('\n');
}

/**
 * Uses every command of the first server and everything in its replies: every button, menu and form there is.
 */
async function crawlServer(): Promise<Component[]> {
  const found = new Map<string, Component>();
  const note = (message: Pick<APIMessage, 'components'>) => {
    for (const component of componentsOf(message)) found.set(component.custom_id, component);
  };
  const { editor, general } = north;
  const look = async (asked: Asked) => {
    await asked.settled();
    for (const message of asked.message ? [await settledOf(asked), ...asked.followUps] : asked.followUps)
      note(message);
    return asked.message;
  };
  const replies: (APIMessage | undefined)[] = [];
  const isHarmless = ({ name }: CommandUse) =>
    !/^\/(?:digest (?:create|delete|now|resume)|feed (?:add|remove|resume)|library add)$/.test(name);
  for (const use of COMMAND_USES.filter(isHarmless)) {
    replies.push(await look(forgeCommand(editor, general, use, typedIn(north, use))));
    // without an article, it is asked for in a menu
    if (use.options.some(({ name, required: isNeeded = false }) => name === 'article' && !isNeeded))
      replies.push(
        await look(
          forgeCommand(
            editor,
            general,
            use,
            typedIn(north, use, { only: option => option.required === true }),
          ),
        ),
      );
  }
  const first = await editor.say(general, `${SECRET} Harbour opens`);
  const second = await editor.say(general, `${SECRET} Harbour opens\n${SECRET} Harbour closes`);
  for (const message of [first, second])
    for (const { contextMenu: menu } of commands)
      if (menu) replies.push(await look(await editor.menu(message, menu.data.name)));
  for (const reply of replies.filter(reply => reply !== undefined))
    for (const { type, custom_id: id } of componentsOf(reply)) {
      if (
        type !== ComponentType.Button ||
        /^\w+\/(?:discuss|cancel|privacy)|\/mask|\/engine|\/(?:remove|keep|again)/.test(id)
      )
        continue;
      const data = { custom_id: id, component_type: type, id: 1 };
      await look(editor.forge(general, InteractionType.MessageComponent, data, reply.id));
    }
  return [...found.values(), ...listOldButtons()];
}

/** Buttons that appear only after certain events. */
function listOldButtons(): Component[] {
  const ids = [
    ...[
      `turn/library/remove/${north.article}`,
      `post/discuss/switch/${north.article}`,
      `post/discuss/asked/${north.article}`,
    ],
    ...[
      `open/articles/1/lighthouse`,
      `turn/digest/history/${north.digest}/1`,
      `turn/feedback/list/1`,
      `turn/privacy/ask`,
    ],
  ];
  return ids.map(custom_id => ({ type: ComponentType.Button, custom_id, style: 2, label: 'Press' }));
}

function componentsOf({ components = [] }: Pick<APIMessage, 'components'>): Component[] {
  const rows = components as unknown as { components?: Component[] }[];
  return rows
    .flatMap(({ components: inner = [] }) => inner)
    .filter(({ custom_id }) => custom_id !== undefined)
    .flatMap(component => (isButtonMenu(component.custom_id) ? buttonsIn(component) : [component]));
}

/** The buttons that a button menu contains. */
function buttonsIn({ options }: Component): Component[] {
  return (options as { value: string }[]).map(({ value }) => ({
    type: ComponentType.Button,
    custom_id: value,
    id: 1,
  }));
}

/** The same text with every id of the first server replaced by one that does not exist. */
function replaceIds(text: string): string {
  const swapped = (id: string) =>
    id.replace(/[0-9a-f]/g, digit =>
      ((Number.parseInt(digit, 16) + 1) % (/^\d+$/.test(id) ? 10 : 16)).toString(16),
    );
  const swappedIds = idsOf(north).reduce((all, id) => all.replaceAll(id, swapped(id)), text);
  return swappedIds.replaceAll(SECRET, 'Zublimk').replaceAll(SECRET.toLowerCase(), 'zublimk');
}

function idsOf(server: Server): string[] {
  const { general, news, forum, role, thread, message, article, digest, feed, id, editor } = server;
  return [general, news, forum, role, thread, message, article, digest, feed, id, editor.id];
}

/** A reply without the typed text, and without parts that differ every time. */
function normalizeReply(text: string, typed = ''): string {
  const unescaped = text.replaceAll('\\', '');
  const without =
    typed === '' ? unescaped : unescaped.replaceAll(typed, '•').replaceAll(typed.toLowerCase(), '•');
  return without.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16}\b|\d+/g, '◦');
}

/** Adds this component to a message of the bot in a channel, as if it had been put there. */
async function postComponent(who: Member, channel: string, component: Component): Promise<string> {
  const reply = await (await who.command(channel, 'about')).reply();
  const message = bot.preview.messages(channel).find(({ id }) => id === reply.id)!;
  Object.assign(message, {
    components: [{ type: 1, id: 1, components: [{ ...component, id: 2, disabled: false }] }],
  });
  return message.id;
}

/** Presses, chooses or fills in the component with this custom id. */
async function forgePress(who: Member, channel: string, component: Component): Promise<string> {
  const { type, custom_id } = component;
  const options = component.options as { value: string }[] | undefined;
  const chosen =
    type === ComponentType.RoleSelect
      ? [north.role]
      : type === ComponentType.ChannelSelect
        ? [north.news]
        : options?.slice(0, 1).map(({ value }) => value);
  const resolved = {
    roles: { [north.role]: { id: north.role, name: 'forged', permissions: '0', position: 1 } },
    channels: { [north.news]: { id: north.news, type: 0, name: 'forged', permissions: '8' } },
  };
  const message = await postComponent(who, channel, component);
  const data = { custom_id, component_type: type, id: 2, ...(chosen && { values: chosen, resolved }) };
  return readShown(who.forge(channel, InteractionType.MessageComponent, data, message));
}

/** The commands, menus and buttons that can be pressed, by the keys of their custom ids. */
const pressable = [...createComponentHandlers(commands).keys()];

test('there is a custom id of everything that can be pressed', () => {
  const keys = new Set(seen.map(({ custom_id }) => parseCustomId(custom_id)?.command));
  expect([...keys]).toEqual(expect.arrayContaining(pressable));
  expect(seen.length).toBeGreaterThan(40);
});

test('a role or channel of this one is not chosen in another', async () => {
  for (const component of seen.filter(
    ({ type }) => type === ComponentType.RoleSelect || type === ComponentType.ChannelSelect,
  ))
    expect([component.custom_id, await forgePress(south.editor, south.general, component)]).toEqual([
      component.custom_id,
      expect.stringContaining('This menu no longer offers that'),
    ]);
});

test('a forged channel does not stay behind as one of the other server', async () => {
  const create = COMMAND_USES.find(({ name }) => name === '/digest create')!;
  await readShown(
    forgeCommand(south.editor, south.general, create, [
      ...typedIn(south, create).filter(({ name }) => name !== 'channel'),
      { name: 'channel', type: 7, value: north.news },
    ]),
  );
  const stolen = { ...(await bot.storage.digests.get(south.digest))!, channelId: north.news };
  await bot.storage.digests.update(stolen);
  await bot.library
    .forServer(south.id)
    .add(createArticle('Plain Meadow again', ['Plain Meadow opened again.']), 'again.txt');
  const now = COMMAND_USES.find(({ name }) => name === '/digest now')!;
  expect(await readShown(forgeCommand(south.editor, south.general, now, typedIn(south, now)))).toContain(
    'The channel no longer exists',
  );
  await restoreServer();
});

describe.each(['server', 'direct messages'])('from another %s', where => {
  const here = () => (where === 'server' ? south.general : south.editor.directMessages());

  test.each(pressable)('what /%s carries in its custom ids names nothing of this one', async key => {
    for (const component of seen.filter(({ custom_id }) => parseCustomId(custom_id)?.command === key)) {
      const reply = await forgePress(south.editor, here(), component);
      expect([component.custom_id, reply]).toEqual([component.custom_id, notSecret]);
      const other = await forgePress(south.editor, here(), JSON.parse(replaceIds(JSON.stringify(component))));
      expect([component.custom_id, normalizeReply(reply)]).toEqual([
        component.custom_id,
        normalizeReply(other),
      ]);
    }
  });

  test('what was asked here is not shown there, not even with an article that is there too', async () => {
    const everybodys = await bot.library.find('footbridge');
    const answers = seen.filter(({ custom_id }) => parseCustomId(custom_id)?.command === 'answer');
    expect(answers.length).toBeGreaterThan(5);
    for (const component of answers) {
      const custom_id = component.custom_id.replace(north.article, everybodys.id);
      const reply = await forgePress(south.editor, here(), { ...component, custom_id });
      expect([custom_id, reply]).toEqual([custom_id, notSecret]);
      if (!/\/(?:wrong|again)\//.test(custom_id))
        expect([custom_id, reply]).toEqual([
          custom_id,
          expect.stringContaining('I no longer have what was asked here'),
        ]);
    }
  });

  test.each(BUTTONS.flatMap(({ key, fields }) => (fields ? [{ key: nameOfButton({ key }), fields }] : [])))(
    'a filled-in form of $key names nothing of this one',
    async ({ key, fields }) => {
      const ids = seen.map(({ custom_id }) => custom_id).filter(id => parseCustomId(id)?.command === key);
      for (const custom_id of ids.map(id => id.replace(/^\w+/, 'open'))) {
        const components = fields.map(field =>
          fillField(field, rightValueFor(field, { channel: south.general })),
        );
        const send = (id: string) =>
          readShown(
            south.editor.forge(here(), InteractionType.ModalSubmit, {
              custom_id: id,
              components,
              resolved: {},
            }),
          );
        const reply = await send(custom_id);
        expect([custom_id, reply]).toEqual([custom_id, notSecret]);
        expect([custom_id, normalizeReply(reply)]).toEqual([
          custom_id,
          normalizeReply(await send(replaceIds(custom_id))),
        ]);
      }
    },
  );

  test.each(COMMAND_USES.map(use => [use.name, use] as const))(
    'no option of %s names anything of this one',
    async (_name, use) => {
      const send = async (option: APIApplicationCommandBasicOption, value: string) => {
        const others = typedIn(south, use).filter(({ name }) => name !== option.name);
        const given = { name: option.name, type: option.type, value };
        return normalizeReply(
          await readShown(forgeCommand(south.editor, here(), use, [...others, given])),
          value,
        );
      };
      for (const option of use.options)
        for (const some of chunksOf(foreignFor(option, use), 5)) {
          const replies = await Promise.all(some.map(value => send(option, value)));
          const others = await Promise.all(some.map(value => send(option, replaceIds(value))));
          const named = (all: readonly string[]) => all.map((reply, at) => [option.name, some[at], reply]);
          expect(named(replies)).toEqual(named(replies.map(() => notSecret)));
          if (!isFreeText(option, use)) expect(named(replies)).toEqual(named(others));
          await restoreServer();
        }
    },
  );

  test('no suggestion does', async () => {
    for (const use of COMMAND_USES)
      for (const option of use.options.filter(option => 'autocomplete' in option && option.autocomplete)) {
        const others =
          option.name === 'article' ? [] : typedIn(north, use).filter(({ name }) => name !== option.name);
        const ask = async (value: string) => {
          const focused = { name: option.name, type: option.type, value, focused: true };
          const asked = forgeCommand(
            south.editor,
            here(),
            use,
            [...others, focused],
            InteractionType.ApplicationCommandAutocomplete,
          );
          expect([use.name, option.name, value, normalizeReply(await readShown(asked), value)]).toEqual([
            use.name,
            option.name,
            value,
            notSecret,
          ]);
        };
        await Promise.all(['', ...foreignFor(option, use)].map(ask));
      }
  });

  test('no message of this one is looked at from a menu of messages', async () => {
    const message = bot.preview.messages(north.general).find(({ id }) => id === north.message)!;
    for (const { contextMenu: menu } of commands) {
      if (!menu) continue;
      const data = {
        id: '1',
        type: 3,
        name: menu.data.name,
        target_id: message.id,
        resolved: { messages: { [message.id]: message } },
      };
      expect(await readShown(south.editor.forge(here(), InteractionType.ApplicationCommand, data))).toMatch(
        /^This message is not in this channel\.|only works in a server/,
      );
    }
  });
});

/**
 * Whether an option refers to nothing stored, so that its typed text is part of the answer. New options count
 * as referring to something.
 */
function isFreeText({ name }: APIApplicationCommandBasicOption, use: CommandUse): boolean {
  if (name === 'name') return ['/digest create', '/library rename'].includes(use.name);
  return 'search question claim speaker language length command new-name days time zone tags tag add remove url'
    .split(' ')
    .includes(name);
}

/**
 * All values that could refer to something of the first server in such an option; values that the answer
 * repeats refer to it by id only.
 */
function foreignFor(option: APIApplicationCommandBasicOption, use: CommandUse): string[] {
  const { String: Text, Channel } = ApplicationCommandOptionType;
  const { article, digest, feed, role, news, general, forum, thread, message, editor } = north;
  if (option.type === Channel) return option.channel_types?.includes(15) ? [forum] : [news, general, thread];
  if (option.type !== Text) return [];
  const names = [
    `${SECRET} Harbour opens`,
    `${SECRET} Harbour post`,
    `https://${SECRET.toLowerCase()}.example/feed.xml`,
    SECRET,
  ];
  const ids = [article, article.slice(0, 8), digest, feed, role, news, thread, message, editor.id];
  return isFreeText(option, use) ? ids : [...ids, ...names];
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** Restores the second server to its original state. */
async function restoreServer(): Promise<void> {
  const { storage, library } = bot;
  for (const digest of await storage.digests.list(south.id))
    if (digest.id === south.digest)
      await storage.digests.update({ ...digest, name: 'Plain Meadow post', channelId: south.news });
    else await storage.digests.remove(digest.id);
  await library.forServer(south.id).rename(south.article, null);
}
