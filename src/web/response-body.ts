import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { MessageError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';

/** The largest body that is read, in bytes, both compressed and decompressed. */
export const MAX_BODY_BYTES = 10_000_000;

/** Maximum number of nested encodings: more is a trap, not a saving. */
const MAX_ENCODINGS = 2;

/** Thrown if a body exceeds the limit. */
export class TooLarge extends MessageError {
  constructor() {
    super(defineMessage('it is larger than {{megabytes}} MB'), { megabytes: MAX_BODY_BYTES / 1_000_000 });
  }
}

/** Thrown if a body is not text; the message completes a sentence. */
export class UnreadableBody extends MessageError {}

type Decompress = (packed: Buffer) => Promise<Buffer>;
const DECOMPRESSION_LIMITS = { maxOutputLength: MAX_BODY_BYTES };
const decompressGzip = promisify<Buffer, object, Buffer>(gunzip);
const decompressBrotli = promisify<Buffer, object, Buffer>(brotliDecompress);
const decompressZlib = promisify<Buffer, object, Buffer>(inflate);
const decompressRaw = promisify<Buffer, object, Buffer>(inflateRaw);

const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: packed => decompressGzip(packed, DECOMPRESSION_LIMITS),
  'x-gzip': packed => decompressGzip(packed, DECOMPRESSION_LIMITS),
  br: packed => decompressBrotli(packed, DECOMPRESSION_LIMITS),
  // servers send both formats under this name
  deflate: packed =>
    (packed[0] ?? 0) % 16 === 8
      ? decompressZlib(packed, DECOMPRESSION_LIMITS)
      : decompressRaw(packed, DECOMPRESSION_LIMITS),
};

/** Reads and decompresses a text body. Throws TooLarge or UnreadableBody. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  contentType: string,
): Promise<Uint8Array> {
  const bytes = await decompressBody(await collectBody(body), encoding);
  if (!looksLikeUtf16(bytes, contentType) && bytes.subarray(0, 4096).includes(0))
    throw new UnreadableBody('it is not text');
  return bytes;
}

/** Recognises UTF-16, in which every other byte of plain text is zero, by its byte order mark or charset. */
function looksLikeUtf16([first, second]: Buffer, contentType: string): boolean {
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    /charset\s*=\s*["']?utf-?16/i.test(contentType)
  );
}

async function collectBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function decompressBody(bytes: Buffer, encoding: string): Promise<Buffer> {
  const packings = encoding
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'identity');
  if (packings.length > MAX_ENCODINGS) throw new UnreadableBody('it is compressed too many times over');
  if (bytes.length === 0) return bytes;
  let current = bytes;
  for (const name of packings.reverse()) {
    const unpack = decompressors[name];
    if (!unpack)
      throw new UnreadableBody('it is compressed in a way I don’t know ({{name}})', {
        name: name.slice(0, 20),
      });
    current = await unpack(current).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge();
      throw new UnreadableBody('its compression is broken, or it was cut off');
    });
  }
  return current;
}
