import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Article, ArticleText } from '../../articles/article.ts';
import { addressOf } from '../../articles/source-url.ts';
import { type ArticleRow, createShelf, type Shelf } from '../article-cache.ts';
import type { Added, ArticleStore, At } from '../storage.ts';
import { type EntryRow, entries, entryColumns, everybody, isListed, listed } from './entries.ts';
import { holderSchema } from './owners.ts';
import { findingSchema, index, prepareFinding, search, suggest, unindex } from './search.ts';

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
  ${holderSchema}
  ${findingSchema}
`;

const isTaggedAny = (version: string) =>
  `(:tags IS NULL OR EXISTS (
    SELECT 1 FROM article_tag WHERE holding = ${version}.holding AND tag IN (SELECT value FROM json_each(:tags))))`;
const isTagged =
  '(:tag IS NULL OR EXISTS (SELECT 1 FROM article_tag WHERE holding = held.holding AND tag = :tag))';

/** The articles of the database as everybody sees them; `of` gives a server's view. */
export function articleStore(database: DatabaseSync): ArticleStore {
  const statements = {
    ...prepareStatements(sql => database.prepare(sql)),
    // A full disk has ended the transaction already.
    rollBack: () => database.isTransaction && database.exec('ROLLBACK'),
    shelf: createShelf(),
  };
  const views = (serverId: string | null): ArticleStore => ({
    ...view(statements, serverId ?? everybody),
    of: views,
  });
  return views(null);
}

type Prepare = (sql: string) => StatementSync;
type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(prepare: Prepare) {
  const newestOf = (holder: string) =>
    `SELECT ${entryColumns} FROM ${listed} WHERE held.holder = ${holder} AND ${isListed} AND ${isTagged}`;
  return {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    ...prepareWrites(prepare),
    ...prepareFinding(prepare),
    // of several: what is listed before what was, the holder's own before everybody's, what came first before
    // what came later
    get: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text
      FROM article JOIN article_version AS held ON held.article = article.number
      JOIN article_holding AS holding ON holding.number = held.holding
      WHERE article.id = :id AND held.holder IN ('', :own)
      ORDER BY held.newest DESC, held.holder DESC, CASE held.newest WHEN 1 THEN held.sequence ELSE -held.sequence END LIMIT 1`),
    latest: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text FROM ${listed}
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
      SELECT ${entryColumns} FROM ${listed}
      WHERE held.arrival > :after AND held.arrival <= :upTo AND ${isListed} AND ${isTaggedAny('held')} AND NOT EXISTS (
        SELECT 1 FROM article_version AS earlier
        WHERE earlier.article = held.article AND earlier.holder IN ('', :own) AND earlier.arrival <= :after
          AND ${isTaggedAny('earlier')}
      ) ORDER BY held.arrival, held.sequence`),
    arrivedSince: prepare(`
      SELECT ${entryColumns} FROM ${listed}
      WHERE held.addedAt > :addedAfter AND held.arrival <= :upTo AND ${isListed} AND ${isTaggedAny('held')}
      ORDER BY held.arrival, held.sequence`),
    tags: prepare(`
      SELECT tag, count(DISTINCT held.article) AS articles FROM article_version AS held JOIN article_tag USING (holding)
      WHERE ${isListed} GROUP BY tag ORDER BY articles DESC, tag`),
  };
}

function prepareWrites(prepare: Prepare) {
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
function view(
  statements: Statements & { rollBack(): unknown; shelf: Shelf },
  own: string,
): Omit<ArticleStore, 'of'> {
  const stored = (row: unknown) => statements.shelf(row as ArticleRow | undefined);
  const transaction = <Result>(work: () => Result): Result => {
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
  const list = ({ offset, limit, tag, ownOnly = false }: Parameters<ArticleStore['list']>[0]) =>
    entries(
      ownOnly || own === everybody
        ? statements.listOwn.all({ own, tag: tag ?? null, limit, offset })
        : statements.list.all({ own, tag: tag ?? null, limit, offset }),
    );

  return {
    async add(article, at) {
      const outcome = transaction(() => place(statements, article, { ...at, holder: own }));
      return { article: stored(statements.get.get({ own, id: article.id }))!, outcome };
    },
    async remove(id) {
      return transaction(() => removeText(statements, own, id));
    },
    async rename(id, name) {
      return transaction(() => {
        const holdings = holdingsOf(statements, own, id);
        for (const holding of holdings) {
          statements.rename.run(name, holding);
          reindex(statements, own, holding, name);
        }
        return holdings.length > 0;
      });
    },
    async tag(id, { add, remove }) {
      return transaction(() => {
        const holdings = holdingsOf(statements, own, id);
        for (const holding of holdings) {
          for (const tag of remove) statements.removeTag.run(holding, tag);
          for (const tag of add) statements.addTag.run(holding, tag);
        }
        const [first] = holdings;
        return first === undefined
          ? undefined
          : (statements.tagsOf.all(first) as { tag: string }[]).map(row => row.tag);
      });
    },
    async versions(id) {
      const holdings = holdingsOf(statements, own, id);
      return [
        ...new Set(
          holdings.flatMap(holding => (statements.idsOf.all(holding) as { id: string }[]).map(row => row.id)),
        ),
      ];
    },
    async get(id) {
      return stored(statements.get.get({ own, id }));
    },
    async latest(id) {
      const row = statements.get.get({ own, id }) as ArticleRow | undefined;
      return row && stored(statements.latest.get({ holding: row.holding }));
    },
    async at(address) {
      return stored(statements.at.get({ own, address }));
    },
    async idsFrom(prefix, limit) {
      return (statements.byId.all({ own, prefix, limit }) as { id: string }[]).map(row => row.id);
    },
    async list(wanted) {
      return list(wanted);
    },
    async count({ tag, ownOnly = false } = {}) {
      const all = Number(!ownOnly);
      const row =
        tag === undefined
          ? statements.count.get({ own, all })
          : statements.countTagged.get({ own, all, tag });
      return (row as { count: number }).count;
    },
    async tags() {
      return (statements.tags.all({ own }) as unknown as { tag: string; articles: number }[]).map(row => ({
        ...row,
      }));
    },
    async search(query, page) {
      return search(statements, query, page, own);
    },
    async suggest(typed, limit, { ownOnly = false } = {}) {
      return typed.trim() === ''
        ? list({ offset: 0, limit, ownOnly })
        : suggest(statements, typed, limit, { own, ownOnly });
    },
    async arrived(since, upTo, tags) {
      const given = { own, upTo: upTo ?? Number.MAX_SAFE_INTEGER, tags: tags ? JSON.stringify(tags) : null };
      const statement = 'after' in since ? statements.arrived : statements.arrivedSince;
      return entries(statement.all({ ...given, ...since }));
    },
  };
}

interface HeldRow {
  readonly sequence: number;
  readonly article: number;
  readonly version: number;
  readonly addedAt: string;
  readonly arrival: number;
}

/** Writes what is new about this text under this source, inside a transaction. */
function place(
  statements: Statements,
  article: Article,
  { holder, source, addedAt, keepsPlace = false }: At & { holder: string },
): Added['outcome'] {
  const number =
    (statements.number.get(article.id) as { number: number } | undefined)?.number ??
    insert(statements, article);
  const known = statements.holding.get(holder, source) as { number: number; name: string | null } | undefined;
  const holding = known?.number ?? Number(statements.addHolding.run(holder, source).lastInsertRowid);
  const held = statements.held.get(holding) as HeldRow | undefined;
  if (held?.article === number) return 'unchanged';
  const seen = statements.isListed.get(number, holder) !== undefined;
  if (held) {
    statements.retire.run(held.sequence);
    unindex(statements, held.sequence, holder);
  }
  const kept = keepsPlace ? held : undefined;
  const at = [kept?.addedAt ?? addedAt, kept?.arrival ?? null];
  const { lastInsertRowid } = statements.addVersion.run(
    holding,
    holder,
    number,
    (held?.version ?? 0) + 1,
    ...at,
  );
  index(statements, Number(lastInsertRowid), article, { holder, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

function insert(statements: Statements, { id, ...text }: Article): number {
  const { headline, paragraphs, comments, url } = text;
  const values = [id, headline, paragraphs.length, comments.length, addressOf(url), JSON.stringify(text)];
  return Number(statements.article.run(...values).lastInsertRowid);
}

/** Writes anew what all newest versions are found by, after their rows were written past the store. */
export function indexAll(database: DatabaseSync): void {
  const statements = prepareStatements(sql => database.prepare(sql));
  const newest = database.prepare(`
    SELECT held.sequence, held.holder, holding.name, article.text FROM article_version AS held
    JOIN article_holding AS holding ON holding.number = held.holding JOIN article ON article.number = held.article WHERE newest = 1`);
  for (const row of newest.iterate()) {
    const { sequence, holder, name, text } = row as unknown as Pick<
      EntryRow,
      'sequence' | 'holder' | 'name'
    > & { text: string };
    unindex(statements, sequence, holder);
    index(statements, sequence, JSON.parse(text) as ArticleText, { holder, name });
  }
}

function reindex(statements: Statements, holder: string, holding: number, name: string | null): void {
  const held = statements.held.get(holding) as { sequence: number; article: number };
  const { text } = statements.textOf.get(held.article) as { text: string };
  unindex(statements, held.sequence, holder);
  index(statements, held.sequence, JSON.parse(text) as ArticleText, { holder, name });
}

/** The holder's sources that hold this text now, else those that held it once. */
function holdingsOf(statements: Statements, holder: string, id: string): number[] {
  const found = statements.number.get(id) as { number: number } | undefined;
  if (!found) return [];
  const all = statements.holdings.all(holder, found.number) as unknown as {
    holding: number;
    newest: number;
  }[];
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding }) => holding);
}

/**
 * Removes the holder's sources of a text with all their versions, and the texts that nobody holds any more.
 */
function removeText(statements: Statements, holder: string, id: string): boolean {
  const holdings = holdingsOf(statements, holder, id);
  if (holdings.length === 0) return false;
  const { number } = statements.number.get(id) as { number: number };
  const texts = new Set([number]);
  for (const holding of holdings) {
    for (const { article } of statements.textsOf.all(holding) as { article: number }[]) texts.add(article);
    unindex(statements, (statements.held.get(holding) as { sequence: number }).sequence, holder);
    statements.removeHolding.run(holding);
  }
  // another source of the holder may have gone on from this text; it is removed there too
  statements.removeVersions.run(holder, number);
  for (const text of texts) statements.forget.run(text);
  return true;
}
