import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import {
  type APIMessage,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  DiscordAPIError,
  GatewayIntentBits,
  type Interaction,
  type Message,
  MessageFlags,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type TextChannel,
} from 'discord.js';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { AddressError } from '../src/preview.ts';
import { type Preview, startPreview, type TestPreviewOptions } from '../src/testing.ts';

const closing: (() => Promise<unknown>)[] = [];
const seen: Preview[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  // Whatever a test did: the loopback kept to Discord's document, and so did discord.js.
  for (const preview of seen.splice(0)) expect(preview.violations).toEqual([]);
});

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.MessageContent,
  GatewayIntentBits.DirectMessages,
];

async function openPreview(options: Partial<TestPreviewOptions> = {}): Promise<Preview> {
  const preview = await startPreview({ port: 0, ...options });
  closing.push(() => preview.close());
  seen.push(preview);
  return preview;
}

function createClient(preview: Preview, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({ intents: INTENTS, ...options, rest: { api: preview.apiUrl, ...options.rest } });
  closing.push(() => client.destroy());
  return client;
}

async function connectClient(preview: Preview, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = createClient(preview, options);
  const ready = once(client, 'clientReady');
  await client.login(preview.token);
  await ready;
  return client as Client<true>;
}

const ECHO: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  name: 'echo',
  description: 'Says it again',
  options: [{ type: 3, name: 'text', description: 'What to say', autocomplete: true }],
};

/** A bot with commands, which hands every interaction to the test. */
async function startBot(preview: Preview, answer: (interaction: never) => unknown, commands = [ECHO]) {
  const client = await connectClient(preview);
  await client.application.commands.set(commands);
  const errors: unknown[] = [];
  client.on('interactionCreate', async (interaction: Interaction) => {
    try {
      await answer(interaction as never);
    } catch (error) {
      errors.push(error);
    }
  });
  return { client, errors };
}

type Command = ChatInputCommandInteraction;

async function fetchChannel(client: Client, id: string): Promise<TextChannel> {
  return (await client.channels.fetch(id)) as TextChannel;
}

/** A preview with a client that is logged in, and one of its channels as the client has it. */
async function connect(channel: 'general' | 'news' = 'general') {
  const preview = await openPreview();
  const client = await connectClient(preview);
  const target = await fetchChannel(client, preview.channels[channel]);
  return { preview, client, rest: client.rest, target };
}

/** The answer to Ada's `/echo`. */
async function ask(preview: Preview): Promise<APIMessage> {
  return (await preview.member('Ada').command(preview.channels.articles, 'echo')).reply();
}

/** Answers an interaction past discord.js. */
function callBack({ client, id, token }: Interaction, body: object) {
  return client.rest.post(`/interactions/${id}/${token}/callback`, { body, auth: false });
}

async function catchRefusal(doing: Promise<unknown>): Promise<DiscordAPIError> {
  const error = await doing.then(
    () => undefined,
    problem => problem,
  );
  expect(error).toBeInstanceOf(DiscordAPIError);
  return error as DiscordAPIError;
}

test('the real client logs in and finds the server, its channels and itself', async () => {
  const { preview, client } = await connect();
  expect(client.user.id).toBe(preview.botId);
  expect(client.guilds.cache.get(preview.serverId)?.name).toBe('Local preview');
  expect(client.channels.cache.get(preview.channels.articles)).toMatchObject({ name: 'articles' });
  expect((await client.application.fetch()).owner).not.toBeNull();
  expect((await client.guilds.fetch(preview.serverId)).members.me?.permissions.has('SendMessages')).toBe(
    true,
  );
  expect(preview.online).toBe(true);
});

test('a wrong token is refused', async () => {
  const preview = await openPreview();
  await expect(createClient(preview).login('somebody-else')).rejects.toThrow(/token/i);
});

test('a slash command is answered where everybody sees it', async () => {
  const preview = await openPreview();
  await startBot(preview, (interaction: Command) =>
    interaction.reply(`You said ${interaction.options.getString('text')}`),
  );
  const asked = await preview.member('Ada').command(preview.channels.articles, 'echo', { text: 'hello' });
  const reply = await asked.reply();
  expect(reply).toMatchObject({
    content: 'You said hello',
    author: { id: preview.botId },
    interaction_metadata: { id: asked.id },
  });
  expect(asked.wasDeferred).toBe(false);
  expect(
    preview
      .member('Ben')
      .sees(preview.channels.articles)
      .map(({ id }) => id),
  ).toEqual([reply.id]);
});

test('a deferred reply shows that the bot is thinking, then its text, then each later edit', async () => {
  const preview = await openPreview();
  await startBot(preview, async (interaction: Command) => {
    await interaction.deferReply();
    await interaction.editReply('first');
    await interaction.editReply('second');
    await interaction.followUp('afterwards');
  });
  const asked = await preview.member('Ada').command(preview.channels.articles, 'echo');
  await asked.replyWhere(({ content }) => content === 'second');
  await preview.until(() => asked.followUps.length === 1);
  expect(asked.wasDeferred).toBe(true);
  expect(asked.versions.map(({ content, flags }) => [content, (flags ?? 0) & MessageFlags.Loading])).toEqual([
    ['', MessageFlags.Loading],
    ['first', 0],
    ['second', 0],
  ]);
  expect(asked.versions.map(({ edited_timestamp }) => edited_timestamp !== null)).toEqual([
    false,
    false,
    true,
  ]);
  expect(asked.followUps.map(({ content }) => content)).toEqual(['afterwards']);
  expect((await asked.final()).content).toBe('second');
});

