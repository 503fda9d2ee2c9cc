import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { Telling } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';

/** The largest text that is read, in bytes, packed and unpacked. */
export const LARGEST = 10_000_000;

/** Packings inside packings are a trap, not a saving. */
const PACKINGS = 2;

export class TooLarge extends Telling {
  constructor() {
    super(phrase('it is larger than {{megabytes}} MB'), { megabytes: LARGEST / 1_000_000 });
  }
}

/** The message is the end of a sentence: why a body is no text. */
export class Unreadable extends Telling {}

type Unpack = (packed: Buffer) => Promise<Buffer>;
const limits = { maxOutputLength: LARGEST };
const unzip = promisify<Buffer, object, Buffer>(gunzip);
const unbrotli = promisify<Buffer, object, Buffer>(brotliDecompress);
const zlibbed = promisify<Buffer, object, Buffer>(inflate);
const raw = promisify<Buffer, object, Buffer>(inflateRaw);

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: packed => unzip(packed, limits),
  'x-gzip': packed => unzip(packed, limits),
  br: packed => unbrotli(packed, limits),
  // Servers send both forms under this name.
  deflate: packed => ((packed[0] ?? 0) % 16 === 8 ? zlibbed(packed, limits) : raw(packed, limits)),
};

/** The bytes of a body of text, unpacked. Throws TooLarge or Unreadable. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  contentType: string,
): Promise<Uint8Array> {
  const bytes = await unpacked(await collected(body), encoding);
  if (!isWide(bytes, contentType) && bytes.subarray(0, 4096).includes(0))
    throw new Unreadable('it is no text');
  return bytes;
}

/** In UTF-16 every other byte of plain text is zero. */
function isWide([first, second]: Buffer, contentType: string): boolean {
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    /charset\s*=\s*["']?utf-?16/i.test(contentType)
  );
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > LARGEST) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function unpacked(bytes: Buffer, encoding: string): Promise<Buffer> {
  const packings = encoding
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'identity');
  if (packings.length > PACKINGS) throw new Unreadable('it is packed too many times over');
  if (bytes.length === 0) return bytes;
  let current = bytes;
  for (const name of packings.reverse()) {
    const unpack = unpackers[name];
    if (!unpack)
      throw new Unreadable('it is packed in a way I do not know ({{name}})', { name: name.slice(0, 20) });
    current = await unpack(current).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge();
      throw new Unreadable('it is packed wrongly or was cut off');
    });
  }
  return current;
}
