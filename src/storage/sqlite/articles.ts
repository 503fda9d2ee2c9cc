import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Article, ArticleText, StoredArticle } from '../../article/article.ts';
import { foldedWords, resemblance } from '../../article/resemblance.ts';
import type { Added, ArticleStore, Entry } from '../storage.ts';

/**
 * A text is stored once (article); where and when it was seen is a row of article_version. `newest` marks what a source holds now.
 * Two sources may hold the same text now: article_listed shows it once, under the source that brought it first.
 */
export const articleSchema = `
  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE TABLE article_version (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (number),
    source TEXT NOT NULL,
    version INTEGER NOT NULL,
    addedAt TEXT NOT NULL,
    newest INTEGER NOT NULL,
    UNIQUE (source, version)
  ) STRICT;
  CREATE UNIQUE INDEX article_version_source ON article_version (source) WHERE newest = 1;
  CREATE INDEX article_version_newest ON article_version (article, sequence) WHERE newest = 1;
  CREATE INDEX article_version_added ON article_version (addedAt, sequence) WHERE newest = 1;
  CREATE INDEX article_version_article ON article_version (article, newest, sequence);
  CREATE VIEW article_listed AS
    SELECT number, id, headline, source, version, addedAt, paragraphs, comments, sequence
    FROM article_version AS held JOIN article ON number = held.article
    WHERE newest = 1 AND NOT EXISTS (
      SELECT 1 FROM article_version AS earlier
      WHERE earlier.newest = 1 AND earlier.article = held.article AND earlier.sequence < held.sequence
    );
  CREATE VIRTUAL TABLE article_search USING fts5 (heading, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
  INSERT INTO article_search (article_search, rank) VALUES ('rank', 'bm25(10.0, 1.0)');
  CREATE VIRTUAL TABLE article_word USING fts5 (words, content = '', tokenize = 'unicode61', prefix = '1 2 3', detail = 'none');
  CREATE VIRTUAL TABLE article_trigram USING fts5 (words, content = '', tokenize = 'trigram', detail = 'none');
  CREATE VIRTUAL TABLE article_trigram_row USING fts5vocab (article_trigram, row);
`;

const entryColumns = 'id, headline, source, version, addedAt, paragraphs, comments';

/** Headlines that are compared with what was typed, in each of the two ways of finding them. */
const candidates = 200;
/** Rows that the rarest trigrams of what was typed may lead to; what is in more of them is no help in telling headlines apart. */
const trigramRows = 4000;
/** Below this, what was typed and a headline are about different things. */
const similarEnough = 0.6;

type Row = Omit<StoredArticle, keyof ArticleText> & { text: string };

export function articleStore(database: DatabaseSync): ArticleStore {
  const prepare = (sql: string) => database.prepare(sql);
  const begin = prepare('BEGIN IMMEDIATE');
  const commit = prepare('COMMIT');
  const rollback = prepare('ROLLBACK');
  const writes = prepareWrites(prepare);
  const get = prepare(`
    SELECT id, source, version, addedAt, text FROM article JOIN article_version ON article = number
    WHERE id = ? ORDER BY newest DESC, CASE newest WHEN 1 THEN sequence ELSE -sequence END LIMIT 1`);
  const latest = prepare(`
    SELECT id FROM article_version JOIN article ON number = article
    WHERE newest = 1 AND source = ?`);
  const byId = prepare(`
    SELECT DISTINCT id FROM article WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT ?2`);
  const list = prepare(`SELECT ${entryColumns} FROM article_listed ORDER BY addedAt DESC, sequence DESC LIMIT ? OFFSET ?`);
  const count = prepare('SELECT count(DISTINCT article) AS count FROM article_version WHERE newest = 1');
  const between = prepare(
    `SELECT ${entryColumns} FROM article_listed WHERE addedAt > ? AND addedAt <= ? ORDER BY addedAt, sequence`,
  );
  const matches = prepare(`
    SELECT 1 FROM article_search CROSS JOIN article_listed ON number = article_search.rowid WHERE article_search MATCH ? LIMIT 1`);
  const search = prepare(`
    SELECT ${entryColumns} FROM article_search CROSS JOIN article_listed ON number = article_search.rowid
    WHERE article_search MATCH ? ORDER BY rank, sequence DESC LIMIT ? OFFSET ?`);
  const suggest = prepareSuggest(prepare);

  const read = (id: string): StoredArticle | undefined => {
    const row = get.get(id) as Row | undefined;
    if (!row) return undefined;
    const { text, ...place } = row;
    return { ...(JSON.parse(text) as ArticleText), ...place };
  };

  return {
    async add(article, { source, addedAt }) {
      begin.run();
      try {
        const outcome = place(writes, article, source, addedAt);
        commit.run();
        return { article: read(article.id)!, outcome };
      } catch (error) {
        rollback.run();
        throw error;
      }
    },
    async get(id) {
      return read(id);
    },
    async latest(id) {
      const article = read(id);
      const newest = article && (latest.get(article.source) as { id: string });
      return newest && read(newest.id);
    },
    async idsFrom(prefix, limit) {
      return (byId.all(prefix, limit) as unknown as { id: string }[]).map(row => row.id);
    },
    async list({ offset, limit }) {
      return entries(list.all(limit, offset));
    },
    async count() {
      return (count.get() as { count: number }).count;
    },
    async search(query, { offset, limit }) {
      const words = searchWords(query);
      if (words.length === 0) return [];
      const all = words.join(' AND ');
      const match = matches.get(all) ? all : words.join(' OR ');
      return entries(search.all(match, limit, offset));
    },
    async suggest(typed, limit) {
      if (typed.trim() === '') return entries(list.all(limit, 0));
      return suggest(typed, limit);
    },
    async addedBetween(since, until) {
      return entries(between.all(since, until));
    },
  };
}

