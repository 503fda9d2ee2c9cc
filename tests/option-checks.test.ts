import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  InteractionType,
} from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { BUTTON_MENU_ID, renewMenuId } from '../src/discord/custom-id.ts';
import { unescapeMarkdown } from '../src/discord/render/text.ts';
import { contentOf } from './cards.ts';
import { BUTTONS, COMMAND_USES, type CommandUse, subcommandsOf, toSentOptions } from './command-uses.ts';
import { fillField, rightValueFor, wrongValuesFor as wrongValuesInForm } from './form-fields.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const {
  String: Text,
  Integer,
  Number: Decimal,
  Boolean: YesNo,
  Channel,
  Attachment,
  User,
} = ApplicationCommandOptionType;

let bot: TestBot;
let target: string;
let typed: Record<string, unknown>;

beforeAll(async () => {
  bot = await startTestBot();
  target = bot.preview.channels.general;
  const { id: article } = await bot.library.find('footbridge');
  typed = {
    article,
    channel: bot.preview.channels.news,
    days: 'every day',
    time: '08:00',
    zone: 'UTC',
    url: 'http://127.0.0.1/',
  };
});
afterAll(() => bot.stop());

type SentOption = { name: string; type: number; value?: unknown; options?: unknown };

/** The reply to these options sent unchecked; undefined if a form opens. */
async function readReply(use: CommandUse, options: readonly SentOption[], resolved: object = {}) {
  const { command } = use;
  const ada = bot.preview.member('Ada');
  const data = { id: '1', type: 1, name: command.data.name, options: toSentOptions(use, options), resolved };
  const asked = ada.forge(target, InteractionType.ApplicationCommand, data);
  expect(await asked.settled()).toBe('answered');
  return asked.message ? visibleTextOf(await asked.reply()) : undefined;
}

const channelResolved = () => ({
  channels: { [bot.preview.channels.news]: { id: bot.preview.channels.news, type: 0, name: 'news' } },
});

function createOption({ name, type }: APIApplicationCommandBasicOption, value: unknown): SentOption {
  return { name, type, value };
}

/** The required options besides the one being tested. */
function requiredOptionsOf({ options }: CommandUse, tried?: string): SentOption[] {
  return options
    .filter(({ name, required }) => required && name !== tried)
    .map(option => createOption(option, typed[option.name] ?? 'anything'));
}

const all = COMMAND_USES.flatMap(use =>
  use.options.map(option => [`${use.name} ${option.name}`, use, option] as const),
);

test('every option of every command declares its limits', () => {
  for (const [name, , option] of all) {
    if (option.type === Text && !option.choices)
      expect([name, option.max_length]).toEqual([name, expect.any(Number)]);
    if (option.type === Integer || option.type === Decimal)
      expect([name, option.min_value, option.max_value]).toEqual([
        name,
        expect.any(Number),
        expect.any(Number),
      ]);
    if (option.type === Channel) expect([name, option.channel_types]).toEqual([name, expect.any(Array)]);
  }
});

/** Values that an option must reject, whatever it means. */
function wrongValuesFor(option: APIApplicationCommandBasicOption): unknown[] {
  const ofNoType: unknown[] = [null, {}, [], [1], { valueOf: 1 }];
  switch (option.type) {
    case Text:
      if (option.choices) return [...ofNoType, 7, true, '', 'none of these', `${option.choices[0]!.value} `];
      return [
        ...ofNoType,
        7,
        true,
        '',
        'x'.repeat(option.max_length! + 1),
        '😀'.repeat(option.max_length! + 1),
        'x'.repeat(1_000_000),
      ];
    case Integer:
      return [
        ...[...ofNoType, true, '3', 'NaN', '', 1.5, option.min_value! - 1, option.max_value! + 1],
        ...[-1, 1e9, 1e308, -1e308, 2 ** 53, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY],
      ];
    case YesNo:
      return [...ofNoType, 'true', 'no', 0, 1, ''];
    default:
      return [...ofNoType, 7, true, '', 'news', '12', '../../users/@me', '1'.repeat(19), '9'.repeat(400)];
  }
}

