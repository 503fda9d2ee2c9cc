import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Given to the program by `--import`: what its main thread has loaded when it ends goes into the file LOADED,
// one address a line.
if (isMainThread) {
  const loaded: string[] = [];
  registerHooks({
    load(url, context, next) {
      loaded.push(url);
      return next(url, context);
    },
  });
  process.once('exit', () => writeFileSync(process.env.LOADED!, loaded.join('\n')));
}
