import type { ChildProcess } from 'node:child_process';

/** A period, in milliseconds, of which a process runs for its share and is stopped for the rest. */
const PERIOD = 100;

/**
 * Limits a process to a share of a core, as on a small or busy machine, by stopping and continuing it with
 * signals, which needs neither cgroups nor privileges. Returns a function that ends the limit.
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
