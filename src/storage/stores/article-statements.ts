import { entryColumns, entryTables, isJoined, isVisible } from './article-entries.ts';

const isTaggedAny = (version: string) => `($4::text[] IS NULL OR EXISTS (
  SELECT 1 FROM article_tag WHERE holding = ${version}.holding AND tag = ANY($4::text[])))`;
const isTagged = (tag: string) =>
  `(${tag}::text IS NULL OR EXISTS (SELECT 1 FROM article_tag WHERE holding = held.holding AND tag = ${tag}))`;

const ARTICLE_COLUMNS = `held.holding AS holding, article.id AS id, holding.name AS name, holding.source AS source,
  held.version AS version, held.added_at AS added_at, held.sequence AS sequence`;
const ARTICLE_TABLES = `article JOIN article_version AS held ON held.article = article.number
  JOIN article_holding AS holding ON holding.number = held.holding`;

/** The SQL for reading articles; in most statements, $1 is the viewer. */
export const articleStatements = {
  // of several rows: current ones before superseded ones, the viewer's own before everybody's, and earlier
  // arrivals before later ones; among superseded ones, the latest first
  get: `
    SELECT ${ARTICLE_COLUMNS} FROM ${ARTICLE_TABLES} WHERE article.id = $2 AND held.holder IN ('', $1)
    ORDER BY held.newest DESC, held.holder DESC, CASE held.newest WHEN 1 THEN held.sequence ELSE -held.sequence END LIMIT 1`,
  text: 'SELECT text FROM article_version JOIN article ON number = article WHERE sequence = $1',
  newestOfEntry: `SELECT ${ARTICLE_COLUMNS} FROM ${entryTables} WHERE held.holding = $1 AND held.newest = 1 AND ${isJoined}`,
  earlierOfEntry: `
    SELECT ${ARTICLE_COLUMNS} FROM ${entryTables} WHERE held.holding = $1 AND held.version < $2 AND ${isJoined}
    ORDER BY held.version DESC LIMIT 1`,
  byUrl: `
    SELECT ${ARTICLE_COLUMNS} FROM ${ARTICLE_TABLES}
    WHERE article.address = $2 AND held.holder IN ('', $1) AND held.newest = 1
    ORDER BY held.holder DESC, held.sequence DESC LIMIT 1`,
  idsByPrefix: `
    SELECT id FROM article WHERE id >= $2 AND id < $2 || 'g'
      AND EXISTS (SELECT 1 FROM article_version WHERE article = number AND holder IN ('', $1)) ORDER BY id LIMIT $3`,
  versions: `
    SELECT id FROM article_version JOIN article ON number = article WHERE holding = ANY($1::integer[]) ORDER BY holding, version`,
  list: `
    SELECT ${entryColumns} FROM ${entryTables}
    WHERE held.holder = $2 AND ${isJoined} AND ${isVisible} AND ${isTagged('$3')}
    ORDER BY held.added_at DESC, held.sequence DESC LIMIT $4 OFFSET $5`,
  count: `
    SELECT coalesce(sum(CASE holder WHEN $1 THEN articles - $2::integer * shared ELSE articles END), 0) AS count
    FROM article_holder WHERE holder = $1 OR ($2 = 1 AND holder = '')`,
  countTagged: `
    SELECT count(DISTINCT article) AS count FROM article_version AS held
    WHERE newest = 1 AND holder IN ($1, CASE $2::integer WHEN 1 THEN '' ELSE $1 END) AND ${isTagged('$3')}`,
  // from the tags, which are few: SQLite keeps the order of a CROSS JOIN
  tags: `
    SELECT tag, count(DISTINCT held.article) AS articles FROM article_tag CROSS JOIN article_version AS held
    WHERE held.holding = article_tag.holding AND ${isVisible} GROUP BY tag ORDER BY articles DESC, tag`,
  arrivedAfter: `
    SELECT ${entryColumns} FROM ${entryTables}
    WHERE held.arrival > $2 AND held.arrival <= $3::bigint AND ${isJoined} AND ${isVisible} AND ${isTaggedAny('held')}
      AND NOT EXISTS (
        SELECT 1 FROM article_version AS earlier
        WHERE earlier.article = held.article AND earlier.holder IN ('', $1) AND earlier.arrival <= $2
          AND ${isTaggedAny('earlier')})
    ORDER BY held.arrival, held.sequence`,
  addedAfter: `
    SELECT ${entryColumns} FROM ${entryTables}
    WHERE held.added_at > $2 AND held.arrival <= $3::bigint AND ${isJoined} AND ${isVisible} AND ${isTaggedAny('held')}
    ORDER BY held.arrival, held.sequence`,
} as const;
