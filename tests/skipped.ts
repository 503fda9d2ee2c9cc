import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

const isSkipped = ({ options }: TestCase | TestSuite) => options.mode === 'skip';

/** The outermost skipped suite that contains a test, or the test itself. */
function skippedAt(test: TestCase): TestCase | TestSuite {
  let found: TestCase | TestSuite = test;
  for (let at = test.parent; at.type === 'suite'; at = at.parent) if (isSkipped(at)) found = at;
  return found;
}

/**
 * A reporter that lists at the end which tests were skipped; their names say what this machine lacks. Tests
 * excluded with `-t` are not listed.
 */
export function createSkippedReporter(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit(started) {
      vitest = started;
    },
    onTestRunEnd(modules: readonly TestModule[]) {
      if (vitest?.config.testNamePattern) return;
      for (const module of modules) {
        const skipped = [...module.children.allTests()].filter(isSkipped).map(skippedAt);
        for (const { fullName } of new Set(skipped))
          console.log(`skipped: ${module.relativeModuleId} > ${fullName}`);
      }
    },
  };
}
