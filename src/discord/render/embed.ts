import type { Markdown } from '../../i18n/translate.ts';
import { joinText } from './text.ts';

/** The colour at the side of every embed. */
export const EMBED_COLOUR = 0xb3392f;

/** Characters in an embed's description. */
const MAX_DESCRIPTION = 4096;

/** Characters in all embeds of a message, and what is kept free of them for rounding. */
export const MAX_EMBEDS_LENGTH = 6000 - 100;

/** Blocks with a gap between them, in as few descriptions of embeds as hold them; none is cut. */
export function joinIntoPages(blocks: readonly Markdown[], gap: '\n' | '\n\n'): Markdown[] {
  const pages: Markdown[] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + block.length + gap.length <= MAX_DESCRIPTION)
      pages[pages.length - 1] = joinText([last, block], gap);
    else pages.push(block);
  }
  return pages;
}
