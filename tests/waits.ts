import { setImmediate as nextTurn } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

// Given to the program by `--import`: asked by SIGUSR2 it says how many limits of time (and whatever else ends
// a wait) can still be reached. What a collection lets go of may hold something until the next.
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
