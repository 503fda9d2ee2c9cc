import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Detects damage to a database file while it is open. */
export interface CorruptionWatch {
  /** What is wrong with the file, as a clause for operators, or null; it remains until restart. */
  findProblem(): string | null;
  /** Whether an error means that the file is damaged. */
  isCorruption(error: unknown): boolean;
}

/** How long a check of the file stays valid, in milliseconds. */
const CHECK_INTERVAL_MS = 500;

/** A file's header (https://sqlite.org/fileformat2.html, 1.3), with page size and number of pages. */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** SQLite's codes for a malformed page and for a file that is not a database. */
const CORRUPTION_CODES = [11, 26];

const WHAT_TO_DO =
  'Nothing more is written to it. Stop the bot, move the file away with those beside it (-wal, -shm), restore a backup (`npm run -s standfirst -- restore FILE`) and start again';

/** Watches an open database's file: SQLite keeps using a deleted one, and notices tampering late. */
export function watchFile(path: string): CorruptionWatch {
  const opened = statSync(path);
  let largest = opened.size;
  let wasShort = false;
  let log: number | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let problem: string | null = null;

  function findProblem(): string | null {
    if (problem !== null || performance.now() - lookedAt < CHECK_INTERVAL_MS) return problem;
    lookedAt = performance.now();
    const current = checkNow();
    if (current !== null) problem = `${current}. ${WHAT_TO_DO}`;
    return problem;
  }

  function checkNow(): string | null {
    const now = statSync(path, { throwIfNoEntry: false });
    if (!now) return 'the file was removed while the bot ran';
    if (now.ino !== opened.ino || now.dev !== opened.dev)
      return 'the file was replaced by another while the bot ran';
    // the database only ever grows
    if (now.size < largest) return 'the file was cut while the bot ran';
    largest = now.size;
    const header = readHeader(path);
    if (!header.toString('latin1').startsWith(MAGIC)) return 'the file was written over while the bot ran';
    // another process may be extending the file right now: it counts as truncated only if it is still too
    // short at the next check
    const isShort = now.size < sizeFromHeader(header);
    if (isShort && wasShort) return 'the file was cut while the bot ran';
    wasShort = isShort;
    const logNow = statSync(`${path}-wal`, { throwIfNoEntry: false })?.ino;
    if (log !== undefined && logNow !== log)
      return 'the log beside the file (-wal) was removed while the bot ran';
    log = logNow;
    return null;
  }

  function isCorruption(error: unknown): boolean {
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode !== 'number' || !CORRUPTION_CODES.includes(errcode & 0xff)) return false;
    problem ??= `the file was damaged while the bot ran. ${WHAT_TO_DO}`;
    return true;
  }

  return { findProblem, isCorruption };
}

function readHeader(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    readSync(file, bytes, 0, HEADER_BYTES, 0);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** The file size in bytes that the header implies; a page size of 65,536 is stored as 1. */
function sizeFromHeader(header: Buffer): number {
  const page = header.readUInt16BE(16);
  return header.readUInt32BE(28) * (page === 1 ? 65_536 : page);
}