test('the first follow-up takes the place of "thinking"', async () => {
  const preview = await openPreview();
  await startBot(preview, async (interaction: Command) => {
    await interaction.deferReply();
    await interaction.followUp('here it is');
  });
  const asked = await preview.member('Ada').command(preview.channels.articles, 'echo');
  expect((await asked.reply()).content).toBe('here it is');
  expect(preview.messages(preview.channels.articles)).toHaveLength(1);
});

test('an answer after three seconds is refused with 10062, and the member is told that none came', async () => {
  const preview = await openPreview();
  const late: Promise<DiscordAPIError>[] = [];
  const gaveUp = Promise.withResolvers<void>();
  await startBot(preview, (interaction: Command) => {
    late.push(gaveUp.promise.then(() => catchRefusal(interaction.reply('too late'))));
  });
  const asked = await preview.member('Ada').command(preview.channels.articles, 'echo');
  expect(await asked.settled()).toBe('failed');
  gaveUp.resolve();
  await expect(asked.reply()).rejects.toThrow('did not respond');
  expect(await late[0]).toMatchObject({ status: 404, code: 10062 });
  expect(preview.messages(preview.channels.articles)).toEqual([]);
});

test('a second first answer is refused with 40060', async () => {
  const preview = await openPreview();
  const answered: Command[] = [];
  await startBot(preview, async (interaction: Command) => {
    await interaction.reply('once');
    answered.push(interaction);
  });
  await ask(preview);
  const again = callBack(await preview.until(() => answered[0]), { type: 4, data: { content: 'twice' } });
  expect(await catchRefusal(again)).toMatchObject({ status: 400, code: 40060 });
});

test("a token's webhook opens with the first answer and closes after fifteen minutes", async () => {
  let later = 0;
  const clock = {
    now: () => Date.now() + later,
    sleep: (_: number, signal: AbortSignal) =>
      new Promise<void>(resolve => signal.addEventListener('abort', () => resolve())),
  };
  const preview = await openPreview({ clock });
  const before: Promise<DiscordAPIError>[] = [];
  const interactions: Command[] = [];
  await startBot(preview, async (interaction: Command) => {
    before.push(
      catchRefusal(
        interaction.client.rest.post(`/webhooks/${preview.botId}/${interaction.token}`, {
          body: { content: 'early' },
          auth: false,
        }),
      ),
    );
    await before[0];
    await interaction.reply('in time');
    interactions.push(interaction);
  });
  await ask(preview);
  const interaction = await preview.until(() => interactions[0]);
  expect(await before[0]).toMatchObject({ code: 10015 });
  later = 14 * 60_000;
  await interaction.editReply('still in time');
  later = 15 * 60_000 + 5000;
  expect(await catchRefusal(interaction.editReply('too late'))).toMatchObject({ status: 401, code: 50027 });
});

test('a private answer is seen by the one who asked alone, can be changed and dismissed, and is not in the history', async () => {
  const preview = await openPreview();
  const { client } = await startBot(preview, async (interaction: Command) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply('between us');
  });
  const [ada, ben] = [preview.member('Ada'), preview.member('Ben')];
  const reply = await (await ada.command(preview.channels.articles, 'echo')).reply();
  expect(reply.flags! & MessageFlags.Ephemeral).toBeTruthy();
  expect(ada.sees(preview.channels.articles)).toHaveLength(1);
  expect(ben.sees(preview.channels.articles)).toHaveLength(0);
  const target = await fetchChannel(client, preview.channels.articles);
  expect((await target.messages.fetch()).size).toBe(0);
  expect(await catchRefusal(target.messages.edit(reply.id, 'through the channel'))).toMatchObject({
    code: 10008,
  });
  expect(() => ben.dismiss(reply.id)).toThrow('private');
  ada.dismiss(reply.id);
  expect(ada.sees(preview.channels.articles)).toHaveLength(0);
});

test('autocomplete gives the choices for the option that is being typed', async () => {
  const preview = await openPreview();
  await startBot(preview, async (interaction: never) => {
    const typing = interaction as import('discord.js').AutocompleteInteraction;
    await typing.respond([{ name: `More of ${typing.options.getFocused()}`, value: 'more' }]);
  });
  const choices = await preview
    .member('Ada')
    .autocomplete(preview.channels.articles, 'echo', { text: 'roof' }, 'text');
  expect(choices).toEqual([{ name: 'More of roof', value: 'more' }]);
});

