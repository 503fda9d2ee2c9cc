import type { ArticleText, StoredArticle } from '../../articles/article.ts';
import { createMemo } from '../../memo.ts';

/** An article as its database row; `text` is JSON. */
export interface ArticleRow {
  readonly holding: number;
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly version: number;
  readonly addedAt: string;
  readonly text: string;
}

/** Converts a row to its article; undefined stays undefined. */
export interface ArticleCache {
  (row: ArticleRow): StoredArticle;
  (row: ArticleRow | undefined): StoredArticle | undefined;
}

/** Maximum number of characters of article text kept in memory: enough for hundreds of typical articles. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Creates a cache that parses the article of a row once, for as long as the row stays the same. The most
 * recently read articles are kept, within `MAX_CHARACTERS`.
 */
export function createArticleCache(): ArticleCache {
  const entries = createMemo<{ readonly row: ArticleRow; readonly article: StoredArticle }>({
    characters: MAX_CHARACTERS,
    sizeOf: ({ row }) => row.text.length,
  });

  function getArticle(row: ArticleRow): StoredArticle {
    // servers may hold the same text under names of their own
    const key = `${row.id} ${row.holding}`;
    const before = entries.get(key);
    if (before && isSameRow(before.row, row)) return before.article;
    return entries.set(key, { row, article: parseRow(row) }).article;
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
