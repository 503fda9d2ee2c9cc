import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** So much of a page is looked at for its charset. */
const sample = { head: 4096, detect: 65_536 };

/**
 * The text of a page or file: by its byte order mark, the header's charset, valid UTF-8, the charset that the text names itself
 * (`<meta charset>`, `<?xml encoding>`), and else by the frequency of its bytes. Bytes that are wrong even so become U+FFFD.
 */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  return iconv.decode(bytes, charsetOf(bytes, contentType)).replace(/^\uFEFF/, '');
}

function charsetOf(bytes: Uint8Array, contentType: string | null): string {
  const mark = byteOrder(bytes);
  if (mark) return mark;
  if (isUtf8(bytes)) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, sample.head)).toString('latin1');
  const stated = [named(contentType ?? ''), named(head)].find(
    name => name !== null && iconv.encodingExists(name) && !/utf-?8/i.test(name),
  );
  return stated ?? detected(bytes);
}

function byteOrder([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** As the WHATWG's Encoding Standard has it, Latin-1 and ASCII are read as Windows-1252. */
function named(text: string): string | null {
  const name = /(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(text)?.[1]?.toLowerCase();
  if (!name) return null;
  return /^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/.test(name) ? 'windows-1252' : name;
}

function detected(bytes: Uint8Array): string {
  const guesses = analyse(bytes.subarray(0, sample.detect));
  const best = guesses.find(({ name }) => iconv.encodingExists(name));
  if (!best || /^(?:ISO-8859-1|ASCII)$/i.test(best.name)) return 'windows-1252';
  // mostly valid UTF-8 with a few broken bytes is UTF-8, whatever the frequencies say
  return guesses.some(({ name, confidence }) => name === 'UTF-8' && confidence >= 80) ? 'utf-8' : best.name;
}