test('a choice of more than 100 characters is refused', async () => {
  const preview = await openPreview();
  const errors: DiscordAPIError[] = [];
  await startBot(preview, async (interaction: never) => {
    const typing = interaction as import('discord.js').AutocompleteInteraction;
    const answer = (value: string) =>
      callBack(typing, { type: 8, data: { choices: [{ name: 'long', value }] } });
    errors.push(await catchRefusal(answer('x'.repeat(101))));
    await answer('short');
  });
  await preview.member('Ada').autocomplete(preview.channels.articles, 'echo', { text: '' }, 'text');
  expect(errors[0]).toMatchObject({
    code: 50035,
    rawError: {
      errors: { data: { choices: { 0: { value: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH' }] } } } } },
    },
  });
});

test('a button changes its message, and a menu gives what was chosen', async () => {
  const preview = await openPreview();
  await startBot(preview, async (interaction: never) => {
    const any = interaction as Interaction;
    if (any.isButton()) return any.update({ content: 'pressed', components: [] });
    if (any.isStringSelectMenu()) return any.reply(`chose ${any.values.join()}`);
    const button = { type: 2, style: 1, label: 'Press', custom_id: 'press' } as const;
    const menu = {
      type: 3,
      custom_id: 'choose',
      options: [
        { label: 'One', value: '1' },
        { label: 'Two', value: '2' },
      ],
    } as const;
    return (any as Command).reply({
      content: 'look',
      components: [
        { type: 1, components: [button] },
        { type: 1, components: [menu] },
      ],
    });
  });
  const ben = preview.member('Ben');
  const message = await (await ben.command(preview.channels.articles, 'echo')).reply();
  expect((await (await ben.select(message, 'choose', ['2'])).reply()).content).toBe('chose 2');
  await expect(ben.select(message, 'choose', ['3'])).rejects.toThrow('not among the choices');
  const pressed = await (await ben.click(message, 'press')).reply();
  expect(pressed).toMatchObject({ id: message.id, content: 'pressed', components: [] });
  await expect(ben.click(message, 'press')).rejects.toThrow('nothing with the custom id');
});

test('a modal comes back with what was typed into it', async () => {
  const preview = await openPreview();
  await startBot(preview, async (interaction: never) => {
    const any = interaction as Interaction;
    if (any.isModalSubmit()) return any.reply(`Dear ${any.fields.getTextInputValue('name')}`);
    const field = { type: 4, custom_id: 'name', style: 1, label: 'Name', max_length: 10 } as const;
    return (any as Command).showModal({
      custom_id: 'form',
      title: 'Who?',
      components: [{ type: 1, components: [field] }],
    });
  });
  const ada = preview.member('Ada');
  const asked = await ada.command(preview.channels.articles, 'echo');
  expect((await asked.modal()).title).toBe('Who?');
  await expect(ada.submitModal(asked, { name: 'much too long for it' })).rejects.toThrow('at most 10');
  await expect(ada.submitModal(asked, {})).rejects.toThrow('required');
  expect((await (await ada.submitModal(asked, { name: 'Ada' })).reply()).content).toBe('Dear Ada');
});

test('messages written at once in a thread all arrive, and an archived thread wakes', async () => {
  const { preview, client } = await connect();
  const heard: Message[] = [];
  client.on('messageCreate', message => {
    if (!message.author.bot && !message.system) heard.push(message);
  });
  const target = await fetchChannel(client, preview.channels.general);
  const start = await target.send('Let us talk');
  const thread = await start.startThread({ name: 'Talk' });
  expect(thread.id).toBe(start.id);
  await Promise.all(['Ada', 'Ben'].map(name => preview.member(name).say(thread.id, `${name} asks`)));
  await preview.until(() => heard.length === 2);
  expect(heard.map(({ content }) => content).sort()).toEqual(['Ada asks', 'Ben asks']);
  await thread.setArchived(true);
  expect(preview.threads(preview.channels.general)).toMatchObject([{ name: 'Talk', archived: true }]);
  await preview.member('Ben').say(thread.id, 'still there?');
  await preview.until(() => heard.length === 3);
  expect(preview.threads(preview.channels.general)[0]?.archived).toBe(false);
  const again = client.rest.post(`/channels/${target.id}/messages/${start.id}/threads`, {
    body: { name: 'Again' },
  });
  expect(await catchRefusal(again)).toMatchObject({ code: 160004 });
  const alone = await target.threads.create({ name: 'Alone' });
  await alone.send('hello');
  expect((await target.guild.channels.fetchActiveThreads()).threads.size).toBe(2);
});

test('a new client finds the threads that an earlier one opened', async () => {
  const preview = await openPreview();
  const first = await connectClient(preview);
  const thread = await (await fetchChannel(first, preview.channels.general)).threads.create({ name: 'Kept' });
  await first.destroy();
  const second = await connectClient(preview);
  const heard = once(second, 'messageCreate');
  await preview.member('Ada').say(thread.id, 'and now?');
  expect((await heard)[0]).toMatchObject({ content: 'and now?', channelId: thread.id });
});

test('a forum takes posts, not messages', async () => {
  const { preview, client } = await connect();
  const forum = (await client.channels.fetch(preview.channels.forum)) as import('discord.js').ForumChannel;
  const thread = await forum.threads.create({ name: 'A question', message: { content: 'What is this?' } });
  expect(preview.messages(thread.id).map(({ content }) => content)).toEqual(['What is this?']);
  expect(
    await catchRefusal(client.rest.post(`/channels/${forum.id}/messages`, { body: { content: 'no' } })),
  ).toMatchObject({
    code: 50008,
  });
});

test('the same nonce gives the message that exists, also when the answer to the first was lost', async () => {
  const { preview, target } = await connect('news');
  preview.faults.add({ method: 'POST', path: /\/messages$/, status: 502, afterwards: true });
  const sent = await target.send({ content: 'the digest', nonce: 'slot-1', enforceNonce: true });
  const again = await target.send({ content: 'the digest', nonce: 'slot-1', enforceNonce: true });
  const other = await target.send({ content: 'the digest', nonce: 'slot-2', enforceNonce: true });
  expect(again.id).toBe(sent.id);
  expect(other.id).not.toBe(sent.id);
  expect(preview.messages(target.id)).toHaveLength(2);
  expect(
    preview.requests
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
      .map(({ status }) => status),
  ).toEqual([502, 200, 200, 200]);
});

test.each<[string, object, unknown]>([
  ['a text of 2,001 characters', { content: 'x'.repeat(2001) }, { content: {} }],
  [
    'more than 6,000 characters over all embeds',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
    { embeds: { _errors: [{ code: 'MAX_EMBED_SIZE_EXCEEDED' }] } },
  ],
  [
    'an embed with a title of 257',
    { embeds: [{ title: 'x'.repeat(257) }] },
    { embeds: { 0: { title: {} } } },
  ],
  [
    'an empty field value',
    { embeds: [{ fields: [{ name: 'a', value: ' ' }] }] },
    { embeds: { 0: { fields: { 0: { value: {} } } } } },
  ],
  ['an empty embed', { embeds: [{}] }, { embeds: { 0: { description: {} } } }],
  [
    'a link that is none',
    { embeds: [{ title: 'a', url: 'javascript:alert(1)' }] },
    { embeds: { 0: { url: {} } } },
  ],
  [
    'six rows',
    { components: Array.from({ length: 6 }, (_, at) => createRow(createButton(`b${at}`))) },
    { components: {} },
  ],
  [
    'six buttons in a row',
    { components: [createRow(...Array.from({ length: 6 }, (_, at) => createButton(`b${at}`)))] },
    { components: { 0: { components: {} } } },
  ],
  [
    'two equal custom ids',
    { components: [createRow(createButton('a'), createButton('a'))] },
    { components: { 0: { components: { 1: { custom_id: {} } } } } },
  ],
  [
    'a button without a custom id',
    { components: [createRow({ type: 2, style: 1, label: 'a' })] },
    { components: { 0: { components: { 0: { custom_id: {} } } } } },
  ],
  [
    'a custom id of 101',
    { components: [createRow(createButton('x'.repeat(101)))] },
    { components: { 0: { components: { 0: { custom_id: {} } } } } },
  ],
  [
    'Components V2 without the flag',
    { components: [{ type: 10, content: 'text' }] },
    { components: { 0: { type: {} } } },
  ],
  [
    'Components V2 with content',
    { flags: MessageFlags.IsComponentsV2, content: 'text', components: [{ type: 10, content: 'text' }] },
    { content: {} },
  ],
  [
    'more than 4,000 characters of V2 text',
    {
      flags: MessageFlags.IsComponentsV2,
      components: [
        { type: 10, content: 'x'.repeat(2500) },
        { type: 10, content: 'x'.repeat(1501) },
      ],
    },
    { components: {} },
  ],
  ['a reply to nothing', { content: 'a', message_reference: { message_id: '1' } }, { message_reference: {} }],
])('%s is refused with the path to it', async (_, body, errors) => {
  const { preview, rest } = await connect();
  const error = await catchRefusal(rest.post(`/channels/${preview.channels.general}/messages`, { body }));
  expect(error).toMatchObject({
    status: 400,
    code: 50035,
    rawError: { message: 'Invalid Form Body', errors },
  });
  expect(preview.messages(preview.channels.general)).toEqual([]);
});

function createRow(...components: object[]) {
  return { type: 1, components };
}

function createButton(custom_id: string) {
  return { type: 2, style: 1, label: 'a', custom_id };
}

test('what is just within the limits passes', async () => {
  const { preview, rest } = await connect();
  const rows = Array.from({ length: 5 }, (_, line) =>
    createRow(...Array.from({ length: 5 }, (_, at) => createButton(`${line}${at}`))),
  );
  const body = {
    content: 'x'.repeat(2000),
    embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2000) }],
    components: rows,
  };
  await rest.post(`/channels/${preview.channels.general}/messages`, { body });
  const text = [
    { type: 17, components: [{ type: 10, content: 'x'.repeat(2000) }, { type: 14 }] },
    { type: 10, content: 'x'.repeat(2000) },
  ];
  await rest.post(`/channels/${preview.channels.general}/messages`, {
    body: { flags: MessageFlags.IsComponentsV2, components: text },
  });
  expect(preview.messages(preview.channels.general)).toHaveLength(2);
  expect(
    await catchRefusal(
      rest.post(`/channels/${preview.channels.general}/messages`, { body: { content: ' \n ' } }),
    ),
  ).toMatchObject({ code: 50006 });
});

test('an interaction may be answered properly after a bad answer was refused', async () => {
  const preview = await openPreview();
  const codes: unknown[] = [];
  await startBot(preview, async (interaction: Command) => {
    codes.push((await catchRefusal(interaction.reply({ content: 'x'.repeat(2001) }))).code);
    await callBack(interaction, { type: 4, data: { content: 'short' } });
  });
  expect((await ask(preview)).content).toBe('short');
  expect(codes).toEqual([50035]);
});

test.each<[string, object, unknown]>([
  ['a name in capitals', { name: 'Echo', description: 'a' }, { 0: { name: {} } }],
  ['a name with a space', { name: 'my echo', description: 'a' }, { 0: { name: {} } }],
  ['no description', { name: 'echo' }, { 0: { description: {} } }],
  [
    'a required option after one that is not',
    {
      name: 'echo',
      description: 'a',
      options: [createTextOption('a'), createTextOption('b', { required: true })],
    },
    { 0: { options: { 1: {} } } },
  ],
  [
    'autocomplete together with choices',
    {
      name: 'echo',
      description: 'a',
      options: [createTextOption('a', { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })],
    },
    { 0: { options: { 0: { autocomplete: {} } } } },
  ],
  [
    'a choice of 101 characters',
    {
      name: 'echo',
      description: 'a',
      options: [createTextOption('a', { choices: [{ name: 'a', value: 'x'.repeat(101) }] })],
    },
    { 0: { options: { 0: { choices: { 0: { value: {} } } } } } },
  ],
  [
    'two options of one name',
    { name: 'echo', description: 'a', options: [createTextOption('a'), createTextOption('a')] },
    { 0: { options: { 1: { name: {} } } } },
  ],
  [
    'subcommands beside options',
    {
      name: 'echo',
      description: 'a',
      options: [{ type: 1, name: 'a', description: 'a' }, createTextOption('b')],
    },
    { 0: { options: {} } },
  ],
])('a command with %s is refused', async (_, command, errors) => {
  const { preview, rest } = await connect();
  const error = await catchRefusal(rest.put(`/applications/${preview.botId}/commands`, { body: [command] }));
  expect(error).toMatchObject({ status: 400, code: 50035, rawError: { errors } });
});

function createTextOption(name: string, more: object = {}) {
  return { type: 3, name, description: 'a', ...more };
}

test('two commands of one name, and a hundred and one commands, are refused', async () => {
  const { preview, rest } = await connect();
  const put = (body: object[]) => rest.put(`/applications/${preview.botId}/commands`, { body });
  await catchRefusal(
    put([
      { name: 'a', description: 'a' },
      { name: 'a', description: 'b' },
    ]),
  );
  await catchRefusal(put(Array.from({ length: 101 }, (_, at) => ({ name: `c${at}`, description: 'a' }))));
  await put(Array.from({ length: 100 }, (_, at) => ({ name: `c${at}`, description: 'a' })));
  expect(preview.member('Ada').commands(preview.channels.general)).toHaveLength(100);
});

test('a command keeps its id when the list is registered again', async () => {
  const { client } = await connect();
  const first = await client.application.commands.set([ECHO]);
  const second = await client.application.commands.set([
    { ...ECHO, description: 'changed' },
    { name: 'other', description: 'a' },
  ]);
  expect(second.find(({ name }) => name === 'echo')).toMatchObject({
    id: first.first()!.id,
    description: 'changed',
  });
});

test('what a member types is checked against the command, and options arrive resolved', async () => {
  const preview = await openPreview();
  const heard: unknown[] = [];
  const setup: RESTPostAPIChatInputApplicationCommandsJSONBody = {
    name: 'setup',
    description: 'a',
    options: [
      {
        type: 1,
        name: 'make',
        description: 'a',
        options: [
          { type: 7, name: 'channel', description: 'a', required: true, channel_types: [0] },
          { type: 4, name: 'count', description: 'a', min_value: 1, max_value: 5 },
          { type: 5, name: 'quiet', description: 'a' },
          { type: 6, name: 'whom', description: 'a' },
          { type: 3, name: 'size', description: 'a', choices: [{ name: 'Small', value: 's' }] },
        ],
      },
    ],
  };
  await startBot(
    preview,
    (interaction: Command) => {
      const { options } = interaction;
      heard.push(
        options.getSubcommand(),
        options.getChannel('channel')?.name,
        options.getInteger('count'),
        options.getBoolean('quiet'),
        options.getUser('whom')?.id,
        options.getString('size'),
        interaction.locale,
      );
      return interaction.reply('ok');
    },
    [setup],
  );
  const ada = preview.member('Ada');
  const { news, articles, forum } = preview.channels;
  const type = (options: Record<string, string | number | boolean>) =>
    ada.command(articles, 'setup', options, { subcommand: 'make', locale: 'de' });
  await expect(type({})).rejects.toThrow('required');
  await expect(type({ channel: news, count: 6 })).rejects.toThrow('at most 5');
  await expect(type({ channel: news, count: 1.5 })).rejects.toThrow('whole number');
  await expect(type({ channel: news, size: 'huge' })).rejects.toThrow('choices');
  await expect(type({ channel: forum })).rejects.toThrow('another kind');
  await expect(type({ channel: news, colour: 'red' })).rejects.toThrow('no option');
  await expect(ada.command(articles, 'setup', {}, { subcommand: 'break' })).rejects.toThrow('no subcommand');
  await (
    await type({ channel: news, count: 3, quiet: true, whom: preview.member('Ben').id, size: 's' })
  ).reply();
  expect(heard).toEqual(['make', 'news', 3, true, preview.member('Ben').id, 's', 'de']);
});

test('a command for managers is hidden from readers', async () => {
  const preview = await openPreview();
  await startBot(
    preview,
    (interaction: Command) =>
      interaction.reply(interaction.memberPermissions?.has('ManageGuild') ? 'yes' : 'no'),
    [{ ...ECHO, default_member_permissions: PermissionFlagsBits.ManageGuild.toString() }],
  );
  expect(preview.member('Ben').commands(preview.channels.general)).toEqual([]);
  await expect(preview.member('Ben').command(preview.channels.general, 'echo')).rejects.toThrow(
    'no command /echo',
  );
  expect(
    (await (await preview.member('Ada').command(preview.channels.general, 'echo')).reply()).content,
  ).toBe('yes');
});

test('fifty members who ask at once each get their own answer', async () => {
  const preview = await openPreview();
  await startBot(preview, (interaction: Command) =>
    interaction.reply(`for ${interaction.user.id}: ${interaction.options.getString('text')}`),
  );
  const members = Array.from({ length: 50 }, (_, at) => preview.addMember(`Asker ${at}`));
  const replies = await Promise.all(
    members.map(async (member, at) =>
      (await member.command(preview.channels.articles, 'echo', { text: `q${at}` })).reply(),
    ),
  );
  expect(replies.map(({ content }) => content)).toEqual(members.map(({ id }, at) => `for ${id}: q${at}`));
});

test('the client waits and tries again after 429, and again after 500', async () => {
  const { preview, target } = await connect();
  preview.faults.add({ method: 'POST', path: /\/messages$/, status: 429, retryAfter: 0.05 });
  preview.faults.add({ method: 'POST', path: /\/messages$/, status: 429, retryAfter: 0.05, global: true });
  preview.faults.add({ method: 'POST', path: /\/messages$/, status: 500, times: 2 });
  await target.send('at last');
  expect(
    preview.requests.filter(({ path }) => path.endsWith('/messages')).map(({ status }) => status),
  ).toEqual([429, 429, 500, 500, 200]);
  expect(preview.messages(target.id)).toHaveLength(1);
  preview.faults.add({ path: /\/messages$/, status: 503, times: 4 });
  await expect(target.send('never')).rejects.toMatchObject({ status: 503 });
});

test('after the connection was cut the client resumes and hears what it missed', async () => {
  const { preview, client } = await connect();
  const heard: string[] = [];
  client.on('messageCreate', ({ content }) => heard.push(content));
  await preview.member('Ada').say(preview.channels.general, 'one');
  await preview.until(() => heard.length === 1);
  preview.gateway.drop();
  await preview.member('Ada').say(preview.channels.general, 'two');
  await preview.member('Ben').say(preview.channels.general, 'three');
  await preview.until(() => heard.length === 3);
  expect(heard).toEqual(['one', 'two', 'three']);
  expect(preview.gateway.counts).toEqual({ identified: 1, resumed: 1 });
  preview.gateway.requestReconnect();
  await preview.until(() => preview.gateway.counts.resumed === 2);
  await preview.member('Ada').say(preview.channels.general, 'four');
  await preview.until(() => heard.length === 4);
});

test('after an invalid session the client logs in anew', async () => {
  const { preview, client } = await connect();
  preview.gateway.invalidate();
  await preview.until(() => preview.gateway.counts.identified === 2);
  await preview.until(() => preview.online);
  const heard = once(client, 'messageCreate');
  await preview.until(() => client.ws.status === 0);
  await preview.member('Ada').say(preview.channels.general, 'hello again');
  expect((await heard)[0].content).toBe('hello again');
});

test('the message-content intent is refused with 4014 where the application does not hold it', async () => {
  const preview = await openPreview({ messageContentIntent: false });
  await expect(createClient(preview).login(preview.token)).rejects.toThrow(/disallowed intents/i);
});

test('privileged member intents are refused unless they are switched on', async () => {
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers];
  await expect(
    createClient(await openPreview(), { intents }).login('local-preview.of.discord'),
  ).rejects.toThrow(/disallowed intents/i);
  const preview = await openPreview({ memberIntents: true });
  const client = await connectClient(preview, { intents });
  expect(
    (await client.guilds.cache.first()!.members.fetch()).map(({ displayName }) => displayName),
  ).toContain('Ada');
});

