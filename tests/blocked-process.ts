import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../src/log.ts';
import { createMetrics } from '../src/observability/metrics.ts';
import { trackTask } from '../src/observability/waits.ts';
import { startWatchdog } from '../src/observability/watchdog.ts';

/**
 * A process whose main thread spins in the middle of some work for a given number of milliseconds, a given
 * time after its start, and then writes its metrics.
 */
function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const metrics = createMetrics();
const watchdog = startWatchdog({ log: createLog('info', { terminal: false }), observe: metrics.observe });
await trackTask('/about 41', async () => undefined);
await sleep(Number(process.argv[3]));
await Promise.all([
  trackTask('/quotes 42', () => sleep(10)),
  trackTask('message 43', async () => {
    await sleep(1);
    spin(Number(process.argv[2]));
  }),
]);
await sleep(300);
process.stdout.write(await metrics.text());
watchdog.close();
