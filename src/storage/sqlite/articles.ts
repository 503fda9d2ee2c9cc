import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Article, ArticleText } from '../../articles/article.ts';
import { comparableUrlOf } from '../../articles/source-url.ts';
import { type ArticleCache, type ArticleRow, createArticleCache } from '../article-cache.ts';
import type { AddOptions, AddResult, ArticleStore } from '../stores/articles.ts';
import {
  EVERYBODY,
  entryColumns,
  isVisible,
  type SqliteEntryRow,
  toEntries,
  visibleEntries,
} from './entries.ts';
import { ownerCountSchema } from './owners.ts';
import {
  indexVersion,
  prepareSearch,
  searchArticles,
  searchSchema,
  suggestArticles,
  unindexVersion,
} from './search.ts';

/**
 * A text is stored once (article), whoever holds it. A holding is one source of one holder, a server or
 * everybody (''), with the name and the tags that it has there; its versions are rows of article_version,
 * `newest` marks what the source holds now, `arrival` is the sequence that it came in with.
 */
export const articleSchema = `
  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    address TEXT,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX article_address ON article (address) WHERE address IS NOT NULL;
  CREATE TABLE article_holding (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    holder TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT,
    UNIQUE (holder, source)
  ) STRICT;
  CREATE TABLE article_tag (
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (holding, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE article_version (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number),
    version INTEGER NOT NULL,
    addedAt TEXT NOT NULL,
    newest INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    UNIQUE (holding, version)
  ) STRICT;
  CREATE UNIQUE INDEX article_version_holding ON article_version (holding) WHERE newest = 1;
  CREATE INDEX article_version_newest ON article_version (article, holder, sequence) WHERE newest = 1;
  CREATE INDEX article_version_added ON article_version (holder, addedAt, sequence) WHERE newest = 1;
  CREATE INDEX article_version_arrived ON article_version (holder, arrival) WHERE newest = 1;
  CREATE INDEX article_version_held ON article_version (holder, article) WHERE newest = 1;
  CREATE INDEX article_version_article ON article_version (article, newest, sequence);
  ${ownerCountSchema}
  ${searchSchema}
`;

const isTaggedAny = (version: string) =>
  `(:tags IS NULL OR EXISTS (
    SELECT 1 FROM article_tag WHERE holding = ${version}.holding AND tag IN (SELECT value FROM json_each(:tags))))`;
const isTagged =
  '(:tag IS NULL OR EXISTS (SELECT 1 FROM article_tag WHERE holding = held.holding AND tag = :tag))';

/** The articles of the database as everybody sees them; `of` gives a server's view. */
export function createArticleStore(database: DatabaseSync): ArticleStore {
  const statements = {
    ...prepareStatements(sql => database.prepare(sql)),
    // A full disk has ended the transaction already.
    rollBack: () => database.isTransaction && database.exec('ROLLBACK'),
    articleCache: createArticleCache(),
  };
  const viewOf = (serverId: string | null): ArticleStore => ({
    ...createView(statements, serverId ?? EVERYBODY),
    forServer: viewOf,
  });
  return viewOf(null);
}

type PrepareArticleStatement = (sql: string) => StatementSync;
type ArticleStatements = ReturnType<typeof prepareStatements>;

