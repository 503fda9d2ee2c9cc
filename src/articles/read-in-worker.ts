import { createMessage } from '../i18n/template-values.ts';
import type { UnreadableFile } from '../workers/worker.ts';
import { WorkEnded } from '../workers/worker-job.ts';
import { runTask, type TaskOptions } from '../workers/worker-pool.ts';
import { type FileContent, MAX_FILE_BYTES, ReadError } from './formats/file.ts';
import type { FetchedPage, PageResult } from './html/page.ts';

/** Time limits in milliseconds; a file that a member may send has the time limit of an answer. */
const TIME_LIMITS = { page: 5000, export: 60_000 };

/** Like `readPage`, in a worker with limits of time and memory. Rejects with the signal's reason. */
export async function readPageInWorker(page: FetchedPage, signal?: AbortSignal): Promise<PageResult> {
  const read = await runTask('page', { page }, { timeout: TIME_LIMITS.page, signal }).catch(toUnreadable);
  if ('kind' in read) return read;
  const { reason } = read;
  return {
    kind: 'refused',
    reason: createMessage('This page was given up: {{reason}}. It is built in a way that no article needs.', {
      reason,
    }),
  };
}

/** Like `readFileContent`, but in a worker. Throws a ReadError. */
export async function readFileInWorker(file: string, content: Uint8Array): Promise<FileContent> {
  const how: TaskOptions = content.length > MAX_FILE_BYTES ? { timeout: TIME_LIMITS.export } : {};
  const read = await runTask('file', { file, content }, how).catch(toUnreadable);
  if ('articles' in read) return read;
  throw new ReadError(file, read.line, read.reason);
}

function toUnreadable(error: unknown): UnreadableFile {
  if (!(error instanceof WorkEnded)) throw error;
  const { why, seconds } = error;
  if (why === 'memory') return { line: null, reason: createMessage('it needs too much memory to read') };
  return {
    line: null,
    reason: createMessage('it took longer than {{seconds}} seconds to read', { seconds }),
  };
}
