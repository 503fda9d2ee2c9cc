import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** The result of running test files. */
export interface TestRun {
  readonly outcome: 'passed' | 'failed' | 'timed out';
  /** The first test that failed, or the runner's error. */
  readonly failure: { readonly file: string | null; readonly title: string } | null;
  readonly seconds: number;
}

export interface RunOptions {
  /** The folder in which the tests run. */
  readonly folder: string;
  /** The test files, in order of execution. */
  readonly tests: readonly string[];
  /** The time limit, in seconds. */
  readonly limit: number;
  /** Whether to stop at the first failure. */
  readonly bail: boolean;
}

const Results = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

const running = new Set<ChildProcess>();

/** Kills a process and everything it has started. */
function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has already exited
  }
}

/** The project's files that git tracks or would add, without deleted ones. */
export const listFiles = (root: string): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(file => file !== '' && existsSync(join(root, file)));

/**
 * Creates copies of the project's files, so that changes do not affect anybody's work. Packages, and the
 * folder `shared` next to the project, are linked instead. The copies are removed when the process exits.
 */
export function createCopies(root: string, count: number): string[] {
  const parent = mkdtempSync(join(tmpdir(), 'standfirst-mutants-'));
  process.once('exit', () => {
    for (const child of running) endTree(child);
    rmSync(parent, { recursive: true, force: true });
  });
  const shared = resolve(root, '../shared');
  if (existsSync(shared)) symlinkSync(shared, join(parent, 'shared'));
  const files = listFiles(root);
  return Array.from({ length: count }, (_, index) => {
    const folder = join(parent, `copy-${index + 1}`);
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return folder;
  });
}

/** The first failed test according to the runner's results. */
function readFailure(path: string, folder: string): TestRun['failure'] {
  const { data } = Results.safeParse(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);
  for (const { name, status, message = '', assertionResults } of data?.testResults ?? []) {
    const failed = assertionResults.find(result => result.status === 'failed');
    if (!failed && status !== 'failed') continue;
    return {
      file: name.replace(`${folder}/`, ''),
      title: failed?.fullName ?? message.split('\n')[0] ?? 'could not be loaded',
    };
  }
  return { file: null, title: 'an error outside of every test' };
}

/** Runs test files one after another in a copy of the project. */
export async function runTests({ folder, tests, limit, bail }: RunOptions): Promise<TestRun> {
  const results = join(folder, 'tests/artefacts/mutant.json');
  rmSync(results, { force: true });
  const words = [
    'run',
    '--config',
    'bench/mutants/vitest.config.ts',
    ...(bail ? ['--bail', '1'] : []),
    ...tests,
  ];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...words], {
    ...{ cwd: folder, stdio: 'ignore', detached: true },
    env: { ...process.env, MUTANT_TESTS: tests.join(','), MUTANT_RESULTS: results },
  });
  running.add(child);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endTree(child);
  }, limit * 1000);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  // kill programs that a failed test left behind
  endTree(child);
  running.delete(child);
  const seconds = (performance.now() - startedAt) / 1000;
  if (isLate) return { outcome: 'timed out', failure: null, seconds };
  if (code === 0) return { outcome: 'passed', failure: null, seconds };
  return { outcome: 'failed', failure: readFailure(results, folder), seconds };
}
