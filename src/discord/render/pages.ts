import type { Markdown } from '../../i18n/translate.ts';
import { joinText } from './text.ts';

/** Characters in all texts of a message, and what is kept free of them for headings and marks. */
export const MAX_TEXT_LENGTH = 4000 - 100;

/** Blocks with a gap between them, in as few pages as hold them; none is cut. */
export function joinIntoPages(
  blocks: readonly Markdown[],
  gap: '\n' | '\n\n',
  limit = MAX_TEXT_LENGTH,
): Markdown[] {
  const pages: Markdown[] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + block.length + gap.length <= limit)
      pages[pages.length - 1] = joinText([last, block], gap);
    else pages.push(block);
  }
  return pages;
}
