import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPathOf, chromiumPath, launchBrowser, NEEDS_CHROMIUM } from '../preview/tests/browser.ts';
import { identifyArticle } from '../src/articles/article.ts';
import { createArticle } from './articles.ts';
import { startTestBot, type TestBot } from './support.ts';

const headline = 'A Town Asks Its Railway for the 22:40 Back';
const until = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 60_000 });

/** The text typed into an option's field; with a second text, the suggestion with that name is chosen. */
type Typed = string | readonly [typed: string, taken: string | RegExp];

describe.skipIf(!chromiumPath)(`a day in the preview, from the morning on (${NEEDS_CHROMIUM})`, () => {
  let bot: TestBot;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    [bot, browser] = await Promise.all([startTestBot(), launchBrowser()]);
    const { id: _id, ...text } = createArticle('The Ferry Gets a New Engine', [
      'The ferry between Brennick and the island will get an electric engine in May, the harbour office said on Monday.',
      '“It will be the quietest boat on this coast,” said Maria Oduya, who runs the office.',
    ]);
    await bot.library.add(identifyArticle({ ...text, url: 'https://example.com/ferry' }), 'ferry');
  });
  afterAll(async () => {
    await browser?.close();
    await bot?.stop();
    expect(faults).toEqual([]);
  });

  async function visitAs(name: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      colorScheme: 'dark',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const tab = await context.newPage();
    tab.setDefaultTimeout(60_000);
    tab.on('pageerror', error => faults.push(error.message));
    await tab.goto(`${bot.preview.url}#member=${bot.preview.member(name).id}`);
    await tab.getByRole('button', { name: new RegExp(`^${name}`), pressed: true }).waitFor();
    return tab;
  }

  const log = () => page.getByRole('log');
  const last = () => log().getByRole('listitem').last();
  const filling = (name: string) => page.getByRole('combobox', { name: new RegExp(`^${name}:`) });

  /**
   * Saves screenshots of the page at desktop and phone widths, and checks that it does not scroll sideways.
   */
  async function picture(name: string): Promise<void> {
    for (const width of [400, 1200]) {
      await page.setViewportSize({ width, height: width === 400 ? 800 : 900 });
      await page.screenshot({ path: artifactPathOf(`${name}-${width}.png`) });
      const sideways =
        await page.evaluate<number>(`Math.max(...[...document.querySelectorAll('html, .scroller, .composer')]
        .map(element => element.scrollWidth - element.clientWidth))`);
      expect(sideways, `${name} at ${width}`).toBe(0);
    }
  }

  /** Types a command with its options and sends it. */
  async function use(command: string, options: Readonly<Record<string, Typed>> = {}): Promise<void> {
    const box = page.getByRole('combobox', { name: /^Message / });
    await box.fill(`/${command} `);
    await page.getByRole('group', { name: `Command /${command}` }).waitFor();
    for (const [name, typed] of Object.entries(options)) await give(name, typed);
    await page.keyboard.press('Enter');
  }

  async function give(name: string, typed: Typed): Promise<void> {
    const add = page.getByRole('button', { name: new RegExp(`^Add ${name}\\b`) });
    await add.or(filling(name)).first().waitFor();
    if ((await filling(name).count()) === 0) await add.click();
    await filling(name).fill(typeof typed === 'string' ? typed : typed[0]);
    if (typeof typed !== 'string') await page.getByRole('option', { name: typed[1] }).first().click();
  }

  /** Chooses one of the bot's commands in the menu of a message. */
  async function choose(message: Locator, entry: string): Promise<void> {
    await message.click({ button: 'right' });
    await message.getByRole('menuitem', { name: entry }).click();
  }

  async function pick(message: Locator, choice: string): Promise<void> {
    await message.getByRole('button', { name: /^Choose an article/ }).click();
    await page.getByRole('option', { name: choice }).click();
  }

  const say = async (text: string) => {
    await page.getByRole('combobox', { name: /^Message / }).fill(text);
    await page.keyboard.press('Enter');
  };
  const message = (text: string | RegExp) => log().getByRole('listitem').filter({ hasText: text }).last();
  const goTo = async (channel: string) => {
    await page
      .getByRole('button', { name: new RegExp(`^${channel}`) })
      .first()
      .click();
    await log().getByText(`Welcome to #${channel}`).waitFor();
  };

  it('the reader’s day', { timeout: 240_000 }, async () => {
    page = await visitAs('Ben');
    await bot.preview
      .member('Ada')
      .say(
        bot.preview.channels.articles,
        'Have you seen this? https://www.example.com/ferry?utm_source=mail',
      );
    const shared = message('Have you seen this?');
    await shared.waitFor();
    await shared.click({ button: 'right' });
    await picture('reader-menu');
    await page.keyboard.press('Escape');
    await choose(shared, 'Summarise this');
    await message(/Only you can see this/)
      .getByText('The Ferry Gets a New Engine')
      .waitFor();
    await picture('reader-summarise-this');

    await say('The mayor of Brennick is Samuel Okoro.');
    await choose(message('The mayor of Brennick is Samuel Okoro.'), 'Did the article say that?');
    const which = message('Which article is this about?');
    await which.waitFor();
    await picture('reader-which');
    await pick(which, headline);
    await last().getByText(headline).first().waitFor();
    await picture('reader-said-that');

    await use('discuss', { article: ['railwy', headline], forum: ['', '#questions'] });
    await message('I opened a post about it').waitFor();
    await message('I opened a post about it').getByRole('button', { name: headline }).click();
    await log().getByText('Just type your question here.').waitFor();
    await say('How many people stood on the platform on Monday evening?');
    await message(/600 people/).waitFor();
    await use('quotes', { speaker: ['roht', 'Anneke Roth'] });
    await message(/Quotes by Anneke Roth/).waitFor();
    await picture('reader-post');

    await page.locator('.channels').getByRole('button', { name: 'Standfirst' }).click();
    await log().getByText('These are your direct messages with Standfirst.').waitFor();
    await say('Who makes the engine of the ferry?');
    await pick(message('Which article is your question about?'), 'The Ferry Gets a New Engine');
    await message(/Who makes the engine of the ferry\?/)
      .getByText('The Ferry Gets a New Engine')
      .first()
      .waitFor();
    await say('When does the ferry get its engine?');
    await message(/in May/).waitFor();
    const direct = bot.preview.member('Ben').directMessages();
    // the first answer may contain it too, and an answer that is missing could not be deleted
    await bot.preview.until(
      () => bot.preview.messages(direct).filter(each => each.message_reference).length > 1,
      'both answers',
    );
    await picture('reader-direct');
    await goTo('general');
    await use('help', { command: ['discu', /^\/discuss/] });
    await message(/where every message is a question/).waitFor();
    await picture('reader-help');
    await use('privacy');
    const privacy = () =>
      log()
        .getByRole('listitem')
        .filter({ has: page.getByRole('article') })
        .last();
    await privacy()
      .getByRole('button', { name: /^Delete my data/ })
      .click();
    await privacy().getByText('This can’t be undone.').waitFor();
    await picture('reader-privacy');
    await privacy().getByRole('button', { name: 'Yes, delete' }).click();
    await privacy()
      .getByText(/Deleted: 4 questions\./)
      .waitFor();
    await page.context().close();
  });

  it('an editor adds a file from the desk and chooses who may ask', { timeout: 240_000 }, async () => {
    page = await visitAs('Ada');
    await goTo('general');
    await page.getByRole('combobox', { name: /^Message / }).fill('/library add ');
    await page.getByRole('button', { name: /^Add file\b/ }).click();
    const file = {
      name: 'kiosk.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('The Kiosk Sells Ice\n\nIt opened on Sunday.\n'),
    };
    await page.locator('input[type=file]').setInputFiles(file);
    await expect.poll(() => filling('file').inputValue()).toBe('kiosk.txt');
    await page.keyboard.press('Enter');
    await message(/Added:.*The Kiosk Sells Ice/).waitFor();
    await use('settings');
    const panel = message('This server’s settings');
    await panel.getByRole('button', { name: /^Who can ask/ }).click();
    await panel.getByRole('option', { name: '@Editors' }).click();
    await panel.getByRole('button', { name: 'Done' }).click();
    const settings = () => bot.storage.settings.get(bot.preview.serverId);
    await expect.poll(async () => (await settings()).askers).toHaveLength(1);
    await panel.getByText('@Editors').first().waitFor();
    await picture('editor-settings');
    await bot.storage.settings.update(bot.preview.serverId, { askers: [] });
    await page.context().close();
  });

  it('the editor’s day', { timeout: 240_000 }, async () => {
    page = await visitAs('Ada');
    const unknown = 'Who adds https://example.org/market?';
    await bot.preview.member('Ben').say(bot.preview.channels.articles, unknown);
    await choose(message(unknown), 'Summarise this');
    await message('I found no article').getByText('/library add').waitFor();
    await picture('editor-not-stored');

    await goTo('general');
    await use('library add');
    const form = page.getByRole('dialog');
    await form.waitFor();
    await form.getByLabel(/headline/).fill('The Market Moves to the Quay');
    await form
      .getByLabel(/^Text/)
      .fill('The market will be held on the quay from June on.\n\n“We need the room,” said Ines Calloway.');
    await picture('editor-add');
    await form.getByRole('button', { name: /Submit|Add|Send/ }).click();
    await message('The Market Moves to the Quay').waitFor();
    await use('library tag', { article: ['market', 'The Market Moves to the Quay'], add: 'local' });
    await message(/local/).waitFor();

    await use('digest create', {
      name: 'Local papers',
      channel: ['', '#news'],
      days: 'weekdays',
      time: '8:30',
      zone: ['berlni', /^Europe\/Berlin/],
      tags: ['lo', /^local/],
    });
    await message('Created Local papers.')
      .getByText(/only with the tag local/)
      .waitFor();
    await picture('editor-created');
    await use('digest preview', { name: ['loc', 'Local papers'] });
    await message('Only you can see this')
      .getByRole('link', { name: /./ })
      .or(message('The Market Moves to the Quay'))
      .first()
      .waitFor();
    await picture('editor-preview');

    bot.preview.deny(bot.preview.channels.news, 1n << 11n);
    await use('digest now', { name: ['loc', 'Local papers'] });
    await message(/didn’t post/)
      .getByText(/Send Messages/)
      .waitFor();
    await use('digest edit', { name: ['loc', 'Local papers'], channel: ['', '#articles'] });
    await message('Changed Local papers.').waitFor();
    await use('digest now', { name: ['loc', 'Local papers'] });
    await message('Posted Local papers').waitFor();
    await use('digest history', { name: ['loc', 'Local papers'] });
    await message('Local papers: history')
      .getByText(/not posted\. .*Send Messages/)
      .waitFor();
    await picture('editor-history');
    bot.preview.allow(bot.preview.channels.news, 1n << 11n);
    await goTo('articles');
    await until(() =>
      message('Local papers').getByText('The Market Moves to the Quay').count(),
    ).toBeGreaterThan(0);
    await picture('editor-post');
    await page.context().close();
  });
});
