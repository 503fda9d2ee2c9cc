import { setImmediate as nextTurn } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

// Loaded into the program with `--import`: on SIGUSR2 it reports how many AbortSignals, from time limits or
// other ends of waits, are still reachable. Garbage that is collected may hold on to something until the next
// collection.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

if (isMainThread)
  process.on('SIGUSR2', async () => {
    for (let collections = 0; collections < 3; collections++) {
      collect();
      await nextTurn();
    }
    process.stdout.write(`waits: ${queryObjects(AbortSignal, { format: 'count' })}\n`);
  });
