import { writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { readTaskBoard } from './waits.ts';
import type { WatchdogData } from './watchdog.ts';

/**
 * So long (milliseconds) it is waited for where the main thread is; within a call that is not ours (a
 * database's, an expression's) nobody can say.
 */
const PAUSE_TIMEOUT_MS = 500;
/** Calls that are named, the innermost first, and pieces of work, the last begun first. */
const MAX_NAMED_CALLS = 8;
const MAX_TASKS = 10;

const { beat, board, limit, line } = workerData as WatchdogData;

/** Nobody ever wakes this thread: it sleeps, and looks whether there was a beat. */
const SLEEP_CELL = new Int32Array(new SharedArrayBuffer(4));
const CHECKS_PER_LIMIT = 2;

for (let last = -1, same = 0; ; ) {
  Atomics.wait(SLEEP_CELL, 0, 0, limit / CHECKS_PER_LIMIT);
  const now = Atomics.load(beat, 0);
  same = now === last ? same + 1 : 0;
  last = now;
  // once for each time that it stands still
  if (same === CHECKS_PER_LIMIT) report({ doing: readTasks(), where: await sampleMainStack() });
}

/** Straight to standard error: the log itself belongs to the thread that stands still. */
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

/** The functions that the main thread is in: it is stopped for a moment, asked, and goes on. */
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
    // what cannot be asked is not known, and the report goes out without it
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
