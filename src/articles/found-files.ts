import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that are read in folders. Markdown is left out, because most Markdown files are not articles. */
const READABLE_FILE = /\.(?:txt|json|html?|xml)$/i;

interface FoundPath {
  readonly path: string;
  /** Why the path cannot be read; null if it can. */
  readonly reason: string | null;
}

/** The files at a path: itself, those of a folder at any depth, or those that match a pattern. */
export async function* findFiles(path: string): AsyncGenerator<FoundPath> {
  try {
    const is = await stat(path);
    if (is.isDirectory()) yield* listFiles(path);
    else yield { path, reason: is.isFile() ? null : 'this is not a file' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && /[*?[{]/.test(path))
      yield* findMatchingFiles(path);
    else yield { path, reason: describeSystemError(error) };
  }
}

async function* findMatchingFiles(pattern: string): AsyncGenerator<FoundPath> {
  const paths = await Array.fromAsync(glob(pattern));
  if (paths.length === 0) yield { path: pattern, reason: 'no file matches this pattern' };
  for (const path of paths.sort()) yield* findFiles(path);
}

async function* listFiles(folder: string): AsyncGenerator<FoundPath> {
  let count = 0;
  for await (const path of walkFolder(folder)) {
    count += 1;
    yield { path, reason: null };
  }
  if (count === 0)
    yield {
      path: folder,
      reason: 'there is no file in this folder that could be an article (.txt, .json, .html, .xml)',
    };
}

async function* walkFolder(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* walkFolder(path);
    else if (entry.isFile() && READABLE_FILE.test(entry.name)) yield path;
  }
}

/** Why a file cannot be read, in a clause. Throws an error that is not the system's. */
export function describeSystemError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read (permissions)';
  if (code === 'EISDIR') return 'this is a folder';
  if (code) return `it cannot be read (${code})`;
  throw error instanceof Error ? error : new Error(message);
}
