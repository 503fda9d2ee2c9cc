import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies a process, even if its process id is reused later. */
export interface ProcessId {
  readonly host: string;
  readonly process: number;
  /** When it was started, in the operating system's own ticks; 0 if the system does not say. */
  readonly started: number;
}

/** When this process was started, in the operating system's own ticks; 0 if the system does not say. */
export const OWN_START = readStart(process.pid) ?? 0;

/**
 * Whether a process is known to have ended, which cannot be known for one on another machine. Its process id
 * may have been reused, even by this process: a restarted container counts from 1 again.
 */
export function hasEnded({ host, process: pid, started }: ProcessId): boolean {
  if (host !== hostname()) return false;
  if (pid !== process.pid && !isRunning(pid)) return true;
  const found = pid === process.pid ? OWN_START : readStart(pid);
  return started !== 0 && found !== null && found !== started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Reads the start time from Linux's `/proc/<pid>/stat`; null if that cannot be read, as on other systems, and
 * -1 for a process that has ended but has not been reaped by its parent (a zombie).
 */
function readStart(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the fields after the name, which may contain anything: first the state, later the start time in ticks
    // since boot
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? -1 : Number(fields[19]);
  } catch {
    // no such file: another system, or a process hidden from this one
    return null;
  }
}
