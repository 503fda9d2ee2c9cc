import { say } from '../../texts/said.ts';
import { runTask, type TaskHow, WorkEnded } from '../../workers/pool.ts';
import type { Unreadable } from '../../workers/worker.ts';
import { type FileRead, ReadError } from '../read.ts';
import type { Page, ReadPage } from './page.ts';

/** What reading may take, in milliseconds. A file may be the export of a whole site. */
const most = { page: 5000, file: 60_000 };

/** Like readPage, in a worker; a page that takes more than it may is refused. Rejects with the signal's reason when that is aborted. */
export async function readPageInThread(page: Page, signal?: AbortSignal): Promise<ReadPage> {
  const read = await runTask('page', { page }, { most: most.page, signal }).catch(error => unreadable(error, most.page));
  if ('kind' in read) return read;
  const { reason } = read;
  return {
    kind: 'refused',
    reason: say('This page was given up: {{reason}}. It is built in a way that no article needs.', { reason }),
  };
}

/** Like readFileContent, in a worker, in at most a minute. Throws a ReadError. */
export async function readFileInThread(file: string, content: Uint8Array, how: TaskHow = {}): Promise<FileRead> {
  const read = await runTask('file', { file, content }, { most: most.file, ...how }).catch(error => unreadable(error, most.file));
  if ('articles' in read) return read;
  throw new ReadError(file, read.line, read.reason);
}

function unreadable(error: unknown, milliseconds: number): Unreadable {
  if (!(error instanceof WorkEnded)) throw error;
  if (error.why === 'memory') return { line: null, reason: say('it needs too much memory to read') };
  return { line: null, reason: say('it took longer than {{seconds}} seconds to read', { seconds: milliseconds / 1000 }) };
}
