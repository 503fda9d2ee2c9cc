import type { LibraryEntry } from './articles.ts';

/** The owner of what belongs to all servers. No server's id is less. */
export const EVERYBODY = '';

/**
 * SQL: versions with their entries and texts, which `isJoined` puts together. In this order: SQLite keeps to it,
 * PostgreSQL to its own.
 */
export const entryTables = 'article_version AS held CROSS JOIN article_holding AS holding CROSS JOIN article';
export const isJoined = 'holding.number = held.holding AND article.number = held.article';

/**
 * SQL: whether the version `held` is the one that the owner $1 sees of its text: a newest one, each text once,
 * of its own entries and everybody's its own, else the earliest. It is looked up for each row (an OFFSET keeps
 * PostgreSQL to that): as a join, without fresh statistics, it would be a comparison of all with all.
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

/** A row of a library entry. */
export interface EntryRow extends Omit<LibraryEntry, 'tags' | 'serverId' | 'renamedFrom'> {
  readonly name: string | null;
  readonly holder: string;
  readonly sequence: number;
  /** JSON. */
  readonly tags: string;
}

/** The library entry in a row. */
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
