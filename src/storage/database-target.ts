import { resolve } from 'node:path';

/** Where everything is kept: a file of the embedded database, or a database of a PostgreSQL server. */
export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** The place that a DATABASE_URL names; a path, with or without `sqlite:` or `file:`, is a file. */
export function parseDatabaseUrl(url: string): DatabaseTarget {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  return { kind: 'sqlite', path: url.replace(/^(sqlite:|file:)(\/\/)?/, '') };
}

/** A place by which it is known again, without user and password. */
export function targetNameOf(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return resolve(target.path);
  const { host, pathname } = new URL(target.url);
  return `postgres://${host}${pathname}`;
}
