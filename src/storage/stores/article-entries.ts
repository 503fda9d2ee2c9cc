import type { LibraryEntry } from './articles.ts';

/** The owner of whatever belongs to all servers. It sorts before every server id. */
export const EVERYBODY = '';

/** SQL: versions with entries and texts, joined by `isJoined`. SQLite joins in this order. */
export const entryTables = 'article_version AS held CROSS JOIN article_holding AS holding CROSS JOIN article';
export const isJoined = 'holding.number = held.holding AND article.number = held.article';

/**
 * SQL: whether the owner $1 sees the version `held` of its text. The version must be a newest one; of several
 * for the same text, the owner's own comes before everybody's, and then the earliest. Evaluated per row (the
 * OFFSET makes PostgreSQL do so): without fresh statistics, a join would compare all rows with all.
 */
export const isVisible = `
  held.newest = 1 AND held.holder IN ('', $1) AND NOT EXISTS (
    SELECT 1 FROM article_version AS other
    WHERE other.newest = 1 AND other.article = held.article AND other.holder IN ('', $1)
      AND (other.holder > held.holder OR (other.holder = held.holder AND other.sequence < held.sequence))
    LIMIT 1 OFFSET 0
  )`;

/** SQL: the columns of a library entry. */
export const entryColumns = `
  article.id AS id, article.headline AS headline, holding.name AS name, holding.source AS source, held.version AS version,
  held.added_at AS added_at, article.paragraphs AS paragraphs, article.comments AS comments, held.holder AS holder,
  held.sequence AS sequence,
  coalesce((SELECT json_agg(tag ORDER BY tag) FROM article_tag WHERE holding = held.holding), '[]')::text AS tags`;

/** A library entry as its database row. */
export interface EntryRow extends Omit<LibraryEntry, 'tags' | 'serverId' | 'renamedFrom'> {
  readonly name: string | null;
  readonly holder: string;
  readonly sequence: number;
  /** A JSON array. */
  readonly tags: string;
}

/** Converts a row to its library entry. */
export function toEntry({
  name,
  headline,
  holder: owner,
  sequence: _,
  tags,
  ...row
}: EntryRow): LibraryEntry {
  return {
    ...row,
    headline: name ?? headline,
    renamedFrom: name === null ? null : headline,
    serverId: owner === EVERYBODY ? null : owner,
    tags: JSON.parse(tags) as string[],
  };
}