/** Sentences that explain what an option accepts. */
const says = (name: string) =>
  new RegExp(
    `^“${name}” must (?:have|be a whole number from|be one of these:|be yes or no|be a file|be a channel of this server)`,
  );

test.each(all)('%s takes nothing but what it declares, and says what that is', async (_name, use, option) => {
  const before = await readEverything();
  for (const value of wrongValuesFor(option)) {
    const shown = `${JSON.stringify(value)}`.slice(0, 40);
    expect([
      shown,
      await readReply(
        use,
        [...requiredOptionsOf(use, option.name), createOption(option, value)],
        channelResolved(),
      ),
    ]).toEqual([shown, expect.stringMatching(says(option.name))]);
  }
  const other = option.type === Text ? Integer : Text;
  for (const type of [other, User, 99])
    expect(
      await readReply(
        use,
        [...requiredOptionsOf(use, option.name), { ...createOption(option, 'anything'), type }],
        channelResolved(),
      ),
    ).toMatch(/^\/\w+ has changed/);
  expect(await readEverything()).toEqual(before);
});

test.each(COMMAND_USES.map(use => [use.name, use] as const))(
  '%s knows its options alone, each once, and misses those that must be there',
  async (_name, use) => {
    const unknown = /^\/\w+ has changed/;
    const required = use.options.filter(option => option.required);
    for (const { name } of required)
      expect(await readReply(use, requiredOptionsOf(use, name), channelResolved())).toBe(
        `Please fill in “${name}”.`,
      );
    expect(
      await readReply(
        use,
        [...requiredOptionsOf(use), { name: 'colour', type: Text, value: 'red' }],
        channelResolved(),
      ),
    ).toMatch(unknown);
    expect(
      await readReply(
        use,
        [...requiredOptionsOf(use), { name: 'constructor', type: Text, value: 'red' }],
        channelResolved(),
      ),
    ).toMatch(unknown);
    const [first] = use.options;
    if (first)
      expect(
        await readReply(
          use,
          [...requiredOptionsOf(use), createOption(first, 'a'), createOption(first, 'b')],
          channelResolved(),
        ),
      ).toMatch(unknown);
  },
);

test('subcommands that there are not, groups and the lack of one are refused in words', async () => {
  for (const command of commands) {
    const forms: unknown[][] = [
      [{ type: 1, name: 'nothing', options: [] }],
      [{ type: 1, name: 'toString' }],
      [{ type: 2, name: 'nothing', options: [{ type: 1, name: 'list', options: [] }] }],
      ...(subcommandsOf(command).length > 0
        ? [
            [],
            ['list', 'list'].map(name => ({ type: 1, name, options: [] })),
            [{ type: 3, name: 'list', value: 'x' }],
          ]
        : []),
    ];
    for (const options of forms) {
      const data = { id: '1', type: 1, name: command.data.name, options };
      const asked = bot.preview.member('Ada').forge(target, InteractionType.ApplicationCommand, data);
      const expected = expect.stringMatching(/^\/\w+ has changed/);
      expect([command.data.name, JSON.stringify(options), visibleTextOf(await asked.reply())]).toEqual([
        command.data.name,
        JSON.stringify(options),
        expected,
      ]);
    }
  }
});

test('a name that nobody has is not counted under that name', () => {
  const counted = bot.lines.filter(({ msg }) => msg === 'interaction').map(({ command }) => `${command}`);
  expect(counted).toContain('unknown');
  expect(counted.filter(name => /nothing|toString/.test(name))).toEqual([]);
});

test('a file that did not come along is asked for again', async () => {
  const add = COMMAND_USES.find(({ name }) => name === '/library add')!;
  expect(await readReply(add, [{ name: 'file', type: Attachment, value: '123456789012345678' }])).toBe(
    '“file” must be a file. Please attach it again.',
  );
});

