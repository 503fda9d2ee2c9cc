import { resolve } from 'node:path';

/** Where everything is kept: a file of the embedded database, or a database of a PostgreSQL server. */
export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | ({ readonly kind: 'postgres'; readonly url: string } & PoolOptions);

/** How a process uses a server. */
export interface PoolOptions {
  /** Connections that it opens at most, beside one for locks. */
  readonly connections?: number;
  /** Statements that run for longer are given up; 0 for never. */
  readonly statementSeconds?: number;
}

/** The place that a DATABASE_URL names; a path, with or without `sqlite:` or `file:`, is a file. */
export function parseDatabaseUrl(url: string, options: PoolOptions = {}): DatabaseTarget {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url, ...options };
  return { kind: 'sqlite', path: url.replace(/^(sqlite:|file:)(\/\/)?/, '') };
}

/** Where a server is. */
interface ServerAddress {
  /** A name, an address, or the folder of a socket; empty for pg's own. */
  readonly host: string;
  readonly port: string;
  readonly name: string;
}

/**
 * Reads an address as pg does, which heeds `?host=` and `?port=` and takes a folder for that of a socket. Throws
 * where it is none.
 */
export function parseServerAddress(url: string): ServerAddress {
  // a user without a host is no address otherwise
  const { hostname, port, pathname, searchParams, hash } = new URL(url.replace('@/', '@localhost/'));
  // only a password that was not written as addresses have it brings one, and the host before it would be a
  // part of that
  if (hash !== '') throw new Error('no address');
  return {
    host: searchParams.get('host') || decodeURIComponent(hostname),
    port: searchParams.get('port') || port,
    name: decodeURIComponent(pathname.slice(1)),
  };
}

/** A place by which it is known again, without user and password. */
export function targetNameOf(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return resolve(target.path);
  const { host, port, name } = parseServerAddress(target.url);
  return `postgres://${host}${port && `:${port}`}/${name}`;
}
