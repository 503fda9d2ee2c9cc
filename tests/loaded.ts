import { subscribe, unsubscribe } from 'node:diagnostics_channel';
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

subscribe('undici:request:create', function record() {
  unsubscribe('undici:request:create', record);
  writeFileSync(process.env.LOADED!, loaded.join('\n'));
});
