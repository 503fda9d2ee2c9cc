import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Equivalent, findEquivalent } from './equivalents.ts';
import { listMutations, type Mutation, mutate } from './mutations.ts';
import { type Reach, testsReaching } from './reach.ts';
import { createCopies, runTests, type TestRun } from './scratch.ts';

/** The result for one change. */
export interface Judged {
  readonly area: string;
  readonly mutation: Mutation;
  readonly verdict: 'killed' | 'timed out' | 'survived' | 'equivalent' | 'no test';
  /** The test that noticed it, the reason it is equivalent, or how many test files did not notice it. */
  readonly because: string;
  readonly seconds: number;
}

export interface JudgeOptions {
  readonly jobs: number;
  readonly sample: number;
  readonly seed: number;
  readonly line: number | null;
  /** The time limit of the tests for one change, in seconds, as measured on unchanged code. */
  readonly budget: number;
}

/** Creates a pseudo-random generator of numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function draw<Value>(values: readonly Value[], count: number, seed: number): Value[] {
  const random = createRandom(seed);
  return values
    .map(value => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ value }) => value);
}

const filesIn = (root: string, path: string): string[] =>
  statSync(join(root, path)).isDirectory()
    ? globSync(`${path}/**/*.ts`, { cwd: root, exclude: name => name.endsWith('.d.ts') }).sort()
    : [path];

function listArea(root: string, paths: readonly string[], { sample, seed, line }: JudgeOptions): Mutation[] {
  const files = [...new Set(paths.flatMap(path => filesIn(root, path)))];
  const all = files.flatMap(file => listMutations(file, readFileSync(join(root, file), 'utf8')));
  return draw(line === null ? all : all.filter(mutation => mutation.line === line), sample, seed);
}

/** What a run has learned so far: which tests notice many changes, and which fail without any change. */
interface Learnt {
  readonly kills: Map<string, number>;
  readonly sound: Map<string, boolean>;
}

/**
 * The share of a test file's reached functions that are in a given file: small if the test runs the whole
 * bot.
 */
function shareOf(file: string, { hits }: Reach[string]): number {
  return hits.filter(hit => hit.startsWith(`${file}#`)).length / Math.max(1, hits.length);
}

/**
 * Orders the tests: quick ones that reach little else first, with preference for tests that have noticed
 * changes in the same file.
 */
function orderTests(mutation: Mutation, reach: Reach, { kills, sound }: Learnt, budget: number): string[] {
  const costOf = (test: string) => {
    const reached = reach[test];
    if (!reached) return 0;
    const known = 1 + 4 * (kills.get(`${mutation.file} ${test}`) ?? 0);
    return reached.seconds / Math.max(0.001, shareOf(mutation.file, reached)) / known;
  };
  const tests = testsReaching(mutation, reach).filter(test => sound.get(test) !== false);
  let spent = 0;
  return tests
    .sort((one, other) => costOf(one) - costOf(other))
    .filter((test, index) => {
      spent += reach[test]?.seconds ?? 0;
      return index === 0 || spent <= budget;
    });
}

const secondsOf = (tests: readonly string[], reach: Reach) =>
  tests.reduce((sum, test) => sum + (reach[test]?.seconds ?? 0), 0);

/** Whether a test file passes on unchanged code; if it does not, its failures prove nothing. */
async function isSound(folder: string, test: string, { sound }: Learnt): Promise<boolean> {
  const known = sound.get(test);
  if (known !== undefined) return known;
  // retry once, because the machine may be overloaded
  const runs: TestRun['outcome'][] = [];
  while (runs.length < 2 && !runs.includes('passed'))
    runs.push((await runTests({ folder, tests: [test], limit: 600, bail: true })).outcome);
  sound.set(test, runs.includes('passed'));
  if (!runs.includes('passed')) console.log(`left out, for it fails by itself: ${test}`);
  return runs.includes('passed');
}

/**
 * Runs the first test file alone, since it notices most changes and soon reveals an infinite loop, then the
 * others.
 */
async function runChanged(
  folder: string,
  mutation: Mutation,
  tests: readonly string[],
  reach: Reach,
): Promise<TestRun> {
  const path = join(folder, mutation.file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, mutate(source, mutation));
  const run = (some: readonly string[]) =>
    runTests({ folder, tests: some, limit: 40 + 5 * secondsOf(some, reach), bail: true });
  try {
    const first = await run(tests.slice(0, 1));
    if (first.outcome !== 'passed' || tests.length === 1) return first;
    const others = await run(tests.slice(1));
    return { ...others, seconds: first.seconds + others.seconds };
  } finally {
    writeFileSync(path, source);
  }
}

async function judge(
  folder: string,
  mutation: Mutation,
  reach: Reach,
  learnt: Learnt,
  budget: number,
): Promise<Omit<Judged, 'area' | 'mutation'>> {
  const tests = orderTests(mutation, reach, learnt, budget);
  if (tests.length === 0) return { verdict: 'no test', because: 'no test runs it', seconds: 0 };
  const { outcome, failure, seconds } = await runChanged(folder, mutation, tests, reach);
  if (outcome === 'timed out') return { verdict: 'timed out', because: tests[0] ?? '', seconds };
  if (outcome === 'passed') {
    const all = testsReaching(mutation, reach).length;
    return { verdict: 'survived', because: `${tests.length} of ${all} test files that run it`, seconds };
  }
  const test = failure?.file ?? null;
  if (test !== null && !(await isSound(folder, test, learnt)))
    return judge(folder, mutation, reach, learnt, budget);
  const key = `${mutation.file} ${test}`;
  learnt.kills.set(key, (learnt.kills.get(key) ?? 0) + 1);
  return { verdict: 'killed', because: `${test ?? tests.join(' ')}: ${failure?.title ?? ''}`, seconds };
}

const show = (text: string) => (text.trim() === '' ? '(nothing)' : text.replace(/\s+/g, ' ').slice(0, 70));

function printOne({ verdict, mutation, because, seconds }: Judged): void {
  const { file, line, before, after } = mutation;
  console.log(
    `${verdict.padEnd(10)} ${file}:${line}  ${show(before)} → ${show(after)}  (${because}) ${seconds.toFixed(0)} s`,
  );
}

/** Makes each sampled change in a copy of the project and runs the tests that reach it. */
export async function judgeMutants(
  root: string,
  areas: Readonly<Record<string, readonly string[]>>,
  reach: Reach,
  options: JudgeOptions,
): Promise<Judged[]> {
  const waiting = Object.entries(areas).flatMap(([area, paths]) =>
    listArea(root, paths, options).map(mutation => ({ area, mutation })),
  );
  console.log(`${waiting.length} changes`);
  const learnt: Learnt = { kills: new Map(), sound: new Map() };
  const judged: Judged[] = [];
  const note = (one: Judged) => {
    judged.push(one);
    printOne(one);
  };
  await Promise.all(
    createCopies(root, options.jobs).map(async folder => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { area, mutation } = next;
        const source = readFileSync(join(root, mutation.file), 'utf8');
        const equivalent: Equivalent | null = findEquivalent(mutation, source);
        if (equivalent)
          note({ area, mutation, verdict: 'equivalent', because: equivalent.because, seconds: 0 });
        else note({ area, mutation, ...(await judge(folder, mutation, reach, learnt, options.budget)) });
      }
    }),
  );
  return judged;
}
