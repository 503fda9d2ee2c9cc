import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs the fault tests (`tests/*.faults.test.ts`) the given number of times: programs are killed, suspended
 * and restarted, on both databases. Returns whether all runs passed.
 */
export async function soakFaults(times: number): Promise<boolean> {
  const began = Date.now();
  let failed = 0;
  for (let time = 0; time < times; time++) {
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/faults.config.ts'];
    const tests = spawn(process.execPath, vitest, { stdio: 'inherit' });
    const stop = () => tests.kill();
    process.once('exit', stop);
    const [code] = await once(tests, 'exit');
    process.off('exit', stop);
    if (code !== 0) failed += 1;
  }
  console.log(
    `${failed === 0 ? 'ok   ' : 'WRONG'} tests of faults: ${failed} of ${times} runs failed, in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  return failed === 0;
}
