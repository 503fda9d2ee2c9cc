import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..');

/** Starts a program that reports `… failed` or `WRONG …`, and collects what it prints. */
function start(program: string, words: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(program, words, { cwd: project, env: { ...process.env, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk));
  const closed = once(child, 'close') as Promise<[number | null]>;
  return { child, output: () => text, ended: async () => (await closed)[0] };
}

/** A folder for temporary files that every user may enter, as PostgreSQL's does under root. */
function createOpenFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-soak-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts a fault run on PostgreSQL, and returns the number of the server's process once it runs. */
async function startRush() {
  const folder = createOpenFolder();
  const run = start(process.execPath, ['bench/soak.ts', 'rush', '50'], { TMPDIR: folder });
  const findServer = (): number => {
    const [data] = readdirSync(folder).filter(name => /postgres-(?!programs)/.test(name));
    return Number.parseInt(readFileSync(join(folder, data!, 'postmaster.pid'), 'utf8'), 10);
  };
  await expect.poll(findServer).toBeGreaterThan(0);
  return { ...run, server: findServer() };
}

test('a fault run whose database dies has failed', async () => {
  const { server, ended, output } = await startRush();
  process.kill(server, 'SIGKILL');
  expect(await ended()).toBe(1);
  expect(output()).toContain('WRONG rush: ended before its result');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a fault run that %s stops says so, has failed, and leaves nothing running',
  async signal => {
    const { child, ended, output } = await startRush();
    child.kill(signal);
    // the output is closed once the last program that writes to it has ended
    expect(await ended()).toBe(128 + constants.signals[signal]);
    expect(output()).toContain(`WRONG rush: stopped by ${signal}`);
  },
);

/** Starts `.ci/run` with an `npm` that runs the given lines of a shell; `$1` is what npm is told to do. */
function startChecks(lines: string) {
  const folder = createOpenFolder();
  cpSync(join(project, '.ci'), join(folder, '.ci'), { recursive: true });
  mkdirSync(join(folder, 'programs'));
  for (const name of ['npm', 'chromium'])
    writeFileSync(join(folder, 'programs', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return start('bash', [join(folder, '.ci/run')], {
    PATH: `${join(folder, 'programs')}:${process.env.PATH}`,
  });
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'all checks together, stopped by %s, say so and have failed',
  async signal => {
    const { child, output, ended } = startChecks('case $1 in run) echo in the fault runs; sleep 600;; esac');
    await expect.poll(output).toContain('in the fault runs');
    child.kill(signal);
    expect(await ended()).toBe(128 + constants.signals[signal]);
    expect(output()).toMatch(new RegExp(`stopped by ${signal}\n\\d+ passed, 2 failed\n$`));
  },
);

test('all checks together have failed if no test was found', async () => {
  const { output, ended } = startChecks('exit 0');
  expect(await ended()).toBe(1);
  expect(output()).toBe('1 passed, 1 failed\n');
});
