import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Loaded into the program with `--import`: writes the modules loaded when it first contacts Discord to the
// file LOADED, one URL per line.
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