type Prepare = (sql: string) => StatementSync;
type Writes = ReturnType<typeof prepareWrites>;

function prepareWrites(prepare: Prepare) {
  return {
    number: prepare('SELECT number FROM article WHERE id = ?'),
    article: prepare('INSERT INTO article (id, headline, paragraphs, comments, text) VALUES (?, ?, ?, ?, ?)'),
    search: prepare('INSERT INTO article_search (rowid, heading, body) VALUES (?, ?, ?)'),
    words: prepare('INSERT INTO article_word (rowid, words) VALUES (?, ?)'),
    trigrams: prepare('INSERT INTO article_trigram (rowid, words) VALUES (?, ?)'),
    held: prepare('SELECT article, version FROM article_version WHERE source = ? AND newest = 1'),
    listed: prepare('SELECT 1 FROM article_version WHERE article = ? AND newest = 1'),
    retire: prepare('UPDATE article_version SET newest = 0 WHERE source = ? AND newest = 1'),
    version: prepare('INSERT INTO article_version (article, source, version, addedAt, newest) VALUES (?, ?, ?, ?, 1)'),
  };
}

/** Writes what is new about this text under this source, inside a transaction. */
function place(writes: Writes, article: Article, source: string, addedAt: string): Added['outcome'] {
  const number = (writes.number.get(article.id) as { number: number } | undefined)?.number ?? insert(writes, article);
  const held = writes.held.get(source) as { article: number; version: number } | undefined;
  if (held?.article === number) return 'unchanged';
  const listed = writes.listed.get(number) !== undefined;
  writes.retire.run(source);
  writes.version.run(number, source, (held?.version ?? 0) + 1, addedAt);
  if (held) return 'new version';
  return listed ? 'unchanged' : 'added';
}

function insert(writes: Writes, { id, ...text }: Article): number {
  const { headline, paragraphs, comments } = text;
  const { lastInsertRowid } = writes.article.run(id, headline, paragraphs.length, comments.length, JSON.stringify(text));
  const number = Number(lastInsertRowid);
  const words = foldedWords(headline).join(' ');
  writes.search.run(number, headline, paragraphs.join('\n'));
  writes.words.run(number, words);
  writes.trigrams.run(number, padded(words));
  return number;
}

/** Each word of a query as an FTS5 string, so that nothing of it is read as an operator. */
function searchWords(query: string): string[] {
  const words = query.slice(0, 1000).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, 32).map(quoted);
}

/**
 * The best of two lots of candidates: headlines with words that begin with what was typed, and headlines that share its rarest
 * trigrams, which a typing error leaves mostly intact.
 */
function prepareSuggest(prepare: Prepare) {
  const rows = (table: string, order: string) =>
    prepare(`
      SELECT ${entryColumns}, sequence FROM ${table} CROSS JOIN article_listed ON number = ${table}.rowid
      WHERE ${table} MATCH ? ORDER BY ${order} LIMIT ${candidates}`);
  const beginning = rows('article_word', 'article_word.rowid DESC');
  const resembling = rows('article_trigram', 'rank');
  const rowsOf = prepare('SELECT doc FROM article_trigram_row WHERE term = ?');
  const spread = (trigram: string) => (rowsOf.get(trigram) as { doc: number } | undefined)?.doc ?? 0;

  return (typed: string, limit: number): Entry[] => {
    const words = foldedWords(typed);
    if (words.length === 0) return [];
    const begun = beginning.all(words.map(word => `${quoted(word)}*`).join(' AND '));
    const rare = rarest(trigrams(padded(words.join(' '))), spread, { evenIfCommon: begun.length === 0 });
    const alike = rare.length > 0 ? resembling.all(rare.map(quoted).join(' OR ')) : [];
    const found = [...begun, ...alike] as unknown as (Entry & { sequence: number })[];
    return [...new Map(found.map(row => [row.id, row])).values()]
      .map(row => ({ row, likeness: resemblance(typed, row.headline) }))
      .filter(({ likeness }) => likeness >= similarEnough)
      .sort((a, b) => b.likeness - a.likeness || b.row.sequence - a.row.sequence)
      .slice(0, limit)
      .map(({ row: { sequence: _, ...entry } }) => entry);
  };
}

/** The trigrams that are in few rows; if all are in many, the rarest one where that is asked for. */
function rarest(
  all: readonly string[],
  spread: (trigram: string) => number,
  { evenIfCommon }: { evenIfCommon: boolean },
): string[] {
  const known = all
    .map(trigram => ({ trigram, rows: spread(trigram) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.rows - b.rows);
  const chosen: string[] = [];
  let sum = 0;
  for (const { trigram, rows } of known) {
    sum += rows;
    if (sum > trigramRows && !(evenIfCommon && chosen.length === 0)) break;
    chosen.push(trigram);
  }
  return chosen;
}

/** A space at both ends makes a word's beginning at the headline's edge the same trigram as in its middle. */
function padded(words: string): string {
  return ` ${words} `;
}

function trigrams(text: string): string[] {
  const letters = [...text];
  return [...new Set(letters.slice(2).map((letter, i) => `${letters[i]}${letters[i + 1]}${letter}`))];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function entries(rows: unknown[]): Entry[] {
  return rows.map(row => ({ ...(row as Entry) }));
}
