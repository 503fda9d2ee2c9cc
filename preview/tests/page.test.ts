import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  type TextChannel,
  TextInputStyle,
} from 'discord.js';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Preview, startPreview } from '../src/testing.ts';
import { artifactPathOf, chromiumPath, launchBrowser, NEEDS_CHROMIUM } from './browser.ts';

const headlines = ['The night train returns', 'A footbridge opens two years late', 'Bakers agree on a price'];
const hostile =
  '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script> [click](javascript:window.hacked=3) <svg/onload=window.hacked=4> ||**`<b>`**||';

const article = {
  type: ApplicationCommandOptionType.String,
  name: 'article',
  description: 'Which article',
  required: true,
  autocomplete: true,
} as const;

const commands: RESTPostAPIApplicationCommandsJSONBody[] = [
  { type: ApplicationCommandType.Message, name: 'Sum up', name_localizations: { de: 'Zusammenfassen' } },
  {
    name: 'summary',
    description: 'The article in a few points',
    options: [
      article,
      {
        type: ApplicationCommandOptionType.String,
        name: 'length',
        description: 'How long',
        choices: [
          { name: 'Brief', value: 'brief' },
          { name: 'Full', value: 'full' },
        ],
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'points',
        description: 'How many',
        min_value: 1,
        max_value: 9,
      },
    ],
  },
  { name: 'discuss', description: 'Talk about an article in a thread', options: [article] },
  {
    name: 'whisper',
    description: 'Something for you alone',
    options: [{ type: ApplicationCommandOptionType.Boolean, name: 'loud', description: 'Not so soft' }],
  },
  {
    name: 'shout',
    description: 'Says it aloud',
    options: [{ type: ApplicationCommandOptionType.String, name: 'words', description: 'What to shout' }],
  },
  {
    name: 'where',
    description: 'Says which language you speak',
    description_localizations: { de: 'Sagt, welche Sprache du sprichst' },
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'manner',
        description: 'How to say it',
        description_localizations: { de: 'Wie es gesagt wird' },
        choices: [{ name: 'Loudly', name_localizations: { de: 'Laut' }, value: 'loudly' }],
      },
    ],
  },
  { name: 'pages', description: 'Has two pages' },
  { name: 'silence', description: 'Never answers' },
  { name: 'form', description: 'Opens a form' },
  { name: 'panel', description: 'Shows everything that a message can hold' },
  {
    name: 'digest',
    description: 'Digests',
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'create',
        description: 'Posts on a schedule',
        options: [
          {
            type: ApplicationCommandOptionType.Channel,
            name: 'channel',
            description: 'Where',
            required: true,
          },
          {
            type: ApplicationCommandOptionType.Boolean,
            name: 'paused',
            description: 'Not yet',
            required: true,
          },
        ],
      },
    ],
  },
];

