import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process from all others, also from one that has its number later. */
export interface ProcessId {
  readonly host: string;
  readonly process: number;
  /** When it was started, in the system's own count; 0 where the system does not say. */
  readonly started: number;
}

/** When this process was started, in the system's own count; 0 where it does not say. */
export const OWN_START = readStart(process.pid) ?? 0;

/**
 * Whether a process is known to have ended; of one on another machine that cannot be known. Its number may be
 * another's by now, also this one's: a container that is started again counts from 1.
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
 * From Linux's `/proc/<pid>/stat`; null where it is not to be read, as on other systems. Of a process that has ended
 * and was not fetched by its parent yet (a zombie) it is -1.
 */
function readStart(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // behind the name, which may hold anything: the state, and later the start in ticks since the boot
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? -1 : Number(fields[19]);
  } catch {
    // no such file: another system, or a process that this one may not see
    return null;
  }
}
