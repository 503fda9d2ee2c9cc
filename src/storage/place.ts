/** Where everything is kept: a file of the embedded database, or a database of a PostgreSQL server. */
export type Place = { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };

/** The place that a DATABASE_URL names; a path, with or without `sqlite:` or `file:`, is a file. */
export function placeNamed(url: string): Place {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  return { kind: 'sqlite', path: url.replace(/^(sqlite:|file:)(\/\/)?/, '') };
}
