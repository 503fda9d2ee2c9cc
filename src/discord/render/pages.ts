import type { Markdown } from '../../i18n/translate.ts';
import { joinText } from './text.ts';

/** The most characters in all texts of a message, less a reserve for headings and marks. */
export const MAX_TEXT_LENGTH = 4000 - 100;

const GAP = '\n\n';

/** Joins blocks into as few pages as possible, with a blank line between them. No block is split. */
export function joinIntoPages(blocks: readonly Markdown[]): Markdown[] {
  const pages: Markdown[] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + block.length + GAP.length <= MAX_TEXT_LENGTH)
      pages[pages.length - 1] = joinText([last, block], GAP);
    else pages.push(block);
  }
  return pages;
}