test('without the intent a message is empty unless it names the bot, comes directly or is its own', async () => {
  const preview = await openPreview({ messageContentIntent: false });
  const client = await connectClient(preview, {
    intents: INTENTS.filter(intent => intent !== GatewayIntentBits.MessageContent),
    partials: [1],
  });
  const heard: Message[] = [];
  client.on('messageCreate', message => heard.push(message));
  const ada = preview.member('Ada');
  const secret = await ada.say(preview.channels.general, 'not for you');
  await ada.say(preview.channels.general, `<@${preview.botId}> for you`);
  await ada.say(ada.directMessages(), 'directly');
  await (await fetchChannel(client, preview.channels.general)).send('my own');
  await preview.until(() => heard.length === 4);
  expect(heard.map(({ content }) => content)).toEqual([
    '',
    `<@${preview.botId}> for you`,
    'directly',
    'my own',
  ]);
  const fetched = await client.rest.get(`/channels/${preview.channels.general}/messages/${secret.id}`);
  expect((fetched as APIMessage).content).toBe('');
});

test('a bot without permission is refused with 50013 and 50001, and may again when it is given back', async () => {
  const { preview, client, target } = await connect('news');
  const post = (body: object) => client.rest.post(`/channels/${target.id}/messages`, { body });
  preview.deny(target.id, PermissionFlagsBits.SendMessages);
  expect(await catchRefusal(post({ content: 'a' }))).toMatchObject({ status: 403, code: 50013 });
  await preview.until(() => !target.permissionsFor(client.user)!.has('SendMessages'));
  preview.allow(target.id, PermissionFlagsBits.SendMessages);
  preview.deny(target.id, PermissionFlagsBits.EmbedLinks);
  expect(await catchRefusal(post({ embeds: [{ title: 'a' }] }))).toMatchObject({ code: 50013 });
  await post({ content: 'a' });
  preview.deny(target.id, PermissionFlagsBits.ViewChannel);
  expect(await catchRefusal(post({ content: 'a' }))).toMatchObject({ status: 403, code: 50001 });
  preview.deny(preview.channels.general, PermissionFlagsBits.CreatePublicThreads);
  expect(
    await catchRefusal((await fetchChannel(client, preview.channels.general)).threads.create({ name: 'a' })),
  ).toMatchObject({
    code: 50013,
  });
});

