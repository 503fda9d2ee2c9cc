import { createRequire } from 'node:module';
import { cleanLines } from '../../language/cleaning.ts';
import { createLazy } from '../../lazy.ts';
import { htmlCommentLinesOf, htmlLinesOf } from './html-text.ts';

const require = createRequire(import.meta.url);

/** Markdown as forums render it: HTML is text, and an image by its alternative text. */
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

/** Anything that may be markup: inline marks, marks at the start of a line, and line breaks. */
const MARKUP = /[\\`*_[\]~|<&\n]|^\s*(?:[#>+-]|\d+[.)])/;

/** The lines of a Markdown text without its marks. */
export function markdownLinesOf(text: string): string[] {
  return readAsHtml(text, html => htmlLinesOf(html, { breaks: 'markup' }));
}

/** Like `markdownLinesOf`, for a comment: quoted lines are prefixed with `> `. */
export function markdownCommentLinesOf(text: string): string[] {
  return readAsHtml(text, html => htmlCommentLinesOf(html, { breaks: 'markup' }));
}

function readAsHtml(text: string, read: (html: string) => string[]): string[] {
  if (!MARKUP.test(text)) return cleanLines(text);
  try {
    return read(loadForumMarkdown().parse(text, { async: false }));
  } catch (error) {
    // quotations nested thousands deep: fall back to the plain lines
    if (error instanceof RangeError) return cleanLines(text);
    throw error;
  }
}