test('what is typed is only looked up where it is of the command and not too long', async () => {
  const choices = async (use: CommandUse, options: readonly object[]) => {
    const data = { id: '1', type: 1, name: use.command.data.name, options: toSentOptions(use, options) };
    const asked = bot.preview
      .member('Ada')
      .forge(target, InteractionType.ApplicationCommandAutocomplete, data);
    expect(await asked.settled()).toBe('answered');
    return asked.choices;
  };
  let tried = 0;
  for (const use of COMMAND_USES)
    for (const option of use.options.filter(option => 'autocomplete' in option && option.autocomplete)) {
      const focused = { ...createOption(option, ''), focused: true };
      for (const wrong of [
        [{ ...focused, value: 'x'.repeat(10_000) }],
        [{ ...focused, value: 7 }],
        [{ ...focused, value: null }],
        [{ ...focused, name: 'colour' }],
        [{ ...focused, type: YesNo }],
        [{ ...focused, focused: false }],
        [focused, { name: 'colour', type: Text, value: 'red' }],
        [focused, { ...createOption({ ...option, name: 'other' }, 'x') }],
        [],
      ]) {
        expect([use.name, option.name, wrong, await choices(use, wrong)]).toEqual([
          use.name,
          option.name,
          wrong,
          [],
        ]);
        tried += 1;
      }
    }
  expect(tried).toBeGreaterThan(100);
  expect(
    await choices(COMMAND_USES.find(({ name }) => name === '/summary')!, [
      { name: 'article', type: Text, value: 'footb', focused: true },
    ]),
  ).toHaveLength(1);
});

test('a form takes the fields that it has, within their limits', async () => {
  const ada = bot.preview.member('Ada');
  const { id: article } = await bot.library.find('footbridge');
  const buttons = BUTTONS;
  for (const { key, form, fields } of buttons)
    expect([key, form === undefined || fields !== undefined]).toEqual([key, true]);
  const pressable = buttons.flatMap(({ key, fields }) => (fields ? [{ key, fields }] : []));
  expect(pressable.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['ask', 'answer/wrong', 'library/add', 'digest/create', 'settings/limit']),
  );
  const before = await readEverything();
  const channel = bot.preview.channels.news;
  for (const { key, fields } of pressable) {
    const say = async (components: readonly object[]) => {
      const data = {
        custom_id: `open/${key}/${article}`,
        components,
        resolved: channelResolved(),
      };
      return visibleTextOf(await ada.forge(target, InteractionType.ModalSubmit, data).reply());
    };
    const whole = fields.map(field => fillField(field, rightValueFor(field, { channel })));
    for (const [at, field] of fields.entries()) {
      const others = whole.toSpliced(at, 1);
      for (const value of wrongValuesInForm(field, { channel }))
        expect([key, field.custom_id, value, await say([...others, fillField(field, value)])]).toEqual([
          key,
          field.custom_id,
          value,
          expect.stringMatching(/must have|must be a channel|takes only what|takes up to/),
        ]);
      const unknown = /^This form is out of date/;
      expect(await say(others)).toMatch(unknown);
      expect(await say([...whole, fillField({ type: 4, custom_id: 'colour' }, 'red')])).toMatch(unknown);
      expect(await say([...others, fillField({ type: 4, custom_id: 'constructor' }, 'red')])).toMatch(
        unknown,
      );
      const type = field.type === 4 ? 3 : 4;
      expect(await say([...others, fillField({ ...field, type }, type === 3 ? ['x'] : 'x')])).toMatch(
        unknown,
      );
    }
  }
  expect(await readEverything()).toEqual(before);
});

test('a form that is refused gives a long text back, as it was written', async () => {
  const ada = bot.preview.member('Ada');
  const { id: article } = await bot.library.find('footbridge');
  const { fields = [] } = BUTTONS.find(({ key }) => key === 'ask') ?? {};
  const text = `Who *pays* for it?\n${'And when will that be? '.repeat(10).trim()}`;
  const fill = (value: string) =>
    fields.map(field =>
      fillField(field, field.type === 4 ? value : rightValueFor(field, { channel: target })),
    );
  const send = async (components: readonly object[]) => {
    const data = { custom_id: `open/ask/${article}`, components, resolved: channelResolved() };
    return ada.forge(target, InteractionType.ModalSubmit, data).reply();
  };
  const older = { type: 4, custom_id: 'of-an-older-version' };
  const refused = await send([...fill(text), fillField(older, 'red')]);
  expect(unescapeMarkdown(visibleTextOf(refused))).toContain(`What you wrote\n${text}`);
  expect(visibleTextOf(refused)).toContain('Who \\*pays\\* for it?');
  const short = await send([...fill('Who pays for it?'), fillField(older, 'red')]);
  expect(visibleTextOf(short)).toBe('This form is out of date. Please use the command again.');
});

