import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** What came of test files. */
export interface TestRun {
  readonly outcome: 'passed' | 'failed' | 'timed out';
  /** The test that failed first, or what the runner said. */
  readonly failure: { readonly file: string | null; readonly title: string } | null;
  readonly seconds: number;
}

export interface RunOptions {
  /** Where the tests run. */
  readonly folder: string;
  /** In this order. */
  readonly tests: readonly string[];
  /** After so many seconds they are ended. */
  readonly limit: number;
  /** End at the first test that fails. */
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

/** Ends what runs, with all that it has started. */
function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

/** The files of a project that git knows or would take, without those that are deleted. */
export const listFiles = (root: string): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(file => file !== '' && existsSync(join(root, file)));

/**
 * Copies of a project's files, so that nothing is changed where somebody works; packages and what stands
 * beside the project under the name `shared` are the same. They are gone with the process.
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

/** The first test that failed, as the runner's results name it. */
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

/** Runs test files one after another in a copy. */
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
  // programs that a failed test has left behind
  endTree(child);
  running.delete(child);
  const seconds = (performance.now() - startedAt) / 1000;
  if (isLate) return { outcome: 'timed out', failure: null, seconds };
  if (code === 0) return { outcome: 'passed', failure: null, seconds };
  return { outcome: 'failed', failure: readFailure(results, folder), seconds };
}
