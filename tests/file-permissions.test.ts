import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { restrictAccess } from '../src/storage/file-permissions.ts';
import { inheritedEnvironment } from './command-line.ts';
import { findFreePort } from './free-port.ts';

const project = new URL('..', import.meta.url).pathname;

// each test starts the program several times
vi.setConfig({ testTimeout: 90_000 });

const newFolder = () => mkdtempSync(join(tmpdir(), 'standfirst-'));

function createEnvironment(settings: Record<string, string>) {
  return { ...inheritedEnvironment(), PORT: '0', OPERATIONS_PORT: '0', LOG_LEVEL: 'warn', ...settings };
}

/** Runs the program in a shell with a umask that denies nothing. */
const openly = ['-c', 'umask 000; exec "$@"', 'sh', process.execPath, join(project, 'src/main.ts')];

interface Started {
  readonly child: ChildProcess;
  out(): string;
  errors(): string;
  /** Its exit code. */
  readonly code: Promise<number | null>;
}

function startProgram(settings: Record<string, string>): Started {
  const child = spawn('sh', [...openly, 'start'], {
    cwd: project,
    env: createEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', errors: '' };
  child.stdout.on('data', chunk => (said.out += chunk));
  child.stderr.on('data', chunk => (said.errors += chunk));
  const code = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await code;
  });
  return { child, out: () => said.out, errors: () => said.errors, code };
}

async function waitUntilReady(settings: Record<string, string>): Promise<Started> {
  const started = startProgram(settings);
  await expect
    .poll(() => started.out() + started.errors(), { timeout: 60_000 })
    .toContain('Standfirst is ready');
  return started;
}

async function runCommand(
  words: readonly string[],
  settings: Record<string, string>,
  cwd = project,
): Promise<string> {
  return (await promisify(execFile)('sh', [...openly, ...words], { cwd, env: createEnvironment(settings) }))
    .stdout;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** The modes of a folder and of all files and folders below it. */
function readModes(folder: string): Record<string, string> {
  const inside = readdirSync(folder, { withFileTypes: true, recursive: true });
  const paths = inside.map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries([folder, ...paths].map(path => [path.slice(folder.length), modeOf(path)]));
}

test('what is kept is this user’s alone, whatever the shell says: data, backups and exports', async () => {
  const folder = join(newFolder(), 'deep', 'var');
  const settings = { DATA_DIR: folder };
  const program = await waitUntilReady(settings);
  await expect.poll(() => readdirSync(folder)).toContain('preview.json');
  expect(readModes(folder)).toEqual({
    '': '700',
    ...{
      '/standfirst.db': '600',
      '/standfirst.db-wal': '600',
      '/standfirst.db-shm': '600',
      '/preview.json': '600',
    },
  });
  program.child.kill('SIGTERM');
  expect(await program.code).toBe(0);
  await runCommand(['backup', join(folder, 'news.jsonl.gz')], settings);
  await runCommand(['export', '--out', join(folder, 'exported')], settings);
  const modes = readModes(folder);
  expect(Object.keys(modes)).toEqual(expect.arrayContaining(['/news.jsonl.gz', '/exported/articles-1.json']));
  for (const [path, mode] of Object.entries(modes))
    expect([path, mode]).toEqual([path, /^$|exported$/.test(path) ? '700' : '600']);
});

test('a folder of an earlier version is closed, with all that lies in it', async () => {
  const folder = newFolder();
  const settings = { DATA_DIR: folder, LOG_LEVEL: 'warn' };
  await runCommand(['import', 'data/articles'], settings);
  writeFileSync(join(folder, 'old-backup.jsonl'), 'members’ questions');
  writeFileSync(join(folder, 'preview.json.unreadable'), '{}');
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o664);
  await runCommand(['list'], settings);
  for (const [path, mode] of Object.entries(readModes(folder)))
    expect([path, mode]).toEqual([path, path === '' ? '700' : '600']);
});

test('the folder where it was started has its own closed, with folders in it and behind a link', async () => {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'real', 'backups'), { recursive: true });
  symlinkSync('real', join(cwd, 'var'));
  writeFileSync(join(cwd, 'real', 'old.jsonl'), 'members’ questions');
  for (const path of ['real', 'real/old.jsonl']) chmodSync(join(cwd, path), 0o755);
  chmodSync(cwd, 0o755);
  await runCommand(['list'], {}, cwd);
  expect(['.', 'real', 'real/old.jsonl', 'real/standfirst.db'].map(path => modeOf(join(cwd, path)))).toEqual([
    '755',
    '700',
    '600',
    '600',
  ]);
});

