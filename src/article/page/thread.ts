import { join } from 'node:path';
import { bulkhead } from 'cockatiel';
import { Piscina } from 'piscina';
import { type Said, say } from '../../texts/said.ts';
import { workingTime } from '../../working-time.ts';
import { type FileRead, isPlain, ReadError, readFileContent } from '../read.ts';
import type { Page, ReadPage } from './page.ts';
import type { Begun, Done, Work } from './worker.ts';

/** What reading may take; a thread that takes more is ended. A file may be the export of a whole site. */
const most = { page: 5000, file: 60_000, heapMegabytes: 400, youngMegabytes: 48, stackMegabytes: 4 };
const atOnce = 2;

/** Pages wait here, not in the pool, so that waiting does not count as reading. */
const turns = bulkhead(atOnce, Number.POSITIVE_INFINITY);
let threads: Piscina<Begun, Done> | undefined;

/**
 * Like readPage, in a thread of its own that is ended when it takes longer than 5 seconds or more than 512 MB; the page is then
 * refused. Rejects with the signal's reason when that is aborted.
 */
export async function readPageInThread(page: Page, signal?: AbortSignal): Promise<ReadPage> {
  const done = await within({ kind: 'page', page }, most.page, signal);
  if (done.kind === 'page') return done.page;
  const { reason } = done as Extract<Done, { kind: 'unreadable' }>;
  return {
    kind: 'refused',
    reason: say('This page was given up: {{reason}}. It is built in a way that no article needs.', { reason }),
  };
}

/** Like readFileContent; what is not plain is read in a thread of its own, as pages are, in at most a minute. Throws a ReadError. */
export async function readFileInThread(file: string, content: Uint8Array, signal?: AbortSignal): Promise<FileRead> {
  if (isPlain(file, content)) return readFileContent(file, content);
  const done = await within({ kind: 'file', file, content }, most.file, signal);
  if (done.kind === 'file') return done.read;
  const { line, reason } = done as Extract<Done, { kind: 'unreadable' }>;
  throw new ReadError(file, line, reason);
}

async function within(work: Work, milliseconds: number, signal: AbortSignal | undefined): Promise<Done> {
  signal?.throwIfAborted();
  return turns.execute(() => run(work, milliseconds, signal), signal);
}

async function run(work: Work, milliseconds: number, signal: AbortSignal | undefined): Promise<Done> {
  threads ??= startThreads();
  const { began, signal: time, forget } = workingTime(milliseconds);
  try {
    return await threads.run({ ...work, began }, { signal: signal ? AbortSignal.any([signal, time]) : time });
  } catch (error) {
    signal?.throwIfAborted();
    if (time.aborted) return unreadable(say('it took longer than {{seconds}} seconds to read', { seconds: milliseconds / 1000 }));
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
      return unreadable(say('it needs too much memory to read'));
    throw error;
  } finally {
    forget();
  }
}

function unreadable(reason: Said): Done {
  return { kind: 'unreadable', line: null, reason };
}

function startThreads(): Piscina<Begun, Done> {
  return new Piscina<Begun, Done>({
    filename: join(import.meta.dirname, 'worker.ts'),
    maxThreads: atOnce,
    idleTimeout: 30_000,
    resourceLimits: {
      maxOldGenerationSizeMb: most.heapMegabytes,
      maxYoungGenerationSizeMb: most.youngMegabytes,
      stackSizeMb: most.stackMegabytes,
    },
  });
}
