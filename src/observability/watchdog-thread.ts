import { writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { readTaskBoard } from './waits.ts';
import type { WatchdogData } from './watchdog.ts';

/** How long to wait for the main thread's stack (ms), which native calls (database, regex) withhold. */
const PAUSE_TIMEOUT_MS = 500;
/** Maximum number of calls listed, innermost first, and of tasks, most recent first. */
const MAX_NAMED_CALLS = 8;
const MAX_TASKS = 10;

const { beat, board, limit, line } = workerData as WatchdogData;

/** Nobody ever notifies this cell: waiting on it is how the thread sleeps between checks of the heartbeat. */
const SLEEP_CELL = new Int32Array(new SharedArrayBuffer(4));
const CHECKS_PER_LIMIT = 2;

for (let last = -1, same = 0; ; ) {
  Atomics.wait(SLEEP_CELL, 0, 0, limit / CHECKS_PER_LIMIT);
  const now = Atomics.load(beat, 0);
  same = now === last ? same + 1 : 0;
  last = now;
  // report each stall once
  if (same === CHECKS_PER_LIMIT) report({ doing: readTasks(), where: await sampleMainStack() });
}

/** Writes straight to standard error, because the logger belongs to the blocked thread. */
function report(what: object): void {
  writeSync(
    2,
    `${JSON.stringify({ ...line, time: Date.now(), ...what, msg: 'the main thread stands still' })}\n`,
  );
}

function readTasks(): string[] {
  const now = Date.now();
  const begun = readTaskBoard(board).reverse().slice(0, MAX_TASKS);
  return begun.map(({ name, since }) => `${name}, for ${((now - since) / 1000).toFixed(1)} s`);
}

/** Samples the main thread's stack by pausing it for a moment. */
async function sampleMainStack(): Promise<string[]> {
  const session = new Session();
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const patience = setTimeout(() => resolve([]), PAUSE_TIMEOUT_MS);
  try {
    session.connectToMainThread();
    const files = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => {
      resolve(params.callFrames.slice(0, MAX_NAMED_CALLS).map(frame => formatCall(frame, files)));
      session.post('Debugger.resume');
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
    return await promise;
  } catch {
    // the stack is unavailable, and the report goes out without it
    return [];
  } finally {
    clearTimeout(patience);
    session.post('Debugger.disable');
    session.disconnect();
  }
}

function formatCall(
  { functionName, location }: Debugger.CallFrame,
  files: ReadonlyMap<string, string>,
): string {
  const file = (files.get(location.scriptId) ?? '').replace(
    /^.*\/(?=(?:src|commands|tests|node_modules)\/)/,
    '',
  );
  return `${functionName || 'a function'} (${file}:${location.lineNumber + 1})`;
}
