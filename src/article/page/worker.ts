import { type Page, type ReadPage, readPage } from './page.ts';

/** Runs in a thread of its own. */
export default function work(page: Page): ReadPage {
  try {
    return readPage(page);
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'refused', reason: 'This page is nested too deeply to be read.' };
    throw error;
  }
}
