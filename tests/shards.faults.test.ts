import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Member, type Preview, startPreview } from 'discord-preview/testing';
import { expect, onTestFinished, test } from 'vitest';
import { waitForAnswer } from './answers.ts';
import { inheritedEnvironment, runCommand } from './command-line.ts';

const project = new URL('..', import.meta.url).pathname;

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Starts the real program on a local Discord, with the sample articles imported. */
async function startProgram(
  preview: Preview,
  settings: Record<string, string>,
  folder = newFolder(),
): Promise<Program> {
  const env = {
    ...inheritedEnvironment(),
    DISCORD_TOKEN: preview.token,
    DISCORD_API_URL: preview.apiUrl,
    DATA_DIR: folder,
    DATABASE_URL: '',
    OPERATIONS_PORT: 'off',
    ...settings,
  };
  expect(await runCommand(['import', 'data/articles'], { environment: env })).toMatchObject({ code: 0 });
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk));
  while (!text.includes('Standfirst is ready') && child.exitCode === null) await sleep(20);
  if (child.exitCode !== null) throw new Error(text);
  return { child, output: () => text };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'standfirst-'));

const shardOf = (serverId: string, count: number) => Number((BigInt(serverId) >> 22n) % BigInt(count));

/** A channel on each shard, with a member. */
interface ReaderTarget {
  readonly channel: string;
  readonly reader: Member;
}

async function createReaderTargets(preview: Preview, count: number): Promise<ReaderTarget[]> {
  const found: ReaderTarget[] = [];
  for (let i = 0; Object.keys(found).length < count; i++) {
    // the timestamp in a server's id determines its shard
    await sleep(1);
    const { id, channels } = preview.addServer(`Server ${i}`);
    found[shardOf(id, count)] ??= {
      channel: channels.general,
      reader: preview.addMember(`Reader ${i}`, { serverId: id }),
    };
  }
  return found;
}

async function openPreview(options: { shards?: number } = {}): Promise<Preview> {
  const preview = await startPreview({ port: 0, ...options });
  onTestFinished(() => preview.close());
  return preview;
}

async function fetchSummary({ channel, reader }: ReaderTarget): Promise<string> {
  return waitForAnswer(await reader.command(channel, 'summary', { article: 'night train' }));
}

/** The child processes of a process. */
function listChildren({ pid }: ChildProcess): number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
    .map(Number);
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('serves each server from one of several processes, starts one again that was killed, and ends them all together', async () => {
  const preview = await openPreview({ shards: 2 });
  const [first, second] = (await createReaderTargets(preview, 2)) as [ReaderTarget, ReaderTarget];
  const { child, output } = await startProgram(preview, { SHARDS: 'auto' });
  expect(output()).toContain('in 2 processes');
  const before = listChildren(child);
  expect(before).toHaveLength(2);
  expect(await fetchSummary(first)).toContain('¶');
  expect(await fetchSummary(second)).toContain('¶');
  expect(preview.gateway.counts.identified).toBe(2);

  process.kill(before[1]!, 'SIGKILL');
  expect(await fetchSummary(first)).toContain('¶');
  await expect.poll(() => preview.gateway.counts.identified, { timeout: 60_000 }).toBe(3);
  await expect.poll(() => output().match(/ready/g)?.length, { timeout: 60_000 }).toBeGreaterThan(3);
  expect(await fetchSummary(second)).toContain('¶');

  const all = [...before.slice(0, 1), ...listChildren(child)];
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await expect.poll(() => all.filter(isAlive)).toEqual([]);
  expect(preview.violations).toEqual([]);
}, 240_000);

test('serves the shards that it is given, beside another machine that serves the rest', async () => {
  const preview = await openPreview();
  const places = await createReaderTargets(preview, 3);
  const folder = newFolder();
  await startProgram(preview, { SHARD_LIST: '0,2', SHARD_COUNT: '3' }, folder);
  expect(await fetchSummary(places[0]!)).toContain('¶');
  expect(await fetchSummary(places[2]!)).toContain('¶');
  expect(await fetchSummary(places[1]!)).toBe('The application did not respond.');
  await startProgram(preview, { SHARD_LIST: '1', SHARD_COUNT: '3' }, folder);
  expect(await fetchSummary(places[1]!)).toContain('¶');
}, 240_000);
