import { Parser } from 'htmlparser2';
import { cleanLines } from './clean.ts';

const breaking = /^(?:p|div|br|li|ul|ol|blockquote|pre|h[1-6]|tr|table|section|article|hr|dd|dt)$/;
const unseen = /^(?:script|style|template|head|title|svg|noscript)$/;

/** The lines of a text with some HTML in it, as comments have it; cheap enough for hundreds of thousands of them. */
export function linesIn(html: string): string[] {
  if (!/[<&]/.test(html)) return cleanLines(html);
  let text = '';
  let hidden = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (breaking.test(name)) text += '\n';
        if (unseen.test(name)) hidden += 1;
      },
      ontext(piece) {
        if (hidden === 0) text += piece;
      },
      onclosetag(name) {
        if (breaking.test(name)) text += '\n';
        if (unseen.test(name)) hidden = Math.max(0, hidden - 1);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return cleanLines(text);
}
