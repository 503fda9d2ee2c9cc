import { Parser } from 'htmlparser2';
import { cleanLines } from '../../language/cleaning.ts';
import { emojiOf } from '../../language/emoji.ts';
import { createQuotingWriter } from '../../language/quotation-marks.ts';

const BLOCK_ELEMENT = /^(?:p|div|br|li|ul|ol|blockquote|pre|h[1-6]|tr|table|section|article|hr|dd|dt)$/;
const HIDDEN_ELEMENT = /^(?:script|style|template|head|title|svg|noscript)$/;

/** Which line breaks end a line: those in the text too, or only the markup's (HTML from Markdown). */
type LineBreaks = 'all' | 'markup';

/** The lines of a text with some HTML in it; fast enough for hundreds of thousands of comments. */
export function htmlLinesOf(html: string, { breaks = 'all' }: { breaks?: LineBreaks } = {}): string[] {
  return readLines(html, { quoted: '', breaks });
}

/**
 * Like `htmlLinesOf`, for a comment: quoted lines are prefixed with `> `. A comment that is nothing but a
 * quotation counts as its writer's own words.
 */
export function htmlCommentLinesOf(html: string, { breaks = 'all' }: { breaks?: LineBreaks } = {}): string[] {
  const lines = readLines(html, { quoted: '> ', breaks });
  return lines.every(line => line.startsWith('> ')) ? htmlLinesOf(html, { breaks }) : lines;
}

function readLines(
  html: string,
  { quoted, breaks }: { readonly quoted: string; readonly breaks: LineBreaks },
): string[] {
  if (!/[<&]/.test(html)) return cleanLines(html);
  const writer = createQuotingWriter();
  let [hidden, quotes, preformatted] = [0, 0, 0];
  const breakLine = () => (quotes > 0 ? `\n${quoted}` : '\n');
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'blockquote') quotes += 1;
        if (BLOCK_ELEMENT.test(name)) writer.write(breakLine());
        if (HIDDEN_ELEMENT.test(name)) hidden += 1;
        if (name === 'pre') preformatted += 1;
        if (name === 'q') writer.beginQuotation(null);
        if (name === 'img' && hidden === 0) writer.write(emojiOf(attribute => attributes[attribute]));
      },
      ontext(piece) {
        if (hidden === 0)
          writer.write(piece.replaceAll('\n', breaks === 'all' || preformatted > 0 ? breakLine() : ' '));
      },
      onclosetag(name) {
        if (name === 'q') writer.endQuotation();
        if (name === 'blockquote') quotes = Math.max(0, quotes - 1);
        if (BLOCK_ELEMENT.test(name)) writer.write(breakLine());
        if (HIDDEN_ELEMENT.test(name)) hidden = Math.max(0, hidden - 1);
        if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return cleanLines(writer.take()).filter(line => line !== quoted.trim());
}
