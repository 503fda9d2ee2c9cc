import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Loaded into the program with `--import`: writes the modules that its main thread has loaded when it ends to
// the file LOADED, one URL per line.
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
