import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Given to the program by `--import`: what it has loaded when it first speaks to Discord goes into the file
// LOADED, one address a line.
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

const { fetch } = globalThis;
globalThis.fetch = (...request) => {
  globalThis.fetch = fetch;
  writeFileSync(process.env.LOADED!, loaded.join('\n'));
  return fetch(...request);
};
