import type { StatementSync } from 'node:sqlite';
import { entryColumns, isVisible, visibleEntries } from './entries.ts';
import { prepareSearch } from './search.ts';

/** SQL: whether a version has one of `:tags` (a JSON list), or no tags are asked for. */
export const isTaggedAny = (version: string) => `(:tags IS NULL OR EXISTS (
    SELECT 1 FROM article_tag WHERE holding = ${version}.holding AND tag IN (SELECT value FROM json_each(:tags))))`;

/** SQL: whether the version `held` has `:tag`, or no tag is asked for. */
export const isTagged =
  '(:tag IS NULL OR EXISTS (SELECT 1 FROM article_tag WHERE holding = held.holding AND tag = :tag))';
type PrepareArticleStatement = (sql: string) => StatementSync;

/** The prepared statements of articles. */
export type ArticleStatements = ReturnType<typeof prepareStatements>;

/** The statements that articles are read and written with, prepared once. */
export function prepareStatements(prepare: PrepareArticleStatement) {
  const newestOf = (owner: string) =>
    `SELECT ${entryColumns} FROM ${visibleEntries} WHERE held.holder = ${owner} AND ${isVisible} AND ${isTagged}`;
  return {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    ...prepareWrites(prepare),
    ...prepareSearch(prepare),
    // of several: what is listed before what was, the owner's own before everybody's, what came first before
    // what came later
    get: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text
      FROM article JOIN article_version AS held ON held.article = article.number
      JOIN article_holding AS holding ON holding.number = held.holding
      WHERE article.id = :id AND held.holder IN ('', :own)
      ORDER BY held.newest DESC, held.holder DESC, CASE held.newest WHEN 1 THEN held.sequence ELSE -held.sequence END LIMIT 1`),
    latest: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text FROM ${visibleEntries}
      WHERE held.holding = :holding AND held.newest = 1`),
    at: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text
      FROM article JOIN article_version AS held ON held.article = article.number
      JOIN article_holding AS holding ON holding.number = held.holding
      WHERE article.address = :address AND held.holder IN ('', :own) AND held.newest = 1
      ORDER BY held.holder DESC, held.sequence DESC LIMIT 1`),
    byId: prepare(`
      SELECT id FROM article WHERE id >= :prefix AND id < :prefix || 'g'
        AND EXISTS (SELECT 1 FROM article_version WHERE article = number AND holder IN ('', :own)) ORDER BY id LIMIT :limit`),
    list: prepare(`
      ${newestOf("''")} UNION ALL ${newestOf(':own')}
      ORDER BY addedAt DESC, sequence DESC LIMIT :limit OFFSET :offset`),
    listOwn: prepare(
      `${newestOf(':own')} ORDER BY held.addedAt DESC, held.sequence DESC LIMIT :limit OFFSET :offset`,
    ),
    count: prepare(`
      SELECT coalesce(sum(CASE holder WHEN :own THEN articles - :all * shared ELSE articles END), 0) AS count FROM article_holder
      WHERE holder = :own OR (:all = 1 AND holder = '')`),
    countTagged: prepare(`
      SELECT count(DISTINCT article) AS count FROM article_version AS held
      WHERE newest = 1 AND holder IN (:own, CASE :all WHEN 1 THEN '' ELSE :own END) AND ${isTagged}`),
    arrived: prepare(`
      SELECT ${entryColumns} FROM ${visibleEntries}
      WHERE held.arrival > :after AND held.arrival <= :upTo AND ${isVisible} AND ${isTaggedAny('held')} AND NOT EXISTS (
        SELECT 1 FROM article_version AS earlier
        WHERE earlier.article = held.article AND earlier.holder IN ('', :own) AND earlier.arrival <= :after
          AND ${isTaggedAny('earlier')}
      ) ORDER BY held.arrival, held.sequence`),
    arrivedSince: prepare(`
      SELECT ${entryColumns} FROM ${visibleEntries}
      WHERE held.addedAt > :addedAfter AND held.arrival <= :upTo AND ${isVisible} AND ${isTaggedAny('held')}
      ORDER BY held.arrival, held.sequence`),
    tags: prepare(`
      SELECT tag, count(DISTINCT held.article) AS articles FROM article_version AS held JOIN article_tag USING (holding)
      WHERE ${isVisible} GROUP BY tag ORDER BY articles DESC, tag`),
  };
}

function prepareWrites(prepare: PrepareArticleStatement) {
  return {
    number: prepare('SELECT number FROM article WHERE id = ?'),
    article: prepare(
      'INSERT INTO article (id, headline, paragraphs, comments, address, text) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    textOf: prepare('SELECT text FROM article WHERE number = ?'),
    forget: prepare(
      'DELETE FROM article WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM article_version WHERE article = ?1)',
    ),
    holding: prepare('SELECT number, name FROM article_holding WHERE holder = ? AND source = ?'),
    addHolding: prepare('INSERT INTO article_holding (holder, source) VALUES (?, ?)'),
    removeHolding: prepare('DELETE FROM article_holding WHERE number = ?'),
    rename: prepare('UPDATE article_holding SET name = ? WHERE number = ?'),
    addTag: prepare('INSERT OR IGNORE INTO article_tag (holding, tag) VALUES (?, ?)'),
    removeTag: prepare('DELETE FROM article_tag WHERE holding = ? AND tag = ?'),
    tagsOf: prepare('SELECT tag FROM article_tag WHERE holding = ? ORDER BY tag'),
    held: prepare(
      'SELECT sequence, article, version, addedAt, arrival FROM article_version WHERE holding = ? AND newest = 1',
    ),
    isListed: prepare("SELECT 1 FROM article_version WHERE article = ? AND newest = 1 AND holder IN ('', ?)"),
    retire: prepare('UPDATE article_version SET newest = 0 WHERE sequence = ?'),
    addVersion: prepare(`
      INSERT INTO article_version (holding, holder, article, version, addedAt, newest, arrival)
      VALUES (?, ?, ?, ?, ?, 1, coalesce(?, (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'article_version'), 1))`),
    holdings: prepare(`
      SELECT holding, max(newest) AS newest FROM article_version WHERE holder = ? AND article = ? GROUP BY holding`),
    idsOf: prepare(`
      SELECT id FROM article_version JOIN article ON number = article WHERE holding = ? ORDER BY version`),
    textsOf: prepare('SELECT DISTINCT article FROM article_version WHERE holding = ?'),
    removeVersions: prepare('DELETE FROM article_version WHERE holder = ? AND article = ?'),
  };
}
