import { say } from '../i18n/template-values.ts';
import type { Unreadable } from '../workers/worker.ts';
import { runTask, WorkEnded } from '../workers/worker-pool.ts';
import { type FileRead, largestFile, ReadError } from './formats/file.ts';
import type { Page, ReadPage } from './html/page.ts';

/** What reading may take, in milliseconds; a file that a member may send, what an answer may take. */
const most = { page: 5000, export: 60_000 };

/**
 * Like readPage, in a worker; a page that takes more than it may is refused. Rejects with the signal's reason
 * when that is aborted.
 */
export async function readPageInThread(page: Page, signal?: AbortSignal): Promise<ReadPage> {
  const read = await runTask('page', { page }, { most: most.page, signal }).catch(unreadable);
  if ('kind' in read) return read;
  const { reason } = read;
  return {
    kind: 'refused',
    reason: say('This page was given up: {{reason}}. It is built in a way that no article needs.', {
      reason,
    }),
  };
}

/** Like readFileContent, in a worker. Throws a ReadError. */
export async function readFileInThread(
  file: string,
  content: Uint8Array,
  signal?: AbortSignal,
): Promise<FileRead> {
  const how = content.length > largestFile ? { most: most.export, signal } : { signal };
  const read = await runTask('file', { file, content }, how).catch(unreadable);
  if ('articles' in read) return read;
  throw new ReadError(file, read.line, read.reason);
}

function unreadable(error: unknown): Unreadable {
  if (!(error instanceof WorkEnded)) throw error;
  const { why, seconds } = error;
  if (why === 'memory') return { line: null, reason: say('it needs too much memory to read') };
  return { line: null, reason: say('it took longer than {{seconds}} seconds to read', { seconds }) };
}
