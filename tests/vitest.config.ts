import { defineConfig } from 'vitest/config';
import { createSkippedReporter } from './skipped.ts';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{preview/tests,tests}/**/*.test.ts'],
    // what takes long because it kills, holds back and starts programs again: `npm run soak -- faults`
    exclude: ['tests/**/*.faults.test.ts'],
    // waits end by what they wait for; these only end what hangs, on a machine that has much else to do too
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // they wait for programs most of the time
    maxWorkers: 3,
    // a bot that serves many servers lives long: the files of one process share its modules and its workers, which takes
    // two fifths off the processor time; `vitest --isolate` tells whether a failure is one of what they share
    isolate: false,
    // the programs that tests start need not strip and compile the same code again each time
    env: { NODE_COMPILE_CACHE: new URL('../node_modules/.cache/tests', import.meta.url).pathname },
    reporters: ['default', createSkippedReporter(), ['json', { outputFile: 'tests/artefacts/results.json' }]],
  },
});
