import { defineConfig } from 'vitest/config';
import { createSkippedReporter } from './skipped.ts';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{preview/tests,tests}/**/*.test.ts'],
    // slow tests that kill, throttle and restart programs: `npm run soak -- faults`
    exclude: ['tests/**/*.faults.test.ts'],
    // waits end when their condition is met; these limits only end hanging tests, and allow for a busy
    // machine
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // tests spend most of their time waiting for programs
    maxWorkers: 3,
    // a bot that serves many servers is long-lived: the files of one process share its modules and its
    // workers, which saves two fifths of the processor time; `vitest --isolate` shows whether a failure is
    // due to shared state
    isolate: false,
    setupFiles: ['tests/keep-dispatcher.ts'],
    // saves the programs that tests start from stripping and compiling the same code each time
    env: { NODE_COMPILE_CACHE: new URL('../node_modules/.cache/tests', import.meta.url).pathname },
    reporters: ['default', createSkippedReporter(), ['json', { outputFile: 'tests/artefacts/results.json' }]],
  },
});
