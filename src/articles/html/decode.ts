import { isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';
import { createLazy } from '../../lazy.ts';

const require = createRequire(import.meta.url);
const loadChardet = createLazy(() => require('chardet') as typeof import('chardet'));
const loadIconv = createLazy(() => require('iconv-lite') as typeof import('iconv-lite'));

/** How much of a page is examined for its charset, in bytes. */
const SAMPLE = { head: 4096, detect: 65_536 };

/**
 * Decodes a page or file. The charset is determined by the byte order mark; UTF-8 if the bytes are that but
 * for a few errors; the charset in the header; the charset that the text declares (`<meta charset>`, `<?xml
 * encoding>`); and otherwise by byte frequencies. Bytes that are still invalid become U+FFFD.
 */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  return loadIconv()
    .decode(bytes, detectCharset(bytes, contentType))
    .replace(/^\uFEFF/, '');
}

function detectCharset(bytes: Uint8Array, contentType: string | null): string {
  const mark = detectByteOrder(bytes);
  if (mark) return mark;
  if (isUtf8(bytes) || isNearlyUtf8(bytes)) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, SAMPLE.head)).toString('latin1');
  const stated = [resolveCharset(contentType ?? ''), resolveCharset(head)].find(
    name => name !== null && isCharset(name) && !/utf-?8/i.test(name),
  );
  return stated ?? guessCharset(bytes);
}

/** Whether a text may name this charset: iconv-lite also knows encodings that are none, such as `base64`. */
function isCharset(name: string): boolean {
  try {
    new TextDecoder(name);
    return loadIconv().encodingExists(name);
  } catch {
    // not in the WHATWG Encoding Standard
    return false;
  }
}

function detectByteOrder([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** The declared charset. As in the WHATWG Encoding Standard, Latin-1 and ASCII are read as Windows-1252. */
function resolveCharset(text: string): string | null {
  const name = /(?:charset|<\?xml[^>]{0,80}encoding)\s*=[\s"']*([\w:.-]{2,40})/i
    .exec(text)?.[1]
    ?.toLowerCase();
  if (!name) return null;
  return /^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/.test(name) ? 'windows-1252' : name;
}

/** Whether there are only a few invalid bytes among characters that no other charset yields by chance. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, SAMPLE.detect));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return whole > 4 * broken;
}

function guessCharset(bytes: Uint8Array): string {
  const guesses = loadChardet().analyse(bytes.subarray(0, SAMPLE.detect));
  const best = guesses.find(({ name }) => loadIconv().encodingExists(name));
  return !best || /^(?:ISO-8859-1|ASCII|UTF-8)$/i.test(best.name) ? 'windows-1252' : best.name;
}
