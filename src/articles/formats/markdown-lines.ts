import { createRequire } from 'node:module';
import { cleanLines } from '../../language/cleaning.ts';
import { lazily } from '../../lazy.ts';
import { linesIn, linesOfComment } from './html-text.ts';

const require = createRequire(import.meta.url);

/** Markdown as forums read it: what looks like HTML is text, and an image is the word for it. */
const forum = lazily(() => {
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
const marks = /[\\`*_[\]~|<&\n]|^\s*(?:[#>+-]|\d+[.)])/;

/** The lines of a text in Markdown, its marks taken off. */
export function linesOfMarkdown(text: string): string[] {
  return inHtml(text, html => linesIn(html, { breaks: 'markup' }));
}

/** The same of a comment, with `> ` before each line that it quotes. */
export function linesOfMarkdownComment(text: string): string[] {
  return inHtml(text, html => linesOfComment(html, { breaks: 'markup' }));
}

function inHtml(text: string, read: (html: string) => string[]): string[] {
  if (!marks.test(text)) return cleanLines(text);
  try {
    return read(forum().parse(text, { async: false }));
  } catch (error) {
    // quotations in quotations, thousands deep: no more than lines
    if (error instanceof RangeError) return cleanLines(text);
    throw error;
  }
}
