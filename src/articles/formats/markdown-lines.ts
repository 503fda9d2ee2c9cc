import { createRequire } from 'node:module';
import { cleanLines } from '../../language/cleaning.ts';
import { createLazy } from '../../lazy.ts';
import { htmlCommentLinesOf, htmlLinesOf } from './html-text.ts';

const require = createRequire(import.meta.url);

/** Markdown as forums read it: what looks like HTML is text, and an image is the word for it. */
const loadForumMarkdown = createLazy(() => {
  const { Marked } = require('marked') as typeof import('marked');
  const none = () => undefined;
  return new Marked({
    gfm: true,
    tokenizer: { html: none, tag: none },
    renderer: {
      image: ({ text }) => `[${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') || 'image'}]`,
    },
  });
});

/** What may be markup: marks in a line or at its beginning, lines that belong together. */
const MARKUP = /[\\`*_[\]~|<&\n]|^\s*(?:[#>+-]|\d+[.)])/;

/** The lines of a text in Markdown, its marks taken off. */
export function markdownLinesOf(text: string): string[] {
  return readAsHtml(text, html => htmlLinesOf(html, { breaks: 'markup' }));
}

/** The same of a comment, with `> ` before each line that it quotes. */
export function markdownCommentLinesOf(text: string): string[] {
  return readAsHtml(text, html => htmlCommentLinesOf(html, { breaks: 'markup' }));
}

function readAsHtml(text: string, read: (html: string) => string[]): string[] {
  if (!MARKUP.test(text)) return cleanLines(text);
  try {
    return read(loadForumMarkdown().parse(text, { async: false }));
  } catch (error) {
    // quotations in quotations, thousands deep: no more than lines
    if (error instanceof RangeError) return cleanLines(text);
    throw error;
  }
}
