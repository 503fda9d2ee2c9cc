import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../preview/tests/browser.ts';
import { fingerprintOf, fingerprintPathOf, type Picture, pictures } from './pictures.ts';
import { startTestBot } from './support.ts';

/**
 * `npm run shots`: takes the pictures for the README from the local preview, and writes next to each a hash
 * of its content, which a test compares with what the program currently shows.
 */
const root = join(import.meta.dirname, '..');
const WIDTH = 1000;

/** Takes a screenshot of the page, with the last message at its bottom and tall enough for all of them. */
async function photograph(page: Page, { name }: Picture, messages: readonly APIMessage[]): Promise<void> {
  await page.setViewportSize({ width: WIDTH, height: 3000 });
  for (const { id } of messages) await page.locator(`[data-id="${id}"]`).waitFor();
  await page.waitForFunction('[...document.images].every(image => image.complete && image.naturalWidth > 0)');
  const height = await page.evaluate<number>(`(() => {
    const last = document.querySelector('[data-id="${messages.at(-1)?.id}"]').getBoundingClientRect();
    const first = document.querySelector('[data-id="${messages[0]?.id}"]').getBoundingClientRect();
    const scroller = document.querySelector('.scroller').getBoundingClientRect();
    return Math.ceil(last.bottom - first.top + innerHeight - scroller.height + 32);
  })()`);
  await page.setViewportSize({ width: WIDTH, height });
  await page.locator(`[data-id="${messages.at(-1)?.id}"]`).scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(root, `docs/pictures/${name}.png`) });
}

const [bot, browser] = await Promise.all([startTestBot(), launchBrowser()]);
try {
  for (const picture of pictures) {
    const context = await browser.newContext({
      colorScheme: 'light',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(bot.preview.url);
    await page.getByText('A local preview of Discord.').waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    const messages = await picture.play(bot);
    await photograph(page, picture, messages);
    writeFileSync(join(root, fingerprintPathOf(picture)), `${fingerprintOf(messages)}\n`);
    console.log(`docs/pictures/${picture.name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
  await bot.stop();
}
// idle workers would keep the process alive
process.exit();