test('unknown things are 404 with the code of their kind', async () => {
  const { preview, rest } = await connect();
  expect(await catchRefusal(rest.get('/channels/1'))).toMatchObject({ status: 404, code: 10003 });
  expect(await catchRefusal(rest.get('/guilds/1'))).toMatchObject({ status: 404, code: 10004 });
  expect(await catchRefusal(rest.get(`/channels/${preview.channels.general}/messages/1`))).toMatchObject({
    status: 404,
    code: 10008,
  });
  expect(await catchRefusal(rest.get('/users/1'))).toMatchObject({ status: 404, code: 10013 });
  expect(
    await catchRefusal(
      rest.post('/interactions/1/nothing/callback', {
        body: { type: 4, data: { content: 'a' } },
        auth: false,
      }),
    ),
  ).toMatchObject({ status: 404, code: 10062 });
  expect(await catchRefusal(rest.get('/nowhere'))).toMatchObject({ status: 404, code: 0 });
});

test('the history is given page by page', async () => {
  const { preview, target } = await connect();
  const ids: string[] = [];
  for (let at = 0; at < 6; at++) ids.push((await preview.member('Ada').say(target.id, `m${at}`)).id);
  const contents = async (options: object) =>
    (await target.messages.fetch({ cache: false, ...options })).map(({ content }) => content);
  expect(await contents({ limit: 2 })).toEqual(['m5', 'm4']);
  expect(await contents({ limit: 2, before: ids[4] })).toEqual(['m3', 'm2']);
  expect(await contents({ limit: 2, after: ids[1] })).toEqual(['m3', 'm2']);
  expect(await contents({ limit: 3, around: ids[3] })).toEqual(['m4', 'm3', 'm2']);
});

