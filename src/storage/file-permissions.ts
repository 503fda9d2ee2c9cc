import { chmodSync, existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DatabaseTarget } from './database-target.ts';

const STICKY = 0o1000;
const OTHERS_BITS = 0o077;

/** What lies beside a database, and the preview's state. */
const DATABASE_SUFFIXES = ['', '-wal', '-shm', '-journal'];
const PREVIEW_FILES = ['preview.json', 'preview.json.new', 'preview.json.unreadable'];

/**
 * Takes from all other users of the machine what they could read of the data: the folder becomes its owner's
 * alone (700), what lies in it too (600). What is made from now on is private by the process's umask. A
 * folder that others may rightly use (their files are in it, or further folders and it is not below where we
 * were started, it is /tmp or somebody's home) is left as it is, and only our own files are closed. Returns
 * what could not be closed.
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
 * Whether nobody else can do anything with it; closes it where that is ours to do. What is not there, or
 * belongs to another user, is not ours.
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
    // the file system knows no permissions, or does not let us: that is said, and no reason not to start
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

/** Where a path leads, links followed. */
function resolvePath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** Undefined for what is not there or cannot be looked at: whoever opens it says what is wrong with it. */
function readStats(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Windows knows no such owners: there nothing is ours to close. */
function isOwnedByUser({ uid }: Stats): boolean {
  return uid === process.getuid?.();
}