test('a menu takes what it offers, and no more of it than it says', async () => {
  const ada = bot.preview.member('Ada');
  const asked = await ada.command(target, 'settings');
  const panel = await asked.reply();
  const choose = async (what: string, type: number, values: unknown, resolved: object = {}) => {
    const data = { custom_id: `turn/settings/${what}`, component_type: type, id: 1, values, resolved };
    const sent = ada.forge(target, InteractionType.MessageComponent, data, panel.id);
    await sent.settled();
    return contentOf(sent.followUps.at(-1) ?? sent.message);
  };
  const before = await readEverything();
  const refused = /^This menu no longer offers that/;
  for (const values of [
    ['klingon'],
    ['de', 'fr'],
    ['de', 'de'],
    [],
    [7],
    [null],
    ['x'.repeat(5000)],
    Array(500).fill('de'),
  ])
    expect([values.length, await choose('language', 3, values)]).toEqual([
      values.length,
      expect.stringMatching(refused),
    ]);
  expect(await choose('nothing', 3, ['de'])).toMatch(refused);
  expect(await choose('askers', 3, ['de'])).toMatch(refused);
  const news = bot.preview.channels.news;
  const resolved = { channels: { [news]: { id: news, type: 0, name: 'news' } } };
  for (const values of [
    [news, news],
    ['news'],
    [''],
    Array.from({ length: 26 }, (_, at) => `${BigInt(news) + BigInt(at)}`),
  ])
    expect(await choose('channels', 8, values, resolved)).toMatch(refused);
  expect(await readEverything()).toEqual(before);
  expect(await choose('channels', 8, [news], resolved)).not.toMatch(refused);
  expect((await bot.storage.settings.get(bot.preview.serverId)).channels).toEqual([news]);
  await bot.storage.settings.update(bot.preview.serverId, { channels: [] });
});

/** Everything that a command could have changed here. */
async function readEverything() {
  const { serverId } = bot.preview;
  return {
    digests: await bot.storage.digests.list(serverId),
    feeds: await bot.storage.feeds.list(serverId),
    settings: await bot.storage.settings.get(serverId),
    articles: await bot.library.forServer(serverId).count(),
    threads: bot.preview.threads(target).length,
    failures: bot.lines.filter(({ level }) => level >= 50),
  };
}

test('a menu of buttons presses those that it has, and no other', async () => {
  const ada = bot.preview.member('Ada');
  const { id: article } = await bot.library.find('footbridge');
  const shown = await (await ada.command(target, 'summary', { article })).final();
  const choose = async (value: string): Promise<string> => {
    // its custom id changes soon after something is chosen in it
    for (const menu of [BUTTON_MENU_ID, renewMenuId(BUTTON_MENU_ID), BUTTON_MENU_ID]) {
      const data = { custom_id: menu, component_type: 3, id: 1, values: [value], resolved: {} };
      const sent = ada.forge(target, InteractionType.MessageComponent, data, shown.id);
      await sent.settled();
      const text = visibleTextOf((sent.followUps.at(-1) ?? sent.message)!);
      if (text !== '') return text;
    }
    return '';
  };
  expect(await choose(pressableOf(shown).Sources as string)).toMatch(/^Sources\n/);
  for (const stray of [`turn/library/remove/${article}`, `form/answer/wrong/${article}`, 'nothing', ''])
    expect(await choose(stray)).toMatch(/^(?:This menu no longer offers that|This button is from an older)/);
});
