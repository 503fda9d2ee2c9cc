import { resolve } from 'node:path';

/** Where the data is stored: a file of the embedded database, or a database on a PostgreSQL server. */
export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | ({ readonly kind: 'postgres'; readonly url: string } & PoolOptions);

/** How a process uses a database server. */
export interface PoolOptions {
  /** Maximum number of connections in the pool, not counting the one for locks. */
  readonly connections?: number;
  /** Statements that run longer than this (seconds) are cancelled; 0 for no limit. */
  readonly statementSeconds?: number;
}

/** Parses a DATABASE_URL. A path, with or without `sqlite:` or `file:`, is a file. */
export function parseDatabaseUrl(url: string, options: PoolOptions = {}): DatabaseTarget {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url, ...options };
  return { kind: 'sqlite', path: url.replace(/^(sqlite:|file:)(\/\/)?/, '') };
}

/** The address of a database server. */
interface ServerAddress {
  /** A hostname, an IP address, or the directory of a Unix socket; empty for pg's default. */
  readonly host: string;
  readonly port: string;
  readonly name: string;
}

/**
 * Parses an address as pg does, which honours `?host=` and `?port=` and takes a directory for that of a Unix
 * socket. Throws if it is not a valid address.
 */
export function parseServerAddress(url: string): ServerAddress {
  // `new URL` rejects a user without a host
  const { hostname, port, pathname, searchParams, hash } = new URL(url.replace('@/', '@localhost/'));
  // only a password that was not percent-encoded produces a hash, and then part of it would be taken for the
  // host
  if (hash !== '') throw new Error('no address');
  return {
    host: searchParams.get('host') || decodeURIComponent(hostname),
    port: searchParams.get('port') || port,
    name: decodeURIComponent(pathname.slice(1)),
  };
}

/** A name that identifies a target, without user and password. */
export function targetNameOf(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return resolve(target.path);
  const { host, port, name } = parseServerAddress(target.url);
  return `postgres://${host}${port && `:${port}`}/${name}`;
}
