import { chmodSync, existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DatabaseTarget } from './database-target.ts';

const STICKY = 0o1000;
const OTHERS_BITS = 0o077;

/** The files that belong to a database, and those that hold the preview's state. */
const DATABASE_SUFFIXES = ['', '-wal', '-shm', '-journal'];
const PREVIEW_FILES = ['preview.json', 'preview.json.new', 'preview.json.unreadable'];

/**
 * Denies other users of the machine access to the data: the directory becomes accessible to its owner alone
 * (700), and so do the files in it (600). New files are private through the process's umask. A directory that
 * others may rightly use is left as it is, and only our own files in it are closed. Such a directory holds
 * other users' files, or subdirectories without being below the working directory; or it is sticky like /tmp;
 * or it is or contains the working or home directory. Returns the paths that could not be closed.
 */
export function restrictAccess({
  dataDirectory,
  database,
}: {
  dataDirectory: string;
  database: DatabaseTarget;
}): string[] {
  const folder = resolvePath(dataDirectory);
  const isOurs = isOwnFolder(folder);
  const retained = isOurs ? readdirSync(folder) : PREVIEW_FILES;
  const files = [
    ...retained.map(name => join(folder, name)),
    ...(database.kind === 'sqlite'
      ? DATABASE_SUFFIXES.map(suffix => `${resolvePath(database.path)}${suffix}`)
      : []),
  ];
  return [...(isOurs ? [folder] : []), ...files].filter(path => !ensureClosed(path));
}

/**
 * Returns whether a path is closed to others, after closing it if it is ours. A path that is missing or
 * belongs to another user is not ours, and counts as closed.
 */
function ensureClosed(path: string): boolean {
  const stats = readStats(path);
  if (!stats || stats.isSymbolicLink() || !isOwnedByUser(stats) || (stats.mode & OTHERS_BITS) === 0)
    return true;
  if (!stats.isFile() && !stats.isDirectory()) return true;
  try {
    chmodSync(path, stats.isDirectory() ? 0o700 : 0o600);
    return (statSync(path).mode & OTHERS_BITS) === 0;
  } catch {
    // the file system has no permissions, or does not let us change them: reported, but no reason not to
    // start
    return false;
  }
}

function isOwnFolder(folder: string): boolean {
  const stats = readStats(folder);
  if (!stats?.isDirectory() || !isOwnedByUser(stats) || (stats.mode & STICKY) !== 0) return false;
  const used = [process.cwd(), homedir()].map(resolvePath);
  const isBelow = folder.startsWith(`${resolvePath(process.cwd())}/`);
  if (used.some(path => path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)))
    return false;
  return readdirSync(folder).every(name => {
    const inside = readStats(join(folder, name));
    return inside === undefined || (isOwnedByUser(inside) && (isBelow || !inside.isDirectory()));
  });
}

/** Resolves a path, following links. */
function resolvePath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** Returns undefined if the path is missing or unreadable: opening it later reports the problem. */
function readStats(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Windows has no user ids, so no file there is ours to close. */
function isOwnedByUser({ uid }: Stats): boolean {
  return uid === process.getuid?.();
}
