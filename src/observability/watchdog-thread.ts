import { writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { readBoard } from './waits.ts';
import type { Watched } from './watchdog.ts';

/**
 * So long (milliseconds) it is waited for where the main thread is; within a call that is not ours (a
 * database's, an expression's) nobody can say.
 */
const PATIENCE = 500;
/** Calls that are named, the innermost first, and pieces of work, the last begun first. */
const NAMED = 8;
const WORKS = 10;

const { beat, board, limit, line } = workerData as Watched;

/** Nobody ever wakes this thread: it sleeps, and looks whether there was a beat. */
const never = new Int32Array(new SharedArrayBuffer(4));
const looksInLimit = 2;

for (let last = -1, same = 0; ; ) {
  Atomics.wait(never, 0, 0, limit / looksInLimit);
  const now = Atomics.load(beat, 0);
  same = now === last ? same + 1 : 0;
  last = now;
  // once for each time that it stands still
  if (same === looksInLimit) report({ doing: works(), where: await whereIsMain() });
}

/** Straight to standard error: the log itself belongs to the thread that stands still. */
function report(what: object): void {
  writeSync(
    2,
    `${JSON.stringify({ ...line, time: Date.now(), ...what, msg: 'the main thread stands still' })}\n`,
  );
}

function works(): string[] {
  const now = Date.now();
  const begun = readBoard(board).reverse().slice(0, WORKS);
  return begun.map(({ name, since }) => `${name}, for ${((now - since) / 1000).toFixed(1)} s`);
}

/** The functions that the main thread is in: it is stopped for a moment, asked, and goes on. */
async function whereIsMain(): Promise<string[]> {
  const session = new Session();
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const patience = setTimeout(() => resolve([]), PATIENCE);
  try {
    session.connectToMainThread();
    const files = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => {
      resolve(params.callFrames.slice(0, NAMED).map(frame => named(frame, files)));
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

function named({ functionName, location }: Debugger.CallFrame, files: ReadonlyMap<string, string>): string {
  const file = (files.get(location.scriptId) ?? '').replace(
    /^.*\/(?=(?:src|commands|tests|node_modules)\/)/,
    '',
  );
  return `${functionName || 'a function'} (${file}:${location.lineNumber + 1})`;
}