test('mentions ping only whom the message lets through', async () => {
  const { preview, target } = await connect();
  const ben = preview.member('Ben').id;
  await target.send({ content: `@everyone <@${ben}>` });
  await target.send({ content: `@everyone <@${ben}>`, allowedMentions: { parse: [] } });
  const [loud, quiet] = preview.messages(target.id);
  expect(loud).toMatchObject({ mention_everyone: true, mentions: [{ id: ben }] });
  expect(quiet).toMatchObject({ mention_everyone: false, mentions: [] });
});

test('a file is kept and served, and an embed can show it', async () => {
  const { target } = await connect();
  const sent = await target.send({
    embeds: [{ title: 'a', image: { url: 'attachment://chart.svg' } }],
    files: [
      { attachment: Buffer.from('<svg/>'), name: 'chart.svg', description: 'Two bars' },
      { attachment: Buffer.from('b'), name: 'b.txt' },
    ],
  });
  // What an embed shows is not listed besides, and is described there.
  expect(sent.attachments.map(({ name }) => name)).toEqual(['b.txt']);
  expect(sent.embeds[0]?.data.image).toMatchObject({ description: 'Two bars' });
  const { url } = sent.embeds[0]!.image!;
  const answer = await fetch(url);
  expect(await answer.text()).toBe('<svg/>');
  expect(answer.headers.get('content-disposition')).toBe('attachment');
});

