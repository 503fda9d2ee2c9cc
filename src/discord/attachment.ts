import { bulkhead } from 'cockatiel';
import type { FileUploadType } from 'discord-api-types/v10';
import { type FileContent, refuseLargeFile } from '../articles/formats/file.ts';
import { readFileInWorker } from '../articles/read-in-worker.ts';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { readFeedListInWorker } from '../web/feed-in-worker.ts';
import type { ListedFeed } from '../web/feed-records.ts';
import { toLabel } from './render/text.ts';

/** A file that a member attached, as described by Discord. */
export interface AttachedFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly url: string;
}

/** Default time limit for one file, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Maximum number of files in memory at the same time, whoever asks about them; all others wait. */
const MAX_FILES = 4;

const slots = bulkhead(MAX_FILES, Number.POSITIVE_INFINITY);

/** Extensions of files that may hold an article. */
export const READABLE_TYPES: FileUploadType[] = [
  ...(['.txt', '.md', '.markdown', '.json', '.html', '.htm', '.xml'] as const),
];

/** Whether a file with this name may hold an article. */
export const isReadable = (name: string): boolean =>
  READABLE_TYPES.some(type => name.toLowerCase().endsWith(type));

/** Maximum length of a file's name in a message, in characters. */
const MAX_NAME_LENGTH = 80;

/**
 * Fetches an attached file of articles and reads it in a worker. Name and size are checked before anything is
 * fetched, and no more bytes are read than the size that Discord stated. Throws a UserError if it is not a text
 * file, is too large, or cannot be fetched from Discord within `timeout` milliseconds.
 */
export async function readAttachment(
  file: AttachedFile,
  { timeout = TIMEOUT_MS }: { timeout?: number } = {},
): Promise<FileContent> {
  const { name } = file;
  if (!isReadable(name))
    throw new UserError(
      'I can’t read “{{name}}”. Choose a file that ends in .txt, .md, .html, .json or .xml.',
      { name },
    );
  return await slots.execute(async () =>
    readFileInWorker(toLabel(name, MAX_NAME_LENGTH), await fetchBytes(file, timeout)),
  );
}

/** Fetches and reads an attached list of feeds (.opml or .xml), with the same checks as `readAttachment`. */
export async function readFeedList(file: AttachedFile): Promise<readonly ListedFeed[]> {
  const { name } = file;
  if (!/\.(?:opml|xml)$/i.test(name))
    throw new UserError('I can’t read “{{name}}”. Choose a file that ends in .opml or .xml.', { name });
  return await slots.execute(async () => readFeedListInWorker(await fetchBytes(file, TIMEOUT_MS)));
}

async function fetchBytes({ name, size, url }: AttachedFile, timeout: number): Promise<Uint8Array> {
  refuseLargeFile(name, size);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    if (!response.ok || !response.body)
      throw createUnavailableError(name, createMessage('status {{status}}', { status: response.status }));
    return await readUpTo(response.body, size, name);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw createUnavailableError(
      name,
      error instanceof Error && error.name === 'TimeoutError'
        ? createMessage('it took too long')
        : createMessage('no connection'),
      error,
    );
  }
}

async function readUpTo(body: ReadableStream<Uint8Array>, size: number, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > size) throw createUnavailableError(name, createMessage('it is larger than Discord said'));
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function createUnavailableError(name: string, reason: MessageDescriptor, cause?: unknown): UserError {
  return new UserError(
    'I couldn’t get “{{name}}” from Discord ({{why}}). Please try again.',
    { name, why: reason },
    { cause },
  );
}