const answers: Record<string, (interaction: ChatInputCommandInteraction) => Promise<unknown>> = {
  async summary(interaction) {
    await interaction.deferReply();
    const points = interaction.options.getInteger('points');
    const length = [interaction.options.getString('length') ?? 'standard', points].filter(Boolean).join(', ');
    await interaction.editReply({
      embeds: [
        {
          title: interaction.options.getString('article', true),
          url: 'https://example.com/article',
          color: 0x2e7d5b,
          description: '- **The first point.** `¶1`\n- The second point. `¶2`',
          fields: [
            { name: 'Length', value: length, inline: true },
            { name: 'Engine', value: 'built in', inline: true },
          ],
          footer: { text: 'Every point names its paragraphs' },
        },
      ],
      components: [
        createRow({
          type: ComponentType.Button,
          style: ButtonStyle.Primary,
          custom_id: 'quotes',
          label: 'Quotes',
        }),
      ],
    });
  },
  async discuss(interaction) {
    const name = interaction.options.getString('article', true);
    const thread = await (interaction.channel as TextChannel).threads.create({ name });
    await thread.send('Ask me anything about it.');
    await interaction.reply(`Ask in <#${thread.id}>.`);
  },
  shout: interaction =>
    interaction.reply(`${interaction.options.getString('words')?.toUpperCase() ?? 'NOTHING'}!`),
  whisper: interaction =>
    interaction.reply({ content: 'The word is kittiwake.', flags: MessageFlags.Ephemeral }),
  where: interaction =>
    interaction.reply(`Language ${interaction.locale}, ${interaction.options.getString('manner')}.`),
  pages: interaction => interaction.reply(pageOf(1)),
  silence: async () => undefined,
  form: interaction =>
    interaction.showModal({
      custom_id: 'form',
      title: 'Ask a question',
      components: [
        createRow({
          type: ComponentType.TextInput,
          custom_id: 'question',
          label: 'Your question',
          style: TextInputStyle.Paragraph,
        }),
      ],
    }),
  panel: interaction =>
    interaction.reply({
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: ComponentType.Container,
          accent_color: 0xe67e22,
          components: [
            { type: ComponentType.TextDisplay, content: '## Three new articles' },
            { type: ComponentType.Separator },
            {
              type: ComponentType.Section,
              components: [{ type: ComponentType.TextDisplay, content: '**The night train**' }],
              accessory: {
                type: ComponentType.Button,
                style: ButtonStyle.Link,
                label: 'Read',
                url: 'https://example.com/',
              },
            },
            createRow({
              type: ComponentType.StringSelect,
              custom_id: 'pick',
              placeholder: 'Pick one',
              options: [
                { label: 'Train', value: 'train', description: 'It returns' },
                { label: 'Bridge', value: 'bridge' },
              ],
            }),
          ],
        },
      ],
    }),
  digest: interaction => {
    const { name } = interaction.options.getChannel('channel', true);
    return interaction.reply(`Into ${name}, paused: ${interaction.options.getBoolean('paused', true)}.`);
  },
};

function createRow<Component>(component: Component) {
  return { type: ComponentType.ActionRow as const, components: [component] };
}

/** The first or second page of a message that is turned by its buttons. */
const pageOf = (page: 1 | 2) => ({
  content: `This is page ${page}.`,
  components: [
    {
      type: ComponentType.ActionRow as const,
      components: [
        { label: 'Back', custom_id: 'page 1', disabled: page === 1 },
        { label: 'Next', custom_id: 'page 2', disabled: page === 2 },
      ].map(button => ({
        type: ComponentType.Button as const,
        style: ButtonStyle.Secondary as const,
        ...button,
      })),
    },
  ],
});

async function respond(interaction: Interaction): Promise<unknown> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toLowerCase();
    const found = headlines.filter(headline => headline.toLowerCase().includes(typed));
    return interaction.respond(found.map(name => ({ name, value: name })));
  }
  if (interaction.isButton() && interaction.customId.startsWith('page '))
    return interaction.update(pageOf(interaction.customId === 'page 2' ? 2 : 1));
  if (interaction.isButton()) return interaction.reply({ content: '> “We begin where we stopped.”' });
  if (interaction.isStringSelectMenu())
    return interaction.reply({ content: `You picked ${interaction.values.join()}.` });
  if (interaction.isModalSubmit())
    return interaction.reply(`You asked: ${interaction.fields.getTextInputValue('question')}`);
  if (interaction.isMessageContextMenuCommand())
    return interaction.reply(`${interaction.commandName} in ${interaction.locale}.`);
  return interaction.isChatInputCommand() ? answers[interaction.commandName]?.(interaction) : undefined;
}

/** A small bot of the real library, of which the page knows nothing but what it says. */
async function startBot(preview: Preview): Promise<Client> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    rest: { api: preview.apiUrl },
    allowedMentions: { parse: [] },
  });
  client.on(Events.InteractionCreate, interaction => void respond(interaction));
  client.on(Events.MessageCreate, async message => {
    if (message.author.bot || !message.channel.isThread()) return;
    await message.channel.sendTyping();
    await message.reply(`The answer to “${message.content}” stands in ¶3.`);
  });
  const ready = new Promise(resolve => client.once(Events.ClientReady, resolve));
  await client.login(preview.token);
  await ready;
  await client.application?.commands.set(commands);
  return client;
}

