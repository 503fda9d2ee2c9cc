import { type Said, say } from '../../texts/said.ts';
import { beginWork } from '../../working-time.ts';
import { type FileRead, ReadError, readFileContent } from '../read.ts';
import { type Page, type ReadPage, readPage } from './page.ts';

export type Work =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'file'; readonly file: string; readonly content: Uint8Array };

/** With what is set when the work begins. */
export type Begun = Work & { readonly began: Int32Array<SharedArrayBuffer> };

export type Done =
  | { readonly kind: 'page'; readonly page: ReadPage }
  | { readonly kind: 'file'; readonly read: FileRead }
  | { readonly kind: 'unreadable'; readonly line: number | null; readonly reason: Said };

/** Runs in a thread of its own. */
export default function work(task: Begun): Done {
  beginWork(task.began);
  try {
    return task.kind === 'page'
      ? { kind: 'page', page: readPage(task.page) }
      : { kind: 'file', read: readFileContent(task.file, task.content) };
  } catch (error) {
    if (error instanceof ReadError) return { kind: 'unreadable', line: error.line, reason: error.reason };
    if (error instanceof RangeError) return { kind: 'unreadable', line: null, reason: say('it is nested too deeply to be read') };
    throw error;
  }
}
