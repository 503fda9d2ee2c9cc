import { isUtf8 } from 'node:buffer';
import { extname } from 'node:path';
import { UserError } from '../errors.ts';
import type { ArticleText } from './article.ts';
import { type ArticleInFile, parseJson, parseJsonArticles } from './json.ts';
import { isMarkdown, withoutMarkdown } from './markdown.ts';
import { parseText } from './text.ts';

/** The largest file that is read, in bytes. */
export const largestFile = 5_000_000;

/** A file that cannot be read as an article; the message is a sentence with all three. */
export class ReadError extends UserError {
  readonly file: string;
  /** Counted from 1; null where the fault has no line. */
  readonly line: number | null;
  readonly reason: string;

  constructor(file: string, line: number | null, reason: string) {
    super(`${file}${line === null ? '' : `, line ${line}`}: ${reason}`);
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/**
 * The article in a file: JSON if its name ends in .json or its text is a JSON object, else the plain-text form. Throws a ReadError if
 * the content is empty, larger than 5 MB, binary, a web page, not UTF-8, or not what the JSON form asks for.
 */
export function readArticle(file: string, content: Uint8Array | string): ArticleText {
  return readAs(file, content, { json: parseJson, text: parseText });
}

/** All articles in a file: a JSON file may hold several. Throws like `readArticle`. */
export function readArticles(file: string, content: Uint8Array | string): ArticleInFile[] {
  return readAs(file, content, { json: parseJsonArticles, text: text => [{ text: parseText(text) }] });
}

interface Readers<Result> {
  json(text: string): Result;
  text(text: string): Result;
}

function readAs<Result>(file: string, content: Uint8Array | string, readers: Readers<Result>): Result {
  const text = typeof content === 'string' ? sized(file, content) : decoded(file, content);
  if (text.trim() === '') throw new ReadError(file, 1, 'there is no text in it');
  if (/^\s*<(?:!doctype\s+html|html[\s>])/i.test(text)) throw new ReadError(file, 1, 'this is a web page; save its text instead');
  try {
    return isJson(file, text) ? readers.json(text) : readers.text(isMarkdown(file) ? withoutMarkdown(text) : text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new ReadError(file, lineOf(error), error.message);
  }
}

function sized(file: string, text: string): string {
  refuseLarge(file, Buffer.byteLength(text));
  return text.replace(/^\uFEFF/, '');
}

/** Throws a ReadError if a file of so many bytes is not read. */
export function refuseLarge(file: string, bytes: number): void {
  if (bytes <= largestFile) return;
  throw new ReadError(file, null, `${(bytes / 1e6).toFixed(1)} MB are too many, at most ${largestFile / 1e6} MB are read`);
}

function decoded(file: string, bytes: Uint8Array): string {
  refuseLarge(file, bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new ReadError(file, 1, 'this is UTF-16; save it as UTF-8');
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new ReadError(file, lineAt(bytes, zero), 'this is not text (it holds a zero byte)');
  if (!isUtf8(bytes)) throw invalid(file, bytes);
  return new TextDecoder().decode(bytes);
}

/** The first invalid byte is the first in which the bytes and their repaired form differ. */
function invalid(file: string, bytes: Uint8Array): ReadError {
  const repaired = Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, i) => byte !== repaired[i]);
  const hex = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
  return new ReadError(file, lineAt(bytes, at), `not valid UTF-8 (byte 0x${hex}); save it as UTF-8`);
}

function lineAt(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).reduce((count, byte) => count + Number(byte === 0x0a), 1);
}

function isJson(file: string, text: string): boolean {
  return extname(file).toLowerCase() === '.json' || (/^\s*\{/.test(text) && isObject(text));
}

function isObject(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A text may begin with a brace and be no JSON.
    return false;
  }
}

function lineOf(error: UserError): number | null {
  return (error.cause as { line: number } | undefined)?.line ?? null;
}
