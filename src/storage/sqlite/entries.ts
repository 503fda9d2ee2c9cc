import type { LibraryEntry } from '../stores/articles.ts';

/** The owner of what belongs to all servers. No server's id is less. */
export const EVERYBODY = '';

/**
 * The newest versions that the owner :own sees, each text once: of its own entries and everybody's its own,
 * else the earliest.
 */
export const visibleEntries = `article_version AS held
  CROSS JOIN article_holding AS holding ON holding.number = held.holding
  CROSS JOIN article ON article.number = held.article`;

/** SQL: whether the version `held` is the one that the viewer sees of its text. */
export const isVisible = `
  held.newest = 1 AND held.holder IN ('', :own) AND NOT EXISTS (
    SELECT 1 FROM article_version AS other
    WHERE other.newest = 1 AND other.article = held.article AND other.holder IN ('', :own)
      AND (other.holder > held.holder OR (other.holder = held.holder AND other.sequence < held.sequence))
  )`;

/** SQL: the columns of a library entry. */
export const entryColumns = `
  article.id AS id, article.headline AS headline, holding.name AS name, holding.source AS source, held.version AS version,
  held.addedAt AS addedAt, article.paragraphs AS paragraphs, article.comments AS comments, held.holder AS holder,
  held.sequence AS sequence,
  (SELECT json_group_array(tag) FROM (SELECT tag FROM article_tag WHERE holding = held.holding ORDER BY tag)) AS tags`;

/** A row of a library entry. */
export interface SqliteEntryRow extends Omit<LibraryEntry, 'tags' | 'serverId' | 'renamedFrom'> {
  readonly name: string | null;
  readonly holder: string;
  readonly sequence: number;
  readonly tags: string;
}

/** The library entries in rows. */
export function toEntries(rows: unknown[]): LibraryEntry[] {
  return rows.map(row => toEntry(row as SqliteEntryRow));
}

function toEntry({ name, headline, holder: owner, sequence: _, tags, ...row }: SqliteEntryRow): LibraryEntry {
  return {
    ...row,
    headline: name ?? headline,
    renamedFrom: name === null ? null : headline,
    serverId: owner === EVERYBODY ? null : owner,
    tags: JSON.parse(tags) as string[],
  };
}
