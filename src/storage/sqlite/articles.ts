import type { DatabaseSync } from 'node:sqlite';
import { requireValue } from '../../lists.ts';
import { type ArticleCache, type ArticleRow, createArticleCache } from '../article-cache.ts';
import type { ArticleStore } from '../stores/articles.ts';
import { type ArticleStatements, prepareStatements } from './article-statements.ts';
import { deleteText, findEntryNumbers, insertVersion, reindexEntry } from './article-writes.ts';
import { EVERYBODY, toEntries } from './entries.ts';
import { findMatches } from './matching.ts';
import { ownerCountSchema } from './owners.ts';
import { searchArticles, searchSchema } from './search.ts';

/**
 * A text is stored once (article), whoever holds it. A library entry (article_holding) is one source of one
 * owner, a server or everybody (''), with the name and the tags that it has there; its versions are rows of
 * article_version, `newest` marks what the source holds now, `arrival` is the sequence that it came in with.
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

/** What one owner sees, and does with its own entries. */
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
      const stored = readArticle(statements.get.get({ own: owner, id: article.id }));
      return { article: requireValue(stored, 'article that was added'), outcome };
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
        : (await findMatches(statements, typed, limit, { own: owner, ownOnly })).map(({ entry }) => entry);
    },
    async match(typed, limit, { ownOnly = false } = {}) {
      return findMatches(statements, typed, limit, { own: owner, ownOnly });
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
