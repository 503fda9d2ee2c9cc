import type { LibraryEntry } from '../stores/articles.ts';

/** The owner of what belongs to all servers. No server's id is less. */
export const EVERYBODY = '';

/**
 * The newest versions that the owner $1 sees, each text once: of its own entries and everybody's its own,
 * else the earliest. The one of a text is looked up for each row: as a join, without fresh statistics, it
 * would be a comparison of all with all.
 */
export const visibleEntries = `article_version AS held
  JOIN article_holding AS holding ON holding.number = held.holding
  JOIN article ON article.number = held.article`;

/** SQL: whether the version `held` is the one that the viewer sees of its text. */
export const isVisible = `
  held.newest = 1 AND held.holder IN ('', $1) AND held.sequence = (
    SELECT other.sequence FROM article_version AS other
    WHERE other.newest = 1 AND other.article = held.article AND other.holder IN ('', $1)
    ORDER BY other.holder DESC, other.sequence LIMIT 1
  )`;

/** SQL: the columns of a library entry. */
export const entryColumns = `
  article.id, article.headline, holding.name, holding.source, held.version, held.addedAt, article.paragraphs, article.comments,
  held.holder, held.sequence, ARRAY(SELECT tag FROM article_tag WHERE holding = held.holding ORDER BY tag) AS tags`;

/** A row of a library entry. */
export interface PostgresEntryRow extends Omit<LibraryEntry, 'serverId' | 'renamedFrom'> {
  readonly name: string | null;
  readonly holder: string;
  readonly sequence: number;
}

/** The library entry in a row. */
export function toEntry({
  name,
  headline,
  holder: owner,
  sequence: _,
  ...row
}: PostgresEntryRow): LibraryEntry {
  return {
    ...row,
    headline: name ?? headline,
    renamedFrom: name === null ? null : headline,
    serverId: owner === EVERYBODY ? null : owner,
  };
}