test('servers come and go, with their own channels and members', async () => {
  const { preview, client } = await connect();
  const joined = once(client, 'guildCreate');
  const second = preview.addServer('Another');
  await joined;
  const cleo = preview.addMember('Cleo', { serverId: second.id });
  const heard = once(client, 'messageCreate');
  await cleo.say(second.channels.general, 'hello');
  expect((await heard)[0]).toMatchObject({ content: 'hello', guildId: second.id });
  expect(preview.member('Ada').sees(second.channels.general)).toEqual([]);
  const left = once(client, 'guildDelete');
  preview.removeServer(second.id);
  await left;
  const gone = once(client, 'channelDelete');
  preview.removeChannel(preview.channels.news);
  await gone;
});

test('a restart finds channels, messages, threads, files and commands in the state file', async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), 'preview-')), 'kept', 'preview.json');
  const first = await startPreview({ port: 0, stateFile });
  const client = await connectClient(first);
  await client.application.commands.set([ECHO]);
  const target = await fetchChannel(client, first.channels.general);
  const thread = await (
    await target.send({ content: 'start', files: [{ attachment: Buffer.from('bytes'), name: 'a.bin' }] })
  ).startThread({ name: 'Kept' });
  await thread.send('inside');
  await client.destroy();
  await first.close();

  const second = await openPreview({ stateFile });
  expect(second.channels).toEqual(first.channels);
  expect(second.member('Ada').id).toBe(first.member('Ada').id);
  expect(second.messages(thread.id).map(({ content }) => content)).toEqual(['', 'inside']);
  expect(
    second
      .member('Ben')
      .commands(second.channels.general)
      .map(({ name }) => name),
  ).toEqual(['echo']);
  const again = await connectClient(second);
  const heard = once(again, 'messageCreate');
  await second.member('Ben').say(thread.id, 'and now?');
  expect((await heard)[0]).toMatchObject({ content: 'and now?' });
  const { attachments } = second.messages(second.channels.general)[0]!;
  expect(
    await (await fetch(`${second.url.slice(0, -1)}${new URL(attachments[0]!.url).pathname}`)).text(),
  ).toBe('bytes');
});

test('a state file that cannot be read is put aside', async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), 'preview-')), 'preview.json');
  await writeFile(stateFile, '{"version":1,"bot":');
  const preview = await openPreview({ stateFile });
  expect(preview.member('Ada').sees(preview.channels.general)).toEqual([]);
  expect(await readFile(`${stateFile}.unreadable`, 'utf8')).toBe('{"version":1,"bot":');
});

test('a port that is taken is named, with one that is free', async () => {
  const preview = await openPreview();
  const { port } = new URL(preview.url);
  const error = await startPreview({ port: Number(port) }).catch(thrown => thrown);
  expect(error).toBeInstanceOf(AddressError);
  expect(error).toMatchObject({ reason: 'taken by a preview', nextPort: expect.any(Number) });
  expect(error.message).toBe(`Port ${port} is taken by another preview; port ${error.nextPort} is free.`);
  // one of another bot is a program like any other
  await expect(startPreview({ port: Number(port), botName: 'Other' })).rejects.toThrow('another program');
});

