import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import base from '../../tests/vitest.config.ts';

const order = (process.env.MUTANT_TESTS ?? '').split(',');

/** Runs the test files in the given order. */
class Sequencer {
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) =>
      order.findIndex(file => moduleId.endsWith(`/${file}`));
    return files.sort((one, other) => placeOf(one) - placeOf(other));
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    // one worker, so that each file takes the same time whatever else runs
    maxWorkers: 1,
    sequence: { sequencer: Sequencer },
    reporters: [['json', { outputFile: process.env.MUTANT_RESULTS ?? 'tests/artefacts/mutant.json' }]],
  },
});
