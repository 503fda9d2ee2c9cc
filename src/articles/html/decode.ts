import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** So much of a page is looked at for its charset. */
const SAMPLE = { head: 4096, detect: 65_536 };

/**
 * The text of a page or file: by its byte order mark, as UTF-8 where it is that but for a few broken bytes,
 * by the header's charset, by the charset that the text names itself (`<meta charset>`, `<?xml encoding>`),
 * and else by the frequency of its bytes. Bytes that are wrong even so become U+FFFD.
 */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  return iconv.decode(bytes, detectCharset(bytes, contentType)).replace(/^\uFEFF/, '');
}

function detectCharset(bytes: Uint8Array, contentType: string | null): string {
  const mark = detectByteOrder(bytes);
  if (mark) return mark;
  if (isUtf8(bytes) || isNearlyUtf8(bytes)) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, SAMPLE.head)).toString('latin1');
  const stated = [resolveCharset(contentType ?? ''), resolveCharset(head)].find(
    name => name !== null && iconv.encodingExists(name) && !/utf-?8/i.test(name),
  );
  return stated ?? guessCharset(bytes);
}

function detectByteOrder([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** As the WHATWG's Encoding Standard has it, Latin-1 and ASCII are read as Windows-1252. */
function resolveCharset(text: string): string | null {
  const name = /(?:charset|<\?xml[^>]{0,80}encoding)\s*=[\s"']*([\w:.-]{2,40})/i
    .exec(text)?.[1]
    ?.toLowerCase();
  if (!name) return null;
  return /^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/.test(name) ? 'windows-1252' : name;
}

/** A few broken bytes among many characters that no other charset would give by chance. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, SAMPLE.detect));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return whole > 4 * broken;
}

function guessCharset(bytes: Uint8Array): string {
  const best = analyse(bytes.subarray(0, SAMPLE.detect)).find(({ name }) => iconv.encodingExists(name));
  return !best || /^(?:ISO-8859-1|ASCII|UTF-8)$/i.test(best.name) ? 'windows-1252' : best.name;
}
