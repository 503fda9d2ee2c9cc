import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * The package as npm packs and installs it: into an empty folder, with dependencies from the registry (or
 * npm's cache), and started there.
 */
const run = promisify(execFile);
const project = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'standfirst-package-'));
const program = join(folder, 'node_modules/.bin/standfirst');
const npmEnvironment = { ...process.env, NODE_COMPILE_CACHE: undefined, npm_config_loglevel: 'error' };

/** A Node on this machine that is too old to run the program itself, or undefined. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map(place => join(place, 'node'))
  .filter(path => existsSync(path))
  .find(path => /^v2[0-3]\./.test(execFileSync(path, ['--version'], { encoding: 'utf8' })));

/** The environment of a shell that finds this Node first, without the tests' settings. */
const environmentOf = (node: string) => ({
  PATH: [dirname(node), '/usr/bin', '/bin'].join(delimiter),
  DATA_DIR: mkdtempSync(join(tmpdir(), 'standfirst-')),
  PORT: '0',
  OPERATIONS_PORT: '0',
  LOG_LEVEL: 'warn',
});

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: project,
    env: npmEnvironment,
  });
  const [tarball] = /standfirst-[\w.-]+\.tgz/.exec(stdout)!;
  mkdirSync(join(folder, 'node_modules'));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)], {
    cwd: folder,
    env: npmEnvironment,
  });
}, 900_000);

describe.each([
  { which: 'the Node of the tests', node: process.execPath, isThere: true },
  {
    which: 'an older Node, which starts the one that came along',
    node: oldNode ?? '',
    isThere: oldNode !== undefined,
  },
])('installed into an empty folder, with $which', ({ node, isThere }) => {
  test.skipIf(!isThere)(
    'starts, serves the preview and ends when it is told to (needs this Node)',
    async () => {
      const child = spawn(program, [], { cwd: folder, env: environmentOf(node) });
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', part => (out += part));
      child.stderr.setEncoding('utf8').on('data', part => (err += part));
      await expect.poll(() => out + err).toContain('ready: http');
      const [url] = /http\S+/.exec(out)!;
      expect(await (await fetch(url)).text()).toContain('<title>Standfirst preview</title>');
      child.kill('SIGTERM');
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(err).toBe('');
      await expect(fetch(url)).rejects.toThrow();
    },
  );

  test.skipIf(!isThere)('answers in a terminal, by its own name', async () => {
    const how = { cwd: folder, env: environmentOf(node) };
    const article = join(project, 'data/articles/night-train.txt');
    const { stdout } = await run(program, ['ask', article, 'Who was the station master of Brennick?'], how);
    expect(stdout).toContain('Gregor Maund');
    const { stderr } = await run(program, ['list'], how);
    expect(stderr).toContain('npx standfirst import');
  });
});

test('discord-preview, installed by another bot, starts from the command line with types beside it', async () => {
  const other = mkdtempSync(join(tmpdir(), 'discord-preview-'));
  const built = join(project, 'preview/dist');
  await run(process.execPath, ['deploy/build-preview.ts'], { cwd: project, env: npmEnvironment });
  await run('npm', ['pack', built, '--pack-destination', other], { cwd: project, env: npmEnvironment });
  rmSync(built, { recursive: true });
  const [tarball = ''] = readdirSync(other);
  mkdirSync(join(other, 'node_modules'));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(other, tarball)], {
    cwd: other,
    env: npmEnvironment,
  });
  const command = join(other, 'node_modules/.bin/discord-preview');
  const child = spawn(command, ['--port', '0', '--name', 'My <bot>'], {
    env: environmentOf(process.execPath),
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', part => (out += part));
  await expect.poll(() => out).toMatch(/^page: {2}http\S+\napi: {3}http\S+\/api\ntoken: \S+\n$/);
  expect(await (await fetch(/http\S+/.exec(out)![0])).text()).toContain(
    '<title>My &lt;bot&gt; preview</title>',
  );
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(existsSync(join(other, 'node_modules/discord-preview/src/testing.d.ts'))).toBe(true);
});

test('leaves nothing behind in the project', () => {
  for (const folder of ['dist', 'preview/dist']) expect(existsSync(join(project, folder))).toBe(false);
});
