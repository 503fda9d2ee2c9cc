import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { type StallMonitor, startStallMonitor } from './event-loop.ts';
import type { Observe } from './observe.ts';
import { taskBoard } from './waits.ts';

/** A main thread that is blocked for longer than this (milliseconds) holds everybody up. */
const STALL_LIMIT_MS = 1_000;

/** What the watchdog thread is given. */
export interface WatchdogData {
  /** Incremented on each beat of the main thread. */
  readonly beat: Int32Array<SharedArrayBuffer>;
  readonly board: Uint8Array<SharedArrayBuffer>;
  readonly limit: number;
  /** The fields at the beginning of each log line. */
  readonly line: object;
}

/**
 * Starts a watchdog for the main thread. While it is blocked, a separate thread logs that, with the tasks in
 * progress and the stack; once it moves again, the stall is counted and logged with its duration. The cost is
 * ten beats a second, and a thread that checks twice a second.
 */
export function startWatchdog({ log, observe }: { log: Logger; observe: Observe }): StallMonitor {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const watcher = log.isLevelEnabled('error') ? startWatchdogThread({ beat, log }) : undefined;
  const stalls = startStallMonitor({
    beat: () => void Atomics.add(beat, 0, 1),
    onStall({ from, to }) {
      if (to - from <= STALL_LIMIT_MS) return;
      observe({ kind: 'stall', took: to - from });
      log.error({ milliseconds: Math.round(to - from) }, 'the main thread moves again');
    },
  });
  return {
    ...stalls,
    close() {
      stalls.close();
      void watcher?.terminate();
    },
  };
}

function startWatchdogThread({ beat, log }: { beat: WatchdogData['beat']; log: Logger }): Worker {
  const workerData: WatchdogData = {
    beat,
    board: taskBoard,
    limit: STALL_LIMIT_MS,
    line: { level: log.levels.values.error, pid: process.pid, hostname: hostname() },
  };
  const watcher = new Worker(new URL('./watchdog-thread.ts', import.meta.url), {
    workerData,
    // it holds next to nothing
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  watcher.on('error', error => log.error({ err: error }, 'nobody watches the main thread any more'));
  watcher.unref();
  return watcher;
}
