import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** The longest stand-still of the main thread since the last report, in milliseconds. */
export interface StandStill {
  readonly clock: number;
  /** The same in processor time: on a busy machine, other programs run in the rest. */
  readonly processor: number;
}

/**
 * Loaded into the program with `--import`: at each SIGUSR2, writes the longest stand-still of the main thread
 * since the one before to the file `STAND_STILL`.
 */
const TICK_MS = 1;

if (isMainThread && process.env.STAND_STILL !== undefined) {
  const file = process.env.STAND_STILL;
  let longest: StandStill = { clock: 0, processor: 0 };
  let [last, spent] = [performance.now(), process.threadCpuUsage()];
  const tick = () => {
    const { user, system } = process.threadCpuUsage(spent);
    const clock = performance.now() - last - TICK_MS;
    longest = {
      clock: Math.max(longest.clock, clock),
      processor: Math.max(longest.processor, (user + system) / 1000),
    };
    [last, spent] = [performance.now(), process.threadCpuUsage()];
  };
  setInterval(tick, TICK_MS).unref();
  process.on('SIGUSR2', () => {
    tick();
    writeFileSync(file, JSON.stringify(longest));
    longest = { clock: 0, processor: 0 };
  });
}
