import { defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** The configuration of `npm run soak -- faults`. */
export default defineConfig({
  test: {
    ...usual.test,
    include: ['tests/**/*.faults.test.ts'],
    exclude: [],
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'tests/artefacts/faults.json' }]],
  },
});