function prepareStatements(prepare: PrepareArticleStatement) {
  const newestOf = (owner: string) =>
    `SELECT ${entryColumns} FROM ${visibleEntries} WHERE held.holder = ${owner} AND ${isVisible} AND ${isTagged}`;
  return {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    ...prepareWrites(prepare),
    ...prepareSearch(prepare),
    // of several: what is listed before what was, the holder's own before everybody's, what came first before
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

/** What one holder sees, and does with its own holdings. */
function createView(
  statements: ArticleStatements & { rollBack(): unknown; articleCache: ArticleCache },
  owner: string,
): Omit<ArticleStore, 'forServer'> {
  const readArticle = (row: unknown) => statements.articleCache(row as ArticleRow | undefined);
  const inTransaction = <Result>(work: () => Result): Result => {
    statements.begin.run();
    try {
      const result = work();
      statements.commit.run();
      return result;
    } catch (error) {
      statements.rollBack();
      throw error;
    }
  };
  const listEntries = ({ offset, limit, tag, ownOnly = false }: Parameters<ArticleStore['list']>[0]) =>
    toEntries(
      ownOnly || owner === EVERYBODY
        ? statements.listOwn.all({ own: owner, tag: tag ?? null, limit, offset })
        : statements.list.all({ own: owner, tag: tag ?? null, limit, offset }),
    );

  return {
    async add(article, at) {
      const outcome = inTransaction(() => insertVersion(statements, article, { ...at, owner: owner }));
      return { article: readArticle(statements.get.get({ own: owner, id: article.id }))!, outcome };
    },
    async remove(id) {
      return inTransaction(() => deleteText(statements, owner, id));
    },
    async rename(id, name) {
      return inTransaction(() => {
        const entryNumbers = findEntryNumbers(statements, owner, id);
        for (const entryNumber of entryNumbers) {
          statements.rename.run(name, entryNumber);
          reindexEntry(statements, owner, entryNumber, name);
        }
        return entryNumbers.length > 0;
      });
    },
    async changeTags(id, { add, remove }) {
      return inTransaction(() => {
        const entryNumbers = findEntryNumbers(statements, owner, id);
        for (const entryNumber of entryNumbers) {
          for (const tag of remove) statements.removeTag.run(entryNumber, tag);
          for (const tag of add) statements.addTag.run(entryNumber, tag);
        }
        const [first] = entryNumbers;
        return first === undefined
          ? undefined
          : (statements.tagsOf.all(first) as { tag: string }[]).map(row => row.tag);
      });
    },
    async listVersions(id) {
      const entryNumbers = findEntryNumbers(statements, owner, id);
      return [
        ...new Set(
          entryNumbers.flatMap(entryNumber =>
            (statements.idsOf.all(entryNumber) as { id: string }[]).map(row => row.id),
          ),
        ),
      ];
    },
    async get(id) {
      return readArticle(statements.get.get({ own: owner, id }));
    },
    async getLatest(id) {
      const row = statements.get.get({ own: owner, id }) as ArticleRow | undefined;
      return row && readArticle(statements.latest.get({ holding: row.holding }));
    },
    async findByUrl(address) {
      return readArticle(statements.at.get({ own: owner, address }));
    },
    async findIdsByPrefix(prefix, limit) {
      return (statements.byId.all({ own: owner, prefix, limit }) as { id: string }[]).map(row => row.id);
    },
    async list(wanted) {
      return listEntries(wanted);
    },
    async count({ tag, ownOnly = false } = {}) {
      const all = Number(!ownOnly);
      const row =
        tag === undefined
          ? statements.count.get({ own: owner, all })
          : statements.countTagged.get({ own: owner, all, tag });
      return (row as { count: number }).count;
    },
    async listTags() {
      return (statements.tags.all({ own: owner }) as unknown as { tag: string; articles: number }[]).map(
        row => ({
          ...row,
        }),
      );
    },
    async search(query, page) {
      return searchArticles(statements, query, page, owner);
    },
    async suggest(typed, limit, { ownOnly = false } = {}) {
      return typed.trim() === ''
        ? listEntries({ offset: 0, limit, ownOnly })
        : suggestArticles(statements, typed, limit, { own: owner, ownOnly });
    },
    async listArrivals(since, upTo, tags) {
      const given = {
        own: owner,
        upTo: upTo ?? Number.MAX_SAFE_INTEGER,
        tags: tags ? JSON.stringify(tags) : null,
      };
      const statement = 'after' in since ? statements.arrived : statements.arrivedSince;
      return toEntries(statement.all({ ...given, ...since }));
    },
  };
}

interface VersionRow {
  readonly sequence: number;
  readonly article: number;
  readonly version: number;
  readonly addedAt: string;
  readonly arrival: number;
}

/** Writes what is new about this text under this source, inside a transaction. */
function insertVersion(
  statements: ArticleStatements,
  article: Article,
  { owner, source, addedAt, keepsPosition: keepsPlace = false }: AddOptions & { owner: string },
): AddResult['outcome'] {
  const number =
    (statements.number.get(article.id) as { number: number } | undefined)?.number ??
    insertText(statements, article);
  const known = statements.holding.get(owner, source) as { number: number; name: string | null } | undefined;
  const entryNumber = known?.number ?? Number(statements.addHolding.run(owner, source).lastInsertRowid);
  const held = statements.held.get(entryNumber) as VersionRow | undefined;
  if (held?.article === number) return 'unchanged';
  const seen = statements.isListed.get(number, owner) !== undefined;
  if (held) {
    statements.retire.run(held.sequence);
    unindexVersion(statements, held.sequence, owner);
  }
  const kept = keepsPlace ? held : undefined;
  const at = [kept?.addedAt ?? addedAt, kept?.arrival ?? null];
  const { lastInsertRowid } = statements.addVersion.run(
    entryNumber,
    owner,
    number,
    (held?.version ?? 0) + 1,
    ...at,
  );
  indexVersion(statements, Number(lastInsertRowid), article, { owner, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

function insertText(statements: ArticleStatements, { id, ...text }: Article): number {
  const { headline, paragraphs, comments, url } = text;
  const values = [
    id,
    headline,
    paragraphs.length,
    comments.length,
    comparableUrlOf(url),
    JSON.stringify(text),
  ];
  return Number(statements.article.run(...values).lastInsertRowid);
}

/** Writes anew what all newest versions are found by, after their rows were written past the store. */
export function rebuildIndex(database: DatabaseSync): void {
  const statements = prepareStatements(sql => database.prepare(sql));
  const newest = database.prepare(`
    SELECT held.sequence, held.holder, holding.name, article.text FROM article_version AS held
    JOIN article_holding AS holding ON holding.number = held.holding JOIN article ON article.number = held.article WHERE newest = 1`);
  for (const row of newest.iterate()) {
    const {
      sequence,
      holder: owner,
      name,
      text,
    } = row as unknown as Pick<SqliteEntryRow, 'sequence' | 'holder' | 'name'> & { text: string };
    unindexVersion(statements, sequence, owner);
    indexVersion(statements, sequence, JSON.parse(text) as ArticleText, { owner, name });
  }
}

function reindexEntry(
  statements: ArticleStatements,
  owner: string,
  entryNumber: number,
  name: string | null,
): void {
  const held = statements.held.get(entryNumber) as { sequence: number; article: number };
  const { text } = statements.textOf.get(held.article) as { text: string };
  unindexVersion(statements, held.sequence, owner);
  indexVersion(statements, held.sequence, JSON.parse(text) as ArticleText, { owner, name });
}

/** The holder's sources that hold this text now, else those that held it once. */
function findEntryNumbers(statements: ArticleStatements, owner: string, id: string): number[] {
  const found = statements.number.get(id) as { number: number } | undefined;
  if (!found) return [];
  const all = statements.holdings.all(owner, found.number) as unknown as {
    holding: number;
    newest: number;
  }[];
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding: entryNumber }) => entryNumber);
}

/**
 * Removes the holder's sources of a text with all their versions, and the texts that nobody holds any more.
 */
function deleteText(statements: ArticleStatements, owner: string, id: string): boolean {
  const entryNumbers = findEntryNumbers(statements, owner, id);
  if (entryNumbers.length === 0) return false;
  const { number } = statements.number.get(id) as { number: number };
  const texts = new Set([number]);
  for (const entryNumber of entryNumbers) {
    for (const { article } of statements.textsOf.all(entryNumber) as { article: number }[])
      texts.add(article);
    unindexVersion(statements, (statements.held.get(entryNumber) as { sequence: number }).sequence, owner);
    statements.removeHolding.run(entryNumber);
  }
  // another source of the holder may have gone on from this text; it is removed there too
  statements.removeVersions.run(owner, number);
  for (const text of texts) statements.forget.run(text);
  return true;
}
