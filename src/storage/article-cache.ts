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
export interface ArticleCache {
  (row: ArticleRow): StoredArticle;
  (row: ArticleRow | undefined): StoredArticle | undefined;
}

/** So many characters of articles stay at hand: hundreds of usual ones. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Gives the article of a row: the same object as before while the row is the same, so that what is known of
 * an article (its language, its folded text, its sentences) is worked out once and not for every reader. What
 * was read last stays, within `ROOM`.
 */
export function createArticleCache(): ArticleCache {
  const entries = new Map<string, { readonly row: ArticleRow; readonly article: StoredArticle }>();
  let used = 0;

  function evict(key: string): void {
    used -= entries.get(key)?.row.text.length ?? 0;
    entries.delete(key);
  }

  function getArticle(row: ArticleRow): StoredArticle {
    // servers hold the same text under names of their own
    const key = `${row.id} ${row.holding}`;
    const before = entries.get(key);
    const article = before && isSameRow(before.row, row) ? before.article : parseRow(row);
    evict(key);
    entries.set(key, { row, article });
    used += row.text.length;
    for (const oldest of entries.keys()) {
      if (used <= MAX_CHARACTERS) break;
      evict(oldest);
    }
    return article;
  }

  return ((row: ArticleRow | undefined) => row && getArticle(row)) as ArticleCache;
}

function isSameRow(one: ArticleRow, other: ArticleRow): boolean {
  return (
    one.text === other.text &&
    one.name === other.name &&
    one.source === other.source &&
    one.version === other.version &&
    one.addedAt === other.addedAt
  );
}

function parseRow({ id, name, source, version, addedAt, text }: ArticleRow): StoredArticle {
  return {
    ...(JSON.parse(text) as ArticleText),
    id,
    ...(name !== null && { name }),
    source,
    version,
    addedAt,
  };
}
