import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { findFreePort } from './free-port.ts';

export const REDIS_PASSWORD = 'not@for/logs';

const PROGRAMS = ['valkey', 'redis'].filter(
  name => isInstalled(`${name}-server`) && isInstalled(`${name}-cli`),
);

/** Whether this machine has a real server to test with. */
export const hasRedis = PROGRAMS.length > 0;

function isInstalled(program: string): boolean {
  try {
    return execFileSync(program, ['--version']).length > 0;
  } catch {
    return false;
  }
}

export interface RedisServer {
  /** Its address for CACHE_URL, including a password. */
  readonly url: string;
  /** Runs a command on it directly, not through the program. */
  run(...command: string[]): string;
  start(): Promise<void>;
  /** Kills it; its data is lost. */
  halt(): Promise<void>;
}

/** Creates a real Valkey or Redis server on a port of its own, not started yet. */
export async function createRedis(): Promise<RedisServer> {
  const [name = ''] = PROGRAMS;
  const port = `${await findFreePort()}`;
  let child: ChildProcess | undefined;

  const run = (...command: string[]) =>
    execFileSync(`${name}-cli`, ['-p', port, '--no-auth-warning', '-a', REDIS_PASSWORD, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();

  return {
    url: `${name}://default:${encodeURIComponent(REDIS_PASSWORD)}@127.0.0.1:${port}/0`,
    run,
    async start() {
      const options = ['--port', port, '--bind', '127.0.0.1', '--requirepass', REDIS_PASSWORD, '--save', ''];
      child = spawn(`${name}-server`, options, { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'ignore'] });
      let output = '';
      for await (const chunk of child.stdout ?? []) {
        output += chunk;
        if (/ready to accept connections/i.test(output)) break;
      }
    },
    async halt() {
      const ended = child?.exitCode === null ? once(child, 'exit') : undefined;
      child?.kill('SIGKILL');
      await ended;
    },
  };
}