describe.skipIf(!chromiumPath)(`the preview's page (${NEEDS_CHROMIUM})`, () => {
  let browser: Browser;
  let preview: Preview;
  let bot: Client;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    preview = await startPreview({ port: 0 });
    bot = await startBot(preview);
    faults = [];
    ({ context, page } = await visit());
  });
  afterEach(async () => {
    await context.close();
    await bot.destroy();
    await preview.close();
    expect(faults).toEqual([]);
  });

  /** The page as a newcomer opens it; anything that it complains of, or asks of another host, is a fault. */
  async function visit(size = { width: 1200, height: 900 }, locale = 'en-GB') {
    const opened = await browser.newContext({
      viewport: size,
      colorScheme: 'dark',
      locale,
      reducedMotion: 'reduce',
    });
    const tab = await opened.newPage();
    tab.on('pageerror', error => faults.push(error.message));
    tab.on('console', message => void (message.type() === 'error' && faults.push(message.text())));
    tab.on('request', request => {
      if (!request.url().startsWith(preview.url) && !request.url().startsWith('data:'))
        faults.push(request.url());
    });
    await tab.goto(preview.url);
    await tab.locator('#welcome').waitFor();
    return { context: opened, page: tab };
  }

  const box = (tab = page) => tab.getByRole('combobox', { name: /^(Message|Nachricht an) / });
  const said = (text: string | RegExp, tab = page) => tab.getByRole('log').getByText(text);
  const picture = (name: string, tab = page) => tab.screenshot({ path: artifactPathOf(`${name}.png`) });
  /**
   * By how many pixels each part could be scrolled sideways. As text, because the types of the page are not
   * those of the tests.
   */
  const overflow = (tab = page) =>
    tab.evaluate<number[]>(`['html', '.scroller', '.channels', '.composer', '.header']
      .map(name => document.querySelector(name))
      .map(element => element.scrollWidth - element.clientWidth)`);

  /** Uses a command without required options. */
  async function use(name: string) {
    await box().fill(`/${name}`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
  }

  it('lets a newcomer pick a command and an article by keyboard alone, read the answer and press its button', async () => {
    await box().focus();
    await page.keyboard.type('/');
    await page.getByRole('option', { name: /\/summary/ }).waitFor();
    await picture('preview-commands');
    await page.keyboard.type('sum');
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: /^article/ });
    await page.getByRole('option', { name: headlines[2]! }).waitFor();
    await page.keyboard.type('foot');
    await expect.poll(() => page.getByRole('option').count()).toBe(1);
    await picture('preview-autocomplete');
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe(headlines[1]);
    await page.keyboard.press('Enter');
    const embed = page.getByRole('article');
    await embed.getByRole('link', { name: headlines[1]! }).waitFor();
    expect(await embed.getByRole('listitem').allTextContents()).toEqual([
      'The first point. ¶1',
      'The second point. ¶2',
    ]);
    expect(await said('/summary').count()).toBe(1);
    await page.getByRole('button', { name: 'Quotes' }).click();
    await said('“We begin where we stopped.”').waitFor();
    await picture('preview-summary');
  });

  it('adds optional options as chips, with choices, and refuses a wrong value before it is sent', async () => {
    await box().fill('/summary ');
    await page.getByRole('option', { name: headlines[0]! }).click();
    await page.getByRole('button', { name: /^Add length/ }).click();
    await page.keyboard.type('ful');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Add points/ }).click();
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('points: At most 9.').waitFor();
    await picture('preview-complaint');
    expect(preview.messages(preview.channels.articles)).toEqual([]);
    await page.getByRole('combobox', { name: /^points/ }).fill('7');
    await page.keyboard.press('Enter');
    await said('full, 7').waitFor();
  });

  it('puts what is typed behind a command without required options into its first option', async () => {
    await box().fill('/shout');
    await page.keyboard.press('Enter');
    await page.keyboard.type('hi');
    const option = page.getByRole('combobox', { name: /^words/ });
    await expect.poll(() => option.inputValue()).toBe('hi');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await box().pressSequentially('/shout h');
    await expect.poll(() => option.inputValue()).toBe('h');
    await page.keyboard.type('o');
    await page.keyboard.press('Enter');
    await said('HO!').waitFor();
  });

  it('puts what is typed behind the name of an option into its field, at once or key by key', async () => {
    const option = (name: string) => page.getByRole('combobox', { name: new RegExp(`^${name}`) });
    await box().fill('/summary length: full points:7 article:foot');
    await expect.poll(() => option('article').inputValue()).toBe('foot');
    expect(await option('length').inputValue()).toBe('full');
    expect(await option('points').inputValue()).toBe('7');
    await page.getByRole('option', { name: headlines[1]! }).click();
    await page.keyboard.press('Enter');
    await said('full, 7').waitFor();
    await box().pressSequentially('/shout words:so: what');
    await page.keyboard.press('Enter');
    await said('SO: WHAT!').waitFor();
  });

  it('names a required option that was left empty and sends nothing', async () => {
    await box().fill('/discuss ');
    await page.getByRole('option', { name: headlines[0]! }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('article: This option is required.').waitFor();
    expect(preview.messages(preview.channels.articles)).toEqual([]);
  });

  it('opens a thread from its card, answers in it, leads back, and shows the same after a reload', async () => {
    await page.getByRole('button', { name: /^\/discuss/ }).click();
    await page.getByRole('option', { name: headlines[0]! }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page
      .getByRole('log')
      .getByRole('button', { name: /The night train returns\s*1 message/ })
      .click();
    await said('Ask me anything about it.').waitFor();
    await page.getByRole('combobox', { name: `Message “${headlines[0]}”` }).fill('Since when?');
    await page.keyboard.press('Enter');
    await said('The answer to “Since when?” stands in ¶3.').waitFor();
    await picture('preview-thread');
    const before = await page.getByRole('log').innerText();
    await page.reload();
    await said('The answer to “Since when?” stands in ¶3.').waitFor();
    expect(await page.getByRole('log').innerText()).toBe(before);
    await page.keyboard.type('And why?');
    const box = page.getByRole('combobox', { name: `Message “${headlines[0]}”` });
    expect(await box.inputValue()).toBe('And why?');
    await box.fill('');
    await page.getByRole('button', { name: 'Back to #articles' }).click();
    await said('Welcome to #articles').waitFor();
    await page.goBack();
    await said('Ask me anything about it.').waitFor();
  });

  it('shows a private answer to the member who asked and to nobody else, until it is dismissed', async () => {
    await use('whisper');
    await said('The word is kittiwake.').waitFor();
    await said('Only you can see this').waitFor();
    await picture('preview-private');
    await box().fill('Good morning!');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Ben/ }).click();
    await page.getByRole('button', { name: /^Ben/, pressed: true }).waitFor();
    await said('Good morning!').waitFor();
    expect(await said('kittiwake').count()).toBe(0);
    await page.getByRole('button', { name: /^Ada/ }).click();
    await said('The word is kittiwake.').waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => said('kittiwake').count()).toBe(0);
  });

  it('offers the commands of editors to editors only, with their subcommands, channels and truth values', async () => {
    await box().fill('/digest create ');
    await page.getByRole('option', { name: '#news' }).click();
    await page.keyboard.type('fa');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await said('Into news, paused: false.').waitFor();
    await page.getByRole('button', { name: /^Ben/ }).click();
    await page.getByRole('button', { name: /^Ben/, pressed: true }).waitFor();
    await box().fill('/');
    await page.getByRole('option', { name: /\/summary/ }).waitFor();
    expect(await page.getByRole('option', { name: /digest/ }).count()).toBe(0);
  });

  it('speaks to the bot in the browser’s language, and shows what the bot says of its commands in it', async () => {
    const { context: german, page: tab } = await visit(undefined, 'de-AT');
    await box(tab).fill('/wh');
    await tab.getByRole('option', { name: /\/where Sagt, welche Sprache du sprichst/ }).waitFor();
    await box(tab).fill('/where ');
    await tab.getByRole('button', { name: 'manner hinzufügen: Wie es gesagt wird' }).click();
    await tab.getByRole('option', { name: 'Laut' }).click();
    await tab.keyboard.press('Enter');
    await said('Language de, loudly.', tab).waitFor();
    await tab.getByRole('button', { name: 'Apps' }).last().click();
    await tab.getByRole('menuitem', { name: 'Zusammenfassen' }).click();
    await said('Sum up in de.', tab).waitFor();
    await german.close();
    await use('where');
    await said('Language en-GB, null.').waitFor();
  });

  it('says its own words in the browser’s language, or in English', async () => {
    for (const [locale, lang, welcome, message, banner] of [
      ['de-CH', 'de', 'Tippe unten / oder', 'Nachricht an #articles', 'ist offline'],
      ['fr-CA', 'fr', 'Tapez / ci-dessous', 'Envoyer un message dans #articles', 'est hors ligne'],
      ['es-MX', 'es', 'Escribe / abajo', 'Enviar mensaje a #articles', 'está sin conexión'],
      ['zh-TW', 'zh-Hans', '输入 /', '给 #articles 发消息', '已离线'],
      ['it-IT', 'en', 'Type / below', 'Message #articles', 'is offline'],
    ] as const) {
      const { context: foreign, page: tab } = await visit(undefined, locale);
      expect(await tab.locator('html').getAttribute('lang')).toBe(lang);
      expect(await tab.locator('#welcome').innerText()).toContain(welcome);
      expect(await tab.locator('textarea').getAttribute('aria-label')).toBe(message);
      await bot.destroy();
      await tab.getByRole('status').filter({ hasText: banner }).waitFor();
      // all words and names of the page, with those that only screen readers are told
      const words = await tab.evaluate<string>(`[document.body.innerText,
        ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(element =>
          ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name)))].join('\\n')`);
      const english = /\b(?:message box|channels|members|send|show the|you are|switch|reader|light|this)\b/i;
      expect(words.match(english) !== null).toBe(lang === 'en');
      await foreign.close();
      bot = await startBot(preview);
    }
  });

  /** What has the focus, as a screen reader calls it. */
  const focused = (tab = page) => tab.locator(':focus');

  it('keeps the focus of a member who only uses the keyboard', async () => {
    await page.keyboard.press('Tab');
    expect(await focused().textContent()).toBe('Skip to the message box');
    const address = page.url();
    await page.keyboard.press('Enter');
    expect(await focused().getAttribute('aria-label')).toBe('Message #articles');
    expect(page.url()).toBe(address);

    await use('pages');
    await said('This is page 1.').waitFor();
    await page.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await said('This is page 2.').waitFor();
    // the button that was pressed is switched off now, so its neighbour has the focus
    expect(await focused().textContent()).toBe('Back');
    await page.keyboard.press('Enter');
    await said('This is page 1.').waitFor();
    expect(await focused().textContent()).toBe('Next');

    await use('whisper');
    await said('The word is kittiwake.').waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => said('kittiwake').count()).toBe(0);
    expect(await focused().getAttribute('id')).toBe('scroller');

    await page.getByRole('button', { name: 'Apps' }).last().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Sum up' }).waitFor();
    await page.keyboard.press('Enter');
    await said('Sum up in en-GB.').waitFor();
    expect(await focused().getAttribute('aria-label')).toBe('Apps');
  });

  it('reads what is new to screen readers, not what was said before, with a heading for each message', async () => {
    await use('pages');
    await said('This is page 1.').waitFor();
    const log = page.getByRole('log');
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite');
    await page.getByRole('button', { name: 'general' }).click();
    expect(await log.getAttribute('aria-live')).toBe('off');
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite');
    await page.getByRole('button', { name: 'articles' }).click();
    await log.getByRole('heading', { level: 3, name: /^Bot APP Today at / }).waitFor();
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite');
    await use('shout');
    await said('NOTHING!').waitFor();
    expect(await log.getAttribute('aria-live')).toBe('polite');

    await use('panel');
    await page.getByRole('button', { name: 'Pick one' }).click();
    await page.getByRole('option', { name: 'Bridge' }).click();
    await page.getByRole('button', { name: 'Pick one: Bridge' }).waitFor();
  });

  it('formats text as Discord does', async () => {
    const channel = (await bot.channels.fetch(preview.channels.articles)) as TextChannel;
    const shown: [string, string][] = [
      [
        '**bold _both_** snake_case_name 2 * 3 * 4',
        '<strong>bold <em>both</em></strong> snake_case_name 2 * 3 * 4',
      ],
      ['__under__ ~~gone~~ `a **b**`', '<u>under</u> <s>gone</s> <code>a **b**</code>'],
      ['\\*plain\\* \\_so\\_', '*plain* _so_'],
      ['- one\n  1. nested\n- two', '<ul><li>one<ol start="1"><li>nested</li></ol></li><li>two</li></ul>'],
      ['one\ntwo', 'one<br>two'],
      ['one\n> two', 'one<blockquote><span class="quote-bar"></span><div>two</div></blockquote>'],
      [
        'one\n\n> two\n\nthree',
        'one<br><br><blockquote><span class="quote-bar"></span><div>two</div></blockquote><br>three',
      ],
      ['```js\n**raw** <b>\n```', '<pre tabindex="0"><code>**raw** &lt;b&gt;</code></pre>'],
      [`<@${preview.member('Ben').id}> @everyone`, '<span class="mention">@Ben</span> @everyone'],
    ];
    for (const [text] of shown) await channel.send(text);
    await said('@Ben').waitFor();
    const contents = await page.getByRole('log').locator('.content').all();
    const found = await Promise.all(contents.map(content => content.innerHTML()));
    expect(found).toEqual(shown.map(([, html]) => html));
    await channel.send(
      '[the *place*](https://example.com/a_(b) "there") and https://example.com/c_(d). <t:1700000000:D>',
    );
    const links = page.getByRole('log').getByRole('link');
    await links.first().waitFor();
    expect(await Promise.all((await links.all()).map(link => link.getAttribute('href')))).toEqual([
      'https://example.com/a_(b)',
      'https://example.com/c_(d)',
    ]);
    expect(await said('14 November 2023').getAttribute('datetime')).toBe('2023-11-14T22:13:20.000Z');
  });

  it('keeps hostile text text', async () => {
    const channel = (await bot.channels.fetch(preview.channels.articles)) as TextChannel;
    await channel.send({
      content: hostile,
      embeds: [{ title: hostile, description: hostile, footer: { text: hostile } }],
    });
    await said(/<img src=x/)
      .first()
      .waitFor();
    const log = page.getByRole('log');
    expect(await log.locator('img, script, a, b:text("<b>")').count()).toBe(0);
    expect(await log.innerText()).toContain('[click](javascript:window.hacked=3)');
    expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
    // The policy is the second wall: even script that was put into the page by force does not run.
    const forced = page.evaluate(`document.body.innerHTML += '<img src=x onerror="window.hacked=5">'`);
    await expect(forced).rejects.toThrow(/TrustedHTML/);
    faults.length = 0;
  });

  it('says that the application did not respond, and goes on', async () => {
    await use('silence');
    await said('Sending command…').waitFor();
    await said('The application did not respond').waitFor();
    await picture('preview-failure');
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await use('whisper');
    await said('The word is kittiwake.').waitFor();
  });

  it('shows a form of the bot and sends what was written', async () => {
    await use('form');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Your question' }).fill('Who pays?');
    await picture('preview-form');
    await page.getByRole('button', { name: 'Submit' }).click();
    await said('You asked: Who pays?').waitFor();
  });

  it('draws containers, sections and menus, and a choice by keyboard reaches the bot', async () => {
    await use('panel');
    await said('Three new articles').waitFor();
    await page.getByRole('button', { name: 'Pick one' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await picture('preview-panel');
    await page.keyboard.press('Enter');
    await said('You picked bridge.').waitFor();
  });

  it('marks a channel in which something was posted, live', async () => {
    await (bot.channels.cache.get(preview.channels.news) as TextChannel).send('The digest of today.');
    await page.getByRole('button', { name: /^news.*new messages/ }).click();
    await said('The digest of today.').waitFor();
    expect(await page.getByRole('button', { name: /new messages/ }).count()).toBe(0);
  });

  it('says when the bot is offline, and finds a preview that was started again by itself', async () => {
    await bot.destroy();
    await page.getByText(/is offline/).waitFor();
    const port = Number(new URL(preview.url).port);
    await preview.close();
    await page.getByText(/No connection to the preview/).waitFor();
    await picture('preview-lost');
    preview = await startPreview({ port });
    bot = await startBot(preview);
    await page.getByText('Online').waitFor();
    await expect.poll(() => page.locator('#banner').isVisible()).toBe(false);
    await use('whisper');
    await said('The word is kittiwake.').waitFor();
    // The browser itself notes the refused connections.
    faults = faults.filter(fault => !/ERR_|status of 400/.test(fault));
  });

  it('fits a phone: no scrolling sideways, the channels in a drawer', async () => {
    const phone = await visit({ width: 400, height: 800 });
    const channel = (await bot.channels.fetch(preview.channels.articles)) as TextChannel;
    await channel.send({
      content: `${'long'.repeat(60)} https://example.com/${'a'.repeat(200)}\n\`\`\`\n${'code '.repeat(60)}\n\`\`\``,
    });
    const fields = ['One', 'Two', 'Three'].map(name => ({ name, value: 'x'.repeat(80), inline: true }));
    await channel.send({ embeds: [{ title: 'T'.repeat(120), description: hostile, fields }] });
    await channel.threads.create({ name: 'A thread with a very long name '.repeat(3).trim() });
    await said('started a thread', phone.page).waitFor();
    await picture('preview-phone', phone.page);
    expect(await overflow(phone.page)).toEqual([0, 0, 0, 0, 0]);
    await phone.page.getByRole('button', { name: '/summary' }).click();
    await phone.page.getByRole('option', { name: headlines[1]! }).click();
    await picture('preview-phone-command', phone.page);
    expect(await overflow(phone.page)).toEqual([0, 0, 0, 0, 0]);
    expect(await phone.page.getByRole('button', { name: 'general' }).isVisible()).toBe(false);
    await phone.page.getByRole('button', { name: /^Channels and members/ }).click();
    await phone.page.getByRole('button', { name: 'general' }).waitFor();
    await picture('preview-phone-drawer', phone.page);
    await phone.page.getByRole('button', { name: 'general' }).click();
    await said('Welcome to #general', phone.page).waitFor();
    await phone.page.getByRole('button', { name: /^Channels and members/ }).click();
    await phone.page.getByRole('button', { name: 'A thread with a very long name' }).click();
    const box = phone.page.getByRole('combobox', { name: /^Message “A thread with a very long name/ });
    expect(await box.getAttribute('placeholder')).toBe('Message “A thread with a very lo…”');
    await phone.page.setViewportSize({ width: 1200, height: 844 });
    await expect.poll(() => box.getAttribute('placeholder')).toContain('or type / for commands');
    await phone.page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => box.getAttribute('placeholder')).toBe('Message “A thread with a very lo…”');
    await phone.context.close();
  });
});
