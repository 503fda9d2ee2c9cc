import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AREAS } from '../bench/mutants/areas.ts';
import { listMutations, mutate } from '../bench/mutants/mutations.ts';

const run = promisify(execFile);
const root = new URL('..', import.meta.url).pathname;

/** All sources that differ from this one by a single change. */
const changed = (source: string) =>
  listMutations('src/x.ts', source).map(mutation => mutate(source, mutation));

test('changes conditions, boundaries, sums, texts, lists, effects, methods, expressions and statements of SQL', () => {
  expect(changed('function f() { if (a < 1) return b && c; }')).toEqual(
    expect.arrayContaining([
      'function f() { if (true) return b && c; }',
      'function f() { if (false) return b && c; }',
      'function f() { if (a <= 1) return b && c; }',
      'function f() { if (a < 2) return b && c; }',
      'function f() { if (a < 1) return b; }',
      'function f() { if (a < 1) return c; }',
    ]),
  );
  expect(changed("const a = () => { save(); return x.some(y => !y.is('near')); };")).toEqual([
    "const a = () => { ; return x.some(y => !y.is('near')); };",
    "const a = () => { save(); return x.every(y => !y.is('near')); };",
    "const a = () => { save(); return x.some(y => y.is('near')); };",
    "const a = () => { save(); return x.some(y => !y.is('')); };",
  ]);
  expect(changed('const a = [...(b ? [c] : [])];')).toContain('const a = [];');
  expect(changed('const a = x.filter(y).length + 1;')).toContain('const a = x.length + 1;');
  expect(changed('const a = /^b$/i;')).toEqual(['const a = /b$/i;', 'const a = /^b/i;', 'const a = /^b$/;']);
  expect(changed("const a = 'DELETE FROM x WHERE y = ? AND z < ?';")).toEqual([
    "const a = 'DELETE FROM x WHERE y = ? OR z < ?';",
    "const a = 'DELETE FROM x WHERE y = ? AND z <= ?';",
  ]);
});

test('leaves alone what is only said, types, and what joins texts', () => {
  const said = [
    "log.warn('oh');",
    "const a = t('It is so.');",
    "throw new Error('x');",
    "type A = 'b' | 1;",
    "const a = 'b ' + c;",
    "import { a } from './b.ts';",
    "export type { A } from './b.ts';",
    'const a = { b: c };',
  ];
  for (const source of said) expect(changed(source), source).toEqual([]);
});

test('keeps its places where a text holds signs of any length', () => {
  const source = "const a = '“ü” 🙂 and'; const b = c > 1;";
  expect(changed(source)).toContain("const a = '“ü” 🙂 and'; const b = c >= 1;");
});

test('the areas that are looked at without files named are there', () => {
  const paths = Object.values(AREAS).flat();
  expect(paths.filter(path => !existsSync(join(root, path)))).toEqual([]);
});

let project: string;
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
};

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'standfirst-'));
  for (const file of ['bench/mutants', 'bench/mutants.ts', 'tsconfig.json'])
    cpSync(join(root, file), join(project, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  write('package.json', '{ "type": "module" }');
  write('.gitignore', 'node_modules\ntests/artefacts/\n');
  const folder = "new URL('..', import.meta.url).pathname";
  write('tests/vitest.config.ts', `export default { test: { root: ${folder} } };`);
  write(
    'src/price.ts',
    `export function priceOf(age: number): number {
  if (age < 12) return 5;
  return 10;
}
export const unused = () => 1;
export const isFree = (age: number) => age === 0 || age < 0;
`,
  );
  const tests =
    "import { expect, test } from 'vitest';\nimport { isFree, priceOf } from '../src/price.ts';\n";
  write(
    'tests/price.test.ts',
    `${tests}test('a child pays half', () => {
  expect([priceOf(11), priceOf(13)]).toEqual([5, 10]);
  expect([isFree(0), isFree(1)]).toEqual([true, false]);
});
`,
  );
  write(
    'tests/other.test.ts',
    `${tests}test('is elsewhere', () => expect(typeof isFree).toBe(typeof priceOf));\n`,
  );
  write(
    'bench/mutants/equivalents.json',
    JSON.stringify([
      {
        file: 'src/price.ts',
        line: 'export const isFree = (age: number) => age === 0 || age < 0;',
        before: 'age === 0 || age < 0',
        after: 'age === 0',
        because: 'nobody is younger than nothing',
      },
    ]),
  );
  await run('git', ['init', '-q'], { cwd: project });
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('says which changes no test notices, runs only the tests that reach them, and touches no file', {
  timeout: 180_000,
}, async () => {
  const before = readFileSync(join(project, 'src/price.ts'), 'utf8');
  const words = ['bench/mutants.ts', 'src/price.ts', '--sample', '0', '--jobs', '2'];
  const { stdout } = await run(process.execPath, words, { cwd: project }).catch(
    (failed: { stdout: string }) => failed,
  );
  expect(stdout).toMatch(
    /killed +src\/price\.ts:2 {2}age < 12 → true {2}\(tests\/price\.test\.ts: a child pays half\)/,
  );
  expect(stdout).toMatch(/survived +src\/price\.ts:2 {2}< → <= {2}\(1 of 1 test files that run it\)/);
  expect(stdout).toMatch(/no test +src\/price\.ts:5 {2}1 → 2/);
  expect(stdout).toMatch(/equivalent +src\/price\.ts:6 .*nobody is younger/);
  expect(stdout).toMatch(
    /^mutants: \d+ of \d+ \(\d+ %\) killed, 0 of them by time; 1 that change nothing; seed 1$/m,
  );
  expect(readFileSync(join(project, 'src/price.ts'), 'utf8')).toBe(before);
});
