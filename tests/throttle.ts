import type { ChildProcess } from 'node:child_process';

/** A period, in milliseconds, in which a process runs for its share and is held for the rest. */
const PERIOD = 100;

/**
 * Holds a process to a share of a core, as a small or crowded machine does: stopped and let go by signals,
 * which needs neither cgroups nor privileges. Returns the way to let it go for good.
 */
export function throttleProcess(child: ChildProcess, share: number): () => void {
  let hold: NodeJS.Timeout | undefined;
  const period = setInterval(() => {
    child.kill('SIGCONT');
    hold = setTimeout(() => child.kill('SIGSTOP'), PERIOD * share);
  }, PERIOD);
  const stopThrottling = () => {
    clearInterval(period);
    clearTimeout(hold);
    child.kill('SIGCONT');
  };
  child.once('exit', stopThrottling);
  return stopThrottling;
}
