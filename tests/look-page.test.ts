import type { APIMessage } from 'discord-api-types/v10';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPathOf, chromiumPath, launchBrowser, NEEDS_CHROMIUM } from '../preview/tests/browser.ts';
import { pressableOf, startTestBot, type TestBot } from './support.ts';

const WIDTHS = [400, 1200];

describe.skipIf(!chromiumPath)(`every kind of answer on a phone and on a desk (${NEEDS_CHROMIUM})`, () => {
  let bot: TestBot;
  let browser: Browser;
  let page: Page;
  let train: string;
  const faults: string[] = [];

  beforeAll(async () => {
    [bot, browser] = await Promise.all([startTestBot(), launchBrowser()]);
    train = (await bot.library.find('A Town Asks Its Railway for the 22:40 Back')).id;
    const context = await browser.newContext({
      viewport: { width: 1200, height: 1000 },
      colorScheme: 'dark',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => void (message.type() === 'error' && faults.push(message.text())));
    await page.goto(bot.preview.url);
    await page.getByText('A local preview of Discord.').waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
  });
  afterAll(async () => {
    await browser?.close();
    expect(faults).toEqual([]);
    await bot.stop();
  });

  const ada = () => bot.preview.member('Ada');
  const here = () => bot.preview.channels.articles;
  const use = async (name: string, options: Record<string, string>) =>
    (await ada().command(here(), name, options)).reply();
  const press = async (message: APIMessage, name: string) =>
    (await ada().click(message, pressableOf(message)[name] as string)).reply();

  /** Saves screenshots of a message at both widths, and checks that nothing overflows sideways. */
  async function picture(name: string, message: APIMessage): Promise<void> {
    const item = page.locator(`[data-id="${message.id}"]`);
    await item.waitFor();
    for (const image of await item.locator('img').all()) await image.scrollIntoViewIfNeeded();
    const images = `[...document.querySelectorAll('[data-id="${message.id}"] img')]`;
    await expect
      .poll(() =>
        page.evaluate<boolean>(`${images}.every(image => image.complete && image.naturalWidth > 0)`),
      )
      .toBe(true);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 3000 });
      await item.screenshot({ path: artifactPathOf(`look-${name}-${width}.png`) });
      const wide = await page.evaluate<number>(
        `document.querySelector('.scroller').scrollWidth - document.querySelector('.scroller').clientWidth`,
      );
      expect(wide, `${name} at ${width}`).toBe(0);
    }
  }

  it.each(['brief', 'standard', 'full'])('the %s summary', async length => {
    await picture(`summary-${length}`, await use('summary', { article: train, length }));
  });

  it('the quotes, of everybody and of one speaker', async () => {
    await picture('quotes', await use('quotes', { article: train }));
    await picture('quotes-speaker', await use('quotes', { article: train, speaker: 'Calloway' }));
  });

  it('what the readers say, with its chart', async () => {
    await picture('comments', await use('comments', { article: train }));
    await picture('comments-long', await use('comments', { article: 'Footbridge' }));
  });

  it('answers to questions', async () => {
    const found = await use('ask', {
      article: train,
      question: 'How many people stood on the platform on Monday evening?',
    });
    await picture('question', found);
    await picture(
      'question-silent',
      await use('ask', { article: train, question: 'Who won the football championship?' }),
    );
    await picture(
      'question-readers',
      await use('ask', { article: train, question: 'What do the readers think?' }),
    );
    await picture('sources', await press(found, 'Sources'));
  });

  it('checks of a claim', async () => {
    await picture(
      'check',
      await use('check', { article: train, claim: 'On Monday 600 people stood on the platform.' }),
    );
    await picture(
      'check-refused',
      await use('check', { article: train, claim: 'The last night train left in 2011.' }),
    );
  });

  it('a discussion, and what members found wrong', async () => {
    await picture('discuss', await use('discuss', { article: train }));
    const summary = await use('summary', { article: 'Agatha' });
    await picture('summary-dated', summary);
    const pressed = await ada().click(summary, pressableOf(summary).Wrong as string);
    await pressed.modal();
    await page.getByRole('dialog').screenshot({ path: artifactPathOf('look-wrong-form.png') });
    await (await ada().submitModal(pressed, { reason: 'The crock is older than that.' })).reply();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await picture('feedback', await use('feedback', {}));
  });

  it('the forms of editors, which send what is filled in on the page', async () => {
    const dialog = page.getByRole('dialog');
    const open = async (name: string) => {
      const [command, subcommand] = name.split(' ') as [string, string];
      const asked = await ada().command(here(), command, {}, { subcommand });
      await asked.modal();
      await dialog.waitFor();
      for (const width of WIDTHS)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const file = artifactPathOf(`look-form-${command}-${width}-${colorScheme}.png`);
          await dialog.screenshot({ path: file });
          const wide = await page.evaluate<number>(
            `document.querySelector('dialog').scrollWidth - document.querySelector('dialog').clientWidth`,
          );
          expect(wide, `${name} at ${width}`).toBe(0);
        }
    };
    const reply = (text: string) => page.getByRole('log').getByText(text);
    await open('library add');
    const buffer = Buffer.from('# The Ferry Stays\n\nThe ferry stays in May.\n');
    await dialog
      .getByLabel('Or files: choose files')
      .setInputFiles([{ name: 'ferry.md', mimeType: 'text/markdown', buffer }]);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await reply('The Ferry Stays').waitFor();
    await open('digest create');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Harbour news');
    for (const day of ['Saturday', 'Sunday']) await dialog.getByRole('checkbox', { name: day }).uncheck();
    await dialog.getByRole('textbox', { name: 'Time of day' }).fill('7:15');
    await dialog.getByRole('group', { name: 'Time zone' }).getByRole('button').click();
    await dialog.getByRole('option', { name: /^Europe\/London/ }).click();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await reply('on weekdays at 07:15, Europe/London time').waitFor();
    await (await ada().command(here(), 'digest', { name: 'Harbour news' }, { subcommand: 'delete' })).reply();
  });

  it('a digest with its chart', async () => {
    const digest = {
      name: 'Morning papers',
      channel: bot.preview.channels.news,
      days: 'daily',
      time: '08:30',
      zone: 'UTC',
    };
    await (await ada().command(here(), 'digest', digest, { subcommand: 'create' })).reply();
    const preview = await (
      await ada().command(here(), 'digest', { name: 'Morning papers' }, { subcommand: 'preview' })
    ).reply();
    await picture('digest', preview);
  });
});
