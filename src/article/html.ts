import { Parser } from 'htmlparser2';
import { cleanLines } from './clean.ts';
import { emojiOf } from './emoji.ts';
import { createQuotingWriter } from './quotation-marks.ts';

const breaking = /^(?:p|div|br|li|ul|ol|blockquote|pre|h[1-6]|tr|table|section|article|hr|dd|dt)$/;
const unseen = /^(?:script|style|template|head|title|svg|noscript)$/;

/** The lines of a text with some HTML in it, as comments have it; cheap enough for hundreds of thousands of them. */
export function linesIn(html: string): string[] {
  if (!/[<&]/.test(html)) return cleanLines(html);
  const writer = createQuotingWriter();
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (breaking.test(name)) writer.write('\n');
        if (unseen.test(name)) hidden += 1;
        if (name === 'q') writer.beginQuotation(null);
        if (name === 'img' && hidden === 0) writer.write(emojiOf(attribute => attributes[attribute]));
      },
      ontext(piece) {
        if (hidden === 0) writer.write(piece);
      },
      onclosetag(name) {
        if (name === 'q') writer.endQuotation();
        if (breaking.test(name)) writer.write('\n');
        if (unseen.test(name)) hidden = Math.max(0, hidden - 1);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return cleanLines(writer.take());
}
