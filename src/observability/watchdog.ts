import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { type Stalls, watchStalls } from './event-loop.ts';
import type { Observe } from './observe.ts';
import { board } from './waits.ts';

/** A main thread that does one thing for longer than this (milliseconds) holds everybody up. */
export const LIMIT = 1_000;

/** What the thread that watches is given. */
export interface Watched {
  /** Grows with each sign of life of the main thread. */
  readonly beat: Int32Array<SharedArrayBuffer>;
  readonly board: Uint8Array<SharedArrayBuffer>;
  readonly limit: number;
  /** What each line of the log begins with. */
  readonly line: object;
}

/**
 * Watches whether the main thread stands still. A thread of its own logs it while it stands, with what it is
 * at; when it moves again, it is counted, and logged with how long it was. It costs ten beats a second, and a
 * thread that looks twice.
 */
export function startWatchdog({ log, observe }: { log: Logger; observe: Observe }): Stalls {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const watcher = log.isLevelEnabled('error') ? startWatcher({ beat, log }) : undefined;
  const stalls = watchStalls({
    beat: () => void Atomics.add(beat, 0, 1),
    stalled({ from, to }) {
      if (to - from <= LIMIT) return;
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

function startWatcher({ beat, log }: { beat: Watched['beat']; log: Logger }): Worker {
  const workerData: Watched = {
    beat,
    board,
    limit: LIMIT,
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
