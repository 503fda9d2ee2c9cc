import type { ArticleText, StoredArticle } from '../../articles/article.ts';
import { createMemo } from '../../memo.ts';
import type { Statements } from '../database.ts';
import { articleStatements as SQL } from './article-statements.ts';

/** A version of an article as its database row, without its text. */
export interface ArticleRow {
  readonly holding: number;
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly version: number;
  readonly addedAt: string;
  /** The version's own number, which comes to no other and whose text never changes. */
  readonly sequence: number;
}

/** The article of a row; undefined if there is no row or the article was removed meanwhile. */
export type ArticleCache = (row: ArticleRow | undefined) => Promise<StoredArticle | undefined>;

/** Maximum number of characters of article text kept in memory: enough for hundreds of typical articles. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Creates a cache that reads and parses the text of a row once, for as long as the row stays the same. The
 * most recently read articles are kept, within `MAX_CHARACTERS`.
 */
export function createArticleCache({ row: readRow }: Statements): ArticleCache {
  const entries = createMemo<CachedArticle>({
    characters: MAX_CHARACTERS,
    sizeOf: ({ size }) => size,
  });

  async function readArticle(row: ArticleRow): Promise<StoredArticle | undefined> {
    const found = await readRow<{ text: string }>(SQL.text, [row.sequence]);
    // it was removed meanwhile
    if (!found) return undefined;
    const { text } = found;
    return entries.set(String(row.sequence), { row, article: parseRow(row, text), size: text.length })
      .article;
  }

  return async row => {
    if (!row) return undefined;
    const before = entries.get(String(row.sequence));
    return before && isSameRow(before.row, row) ? before.article : readArticle(row);
  };
}

interface CachedArticle {
  readonly row: ArticleRow;
  readonly article: StoredArticle;
  readonly size: number;
}

function isSameRow(one: ArticleRow, other: ArticleRow): boolean {
  return (
    one.id === other.id &&
    one.holding === other.holding &&
    one.name === other.name &&
    one.source === other.source &&
    one.version === other.version &&
    one.addedAt === other.addedAt
  );
}

function parseRow({ id, name, source, version, addedAt }: ArticleRow, text: string): StoredArticle {
  return {
    ...(JSON.parse(text) as ArticleText),
    id,
    ...(name !== null && { name }),
    source,
    version,
    addedAt,
  };
}
