import type { ArticleText, StoredArticle } from '../articles/article.ts';

/** An article as a row of a database holds it; `text` is its JSON. */
export interface ArticleRow {
  readonly holding: number;
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly version: number;
  readonly addedAt: string;
  readonly text: string;
}

/** The article of a row; undefined where there is none. */
export interface Shelf {
  (row: ArticleRow): StoredArticle;
  (row: ArticleRow | undefined): StoredArticle | undefined;
}

/** So many characters of articles stay at hand: hundreds of usual ones. */
const ROOM = 4_000_000;

/**
 * Gives the article of a row: the same object as before while the row is the same, so that what is known of
 * an article (its language, its folded text, its sentences) is worked out once and not for every reader. What
 * was read last stays, within `ROOM`.
 */
export function createShelf(): Shelf {
  const shelf = new Map<string, { readonly row: ArticleRow; readonly article: StoredArticle }>();
  let used = 0;

  function drop(key: string): void {
    used -= shelf.get(key)?.row.text.length ?? 0;
    shelf.delete(key);
  }

  function take(row: ArticleRow): StoredArticle {
    // servers hold the same text under names of their own
    const key = `${row.id} ${row.holding}`;
    const before = shelf.get(key);
    const article = before && isSame(before.row, row) ? before.article : stored(row);
    drop(key);
    shelf.set(key, { row, article });
    used += row.text.length;
    for (const oldest of shelf.keys()) {
      if (used <= ROOM) break;
      drop(oldest);
    }
    return article;
  }

  return ((row: ArticleRow | undefined) => row && take(row)) as Shelf;
}

function isSame(one: ArticleRow, other: ArticleRow): boolean {
  return (
    one.text === other.text &&
    one.name === other.name &&
    one.source === other.source &&
    one.version === other.version &&
    one.addedAt === other.addedAt
  );
}

function stored({ id, name, source, version, addedAt, text }: ArticleRow): StoredArticle {
  return {
    ...(JSON.parse(text) as ArticleText),
    id,
    ...(name !== null && { name }),
    source,
    version,
    addedAt,
  };
}
