import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts'],
    // what takes long because it kills, holds back and starts programs again: `npm run soak -- faults`
    exclude: ['tests/**/*.faults.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // they wait for programs most of the time
    maxWorkers: 3,
    // the programs that tests start need not strip and compile the same code again each time
    env: { NODE_COMPILE_CACHE: 'node_modules/.cache/tests' },
    reporters: ['default', ['json', { outputFile: 'tests/artefacts/results.json' }]],
  },
});
