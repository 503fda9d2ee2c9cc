import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether there is a folder; throws if there is something else. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new Error(`${path} is not a folder`);
  return found !== undefined;
}

/** Creates a folder and its parents; Node's own recursive mode never returns on /proc. */
export function createFolder(path: string): void {
  if (isFolder(path)) return;
  createFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // another process may have created it since
    if (!isFolder(path)) throw error;
  }
}
