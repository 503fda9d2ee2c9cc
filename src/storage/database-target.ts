import { resolve } from 'node:path';

/** Where everything is kept: a file of the embedded database, or a database of a PostgreSQL server. */
export type Place =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** The place that a DATABASE_URL names; a path, with or without `sqlite:` or `file:`, is a file. */
export function placeNamed(url: string): Place {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  return { kind: 'sqlite', path: url.replace(/^(sqlite:|file:)(\/\/)?/, '') };
}

/** A place by which it is known again, without user and password. */
export function nameOf(place: Place): string {
  if (place.kind === 'sqlite') return resolve(place.path);
  const { host, pathname } = new URL(place.url);
  return `postgres://${host}${pathname}`;
}