test('a folder that others use too stays open to them, and the database in it is closed', async () => {
  const shared = newFolder();
  chmodSync(shared, 0o777);
  mkdirSync(join(shared, 'of others'));
  writeFileSync(join(shared, 'theirs.txt'), 'theirs');
  chmodSync(join(shared, 'theirs.txt'), 0o666);
  const elsewhere = newFolder();
  chmodSync(elsewhere, 0o755);
  // an empty file is an empty database
  for (const path of [join(shared, 'standfirst.db'), join(elsewhere, 'news.db')]) {
    writeFileSync(path, '');
    chmodSync(path, 0o644);
  }
  await runCommand(['list'], { DATA_DIR: shared });
  await runCommand(['list'], { DATA_DIR: newFolder(), DATABASE_URL: `sqlite:${join(elsewhere, 'news.db')}` });
  expect([modeOf(shared), modeOf(join(shared, 'theirs.txt')), modeOf(join(shared, 'standfirst.db'))]).toEqual(
    ['777', '666', '600'],
  );
  expect([modeOf(elsewhere), modeOf(join(elsewhere, 'news.db'))]).toEqual(['755', '600']);
});

test('in a folder that others use too all that is the bot’s is closed, and nothing else', () => {
  const shared = newFolder();
  mkdirSync(join(shared, 'of others'));
  const [database, preview] = ['standfirst.db', 'preview.json'];
  const own = [
    ...['', '-wal', '-shm', '-journal'].map(suffix => `${database}${suffix}`),
    ...['', '.new', '.unreadable'].map(suffix => `${preview}${suffix}`),
  ];
  for (const name of [...own, 'theirs.db-wal']) {
    writeFileSync(join(shared, name), '');
    chmodSync(join(shared, name), 0o644);
  }
  const path = join(shared, database);
  expect(restrictAccess({ dataDirectory: shared, database: { kind: 'sqlite', path } })).toEqual([]);
  expect(own.map(name => [name, modeOf(join(shared, name))])).toEqual(own.map(name => [name, '600']));
  expect(modeOf(join(shared, 'theirs.db-wal'))).toBe('644');
});

test('a misspelt setting is named with the one that was meant, at a start and in a terminal', async () => {
  const program = await waitUntilReady({
    DATA_DIR: newFolder(),
    DISCORD_TOKN: 'secret-of-a-bot',
    OPENAI_KEY: 'sk-secret',
  });
  const said = () => program.errors();
  await expect
    .poll(said)
    .toContain("DISCORD_TOKN is no setting of Standfirst's: did you mean DISCORD_TOKEN?");
  expect(said()).toContain('did you mean OPENAI_API_KEY?');
  expect(said()).not.toContain('secret');
  expect(program.out()).toContain('No DISCORD_TOKEN was found');
  const words = [...openly, 'list'];
  const { stderr } = await promisify(execFile)('sh', words, {
    cwd: project,
    env: createEnvironment({ DATA_DIR: newFolder(), DATABSE_URL: 'x' }),
  });
  expect(stderr).toContain('did you mean DATABASE_URL?');
});

test('a second start in the same folder ends with a sentence that says where the first one is', async () => {
  const port = await findFreePort();
  const settings = { DATA_DIR: newFolder(), PORT: `${port}`, OPERATIONS_PORT: `${port + 1}` };
  await waitUntilReady(settings);
  const second = startProgram(settings);
  expect(await second.code).toBe(1);
  expect(second.out()).toBe('');
  expect(second.errors()).toMatch(
    new RegExp(
      `^Standfirst runs already: http://127\\.0\\.0\\.1:${port}/\\. Stop it first; .* PORT=\\d+ DATA_DIR=./other npm start\\n`,
    ),
  );
  // the next port is used for our own operations
  expect(second.errors()).not.toContain(`PORT=${port + 1} `);
});

test('of two starts at the same moment one is there, and the other says so', async () => {
  const port = await findFreePort();
  const settings = { DATA_DIR: newFolder(), PORT: `${port}`, OPERATIONS_PORT: `${port + 1}` };
  const both = [startProgram(settings), startProgram(settings)];
  const code = await Promise.race(both.map(({ code }) => code));
  expect(code).toBe(1);
  const [ended, other] = both[0]!.child.exitCode === null ? [both[1]!, both[0]!] : [both[0]!, both[1]!];
  expect(ended.errors().trim().split('\n')).toHaveLength(2);
  expect(ended.errors()).toMatch(/^(?:Standfirst runs already|Port \d+ is taken|The database)/);
  await expect.poll(() => other.out(), { timeout: 60_000 }).toContain('Standfirst is ready');
  for (const { errors } of both) expect(errors()).not.toMatch(/\n? {4}at |"stack"/);
});

test('a second process of a bot with a token goes on beside the first, without a stack trace', async () => {
  const preview = await waitUntilReady({ DATA_DIR: newFolder() });
  const url = /http\S+(?=\/)/.exec(preview.out())![0];
  const port = `${await findFreePort()}`;
  const settings = {
    DATA_DIR: newFolder(),
    DISCORD_TOKEN: 'local-preview.of.discord',
    DISCORD_API_URL: `${url}/api`,
    OPERATIONS_PORT: port,
  };
  const both = await Promise.all([waitUntilReady(settings), waitUntilReady(settings)]);
  await expect.poll(() => both.map(({ errors }) => errors()).join('')).toContain('OPERATIONS_PORT is taken');
  for (const { errors } of both) expect(errors()).not.toMatch(/ {4}at |"stack"/);
  for (const { child, code } of both) {
    child.kill('SIGTERM');
    expect(await code).toBe(0);
  }
});