/** A request as a browser would send it, with headers that fetch does not let one set. */
function sendRaw(
  url: string,
  headers: Record<string, string>,
  { method = 'GET', path, body }: { method?: string; path?: string; body?: string } = {},
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = httpRequest(url, { method, headers, ...(path === undefined ? {} : { path }) }, answer => {
        let text = '';
        answer.on('data', chunk => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

test('no page of another origin gets in, under its own name or a rebound one', async () => {
  const preview = await openPreview();
  const { host } = new URL(preview.url);
  const act = new URL('/preview/act', preview.url).href;
  const said = {
    method: 'POST',
    body: JSON.stringify({ do: 'say', channel_id: preview.channels.general, content: 'hello' }),
  };
  const json = { 'content-type': 'application/json' };
  const status = async (headers: Record<string, string>, what = said) =>
    (await sendRaw(act, headers, what)).status;
  expect(await status({ ...json, host, origin: 'https://evil.example' })).toBe(403);
  expect(await status({ ...json, host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
  expect(await status({ ...json, host, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await status({ 'content-type': 'text/plain', host })).toBe(400);
  expect(
    (
      await sendRaw(`${preview.apiUrl}/v10/users/@me`, {
        host: 'evil.example',
        authorization: `Bot ${preview.token}`,
      })
    ).status,
  ).toBe(403);
  expect(preview.messages(preview.channels.general)).toEqual([]);
  expect(await status({ ...json, host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(
    200,
  );
  expect(preview.messages(preview.channels.general)).toHaveLength(1);
});

test('the page is served with a policy, and nothing outside its folder', async () => {
  const preview = await openPreview();
  const page = await sendRaw(preview.url, {});
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['content-type']).toContain('text/html');
  for (const path of [
    '/../testing.ts',
    '/%2e%2e/testing.ts',
    '/..%2ftesting.ts',
    '/.git/config',
    '/tsconfig.json',
    '//etc/passwd',
    '/%00.js',
  ]) {
    expect((await sendRaw(preview.url, {}, { path })).status, path).toBe(404);
  }
});

test('a property that Discord does not know is noted, as no schema would', async () => {
  const { preview, rest } = await connect();
  await rest.post(`/channels/${preview.channels.general}/messages`, {
    body: {
      content: 'a',
      embeds: [{ title: 'a', colour: 1 }],
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'b', custom_id: 'c', emojis: [] }] }],
    },
  });
  expect(preview.violations).toMatchObject([
    { of: 'request', what: ['embeds.0.colour', 'components.0.components.0.emojis'] },
  ]);
  seen.splice(0);
});

test('a client that asks for compressed payloads gets them, and one that talks nonsense is shown out', async () => {
  const preview = await openPreview();
  const socket = new WebSocket(preview.url.replace('http', 'ws').concat('gateway?v=10&encoding=json'));
  const heard: { op: number; t?: string }[] = [];
  socket.on('message', (data, binary) =>
    heard.push(JSON.parse(String(binary ? inflateSync(data as Buffer) : data))),
  );
  await once(socket, 'open');
  socket.send(
    JSON.stringify({ op: 2, d: { token: preview.token, intents: 1, compress: true, properties: {} } }),
  );
  await preview.until(() => heard.some(({ t }) => t === 'GUILD_CREATE'));
  expect(heard.map(({ op, t }) => t ?? op)).toEqual([10, 'READY', 'GUILD_CREATE']);
  socket.send('not a payload');
  expect((await once(socket, 'close'))[0]).toBe(4002);
});

test('the page hears of everything that its member may see, and does what its member may do', async () => {
  const preview = await openPreview();
  await startBot(preview, (interaction: Command) =>
    interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
  );
  const listen = (member: string) => readEvents(preview, preview.member(member).id);
  const [ada, ben] = await Promise.all([listen('Ada'), listen('Ben')]);
  await preview.until(() => ada.length > 0 && ben.length > 0);
  expect(ada[0]).toMatchObject({
    type: 'snapshot',
    botOnline: true,
    me: { manager: true },
    commands: [{ name: 'echo' }],
  });
  const act = async (body: object) => {
    const answer = await fetch(new URL(`/preview/act?member=${preview.member('Ada').id}`, preview.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const { articles } = preview.channels;
  const asked = await act({ do: 'command', channel_id: articles, name: 'echo', options: {} });
  expect(asked).toMatchObject({ status: 200, body: { interaction_id: expect.any(String) } });
  await preview.until(() => ada.some(event => event.type === 'interaction' && event.state === 'answered'));
  expect(ada.filter(({ type }) => type === 'message')).toMatchObject([{ message: { content: 'psst' } }]);
  expect(await act({ do: 'say', channel_id: articles, content: 'hello' })).toMatchObject({ status: 200 });
  await preview.until(() => ben.some(({ type }) => type === 'message'));
  expect(ben.filter(({ type }) => type === 'message')).toMatchObject([{ message: { content: 'hello' } }]);
  expect(await act({ do: 'command', channel_id: articles, name: 'nothing', options: {} })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('no command') },
  });
  expect(await act({ do: 'fly' })).toMatchObject({ status: 400 });
});

type PageEvent = { type: string; state?: string; [key: string]: unknown };

async function readEvents(preview: Preview, member: string): Promise<PageEvent[]> {
  const heard: PageEvent[] = [];
  const stream = await fetch(new URL(`/preview/events?member=${member}`, preview.url));
  const read = async () => {
    let text = '';
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      heard.push(...parts.map(part => JSON.parse(part.replace(/^data: /, ''))));
    }
  };
  // The stream ends when the preview is closed.
  read().catch(() => undefined);
  return heard;
}

test('a server throws the bot out and invites it again, and an outage is no removal', async () => {
  const { preview, client } = await connect();
  const joined = once(client, 'guildCreate');
  const { id, channels } = preview.addServer('Another');
  await joined;
  const target = await fetchChannel(client, channels.general);
  const away = once(client, 'guildUnavailable');
  preview.setOutage(id, { unavailable: true });
  await away;
  expect(client.guilds.cache.has(id)).toBe(true);
  const back = once(client, 'guildAvailable');
  preview.setOutage(id, { unavailable: false });
  await back;

  const left = once(client, 'guildDelete');
  preview.expelBot(id);
  await left;
  await expect(target.send('still here?')).rejects.toMatchObject({ code: 50001 });
  await expect(client.guilds.fetch({ guild: id, force: true })).rejects.toMatchObject({ code: 10004 });
  const heard = vi.fn();
  client.on('messageCreate', heard);
  const cleo = preview.addMember('Cleo', { serverId: id });
  await cleo.say(channels.general, 'among ourselves');
  expect(cleo.commands(channels.general)).toEqual([]);
  const again = once(client, 'guildCreate');
  preview.inviteBot(id);
  await again;
  expect(heard).not.toHaveBeenCalled();
  await (await fetchChannel(client, channels.general)).send('back');
  expect(preview.messages(channels.general).map(({ content }) => content)).toEqual([
    'among ourselves',
    'back',
  ]);
});
