import { requireValue } from '../../lists.ts';
import type { Database, Statements } from '../database.ts';
import type { ArticleSearch } from '../search/search.ts';
import { type ArticleCache, type ArticleRow, createArticleCache } from './article-cache.ts';
import { type EntryRow, EVERYBODY, toEntry } from './article-entries.ts';
import { articleStatements as SQL } from './article-statements.ts';
import { deleteText, findEntryNumbers, insertVersion, renameEntry } from './article-versions.ts';
import type { ArticleStore, LibraryEntry } from './articles.ts';

/** Creates the store of articles, as everybody sees them; `forServer` returns a server's view. */
export function createArticleStore(database: Database, search: ArticleSearch): ArticleStore {
  const cache = createArticleCache(database);
  const viewOf = (serverId: string | null): ArticleStore => ({
    ...createView({ database, search, cache, owner: serverId ?? EVERYBODY }),
    forServer: viewOf,
  });
  return viewOf(null);
}

/** One owner's view: what it sees, and changes to its own entries. */
function createView(parts: ViewParts): Omit<ArticleStore, 'forServer'> {
  return { ...createChanges(parts), ...createLookups(parts), ...createLists(parts) };
}

interface ViewParts {
  readonly database: Database;
  readonly search: ArticleSearch;
  readonly cache: ArticleCache;
  readonly owner: string;
}

function findRow({ database, owner }: ViewParts, id: string): Promise<ArticleRow | undefined> {
  return database.row<ArticleRow>(SQL.get, [owner, id]);
}

function createChanges(parts: ViewParts): Pick<ArticleStore, 'add' | 'remove' | 'rename' | 'changeTags'> {
  const { database, search, cache, owner } = parts;
  /** Runs one change at a time across all processes: if several add the same text, one of them is first. */
  const change = <Result>(work: (within: Statements) => Promise<Result>): Promise<Result> =>
    database.transaction(work, { lock: 'articles' });
  return {
    async add(article, at) {
      const outcome = await change(within => insertVersion(within, search, article, { ...at, owner }));
      return {
        article: requireValue(await cache(await findRow(parts, article.id)), 'article that was added'),
        outcome,
      };
    },
    remove: id => change(within => deleteText(within, search, owner, id)),
    rename: (id, name) =>
      change(async within => {
        const entries = await findEntryNumbers(within, owner, id);
        for (const number of entries) await renameEntry(within, search, owner, { number, name });
        return entries.length > 0;
      }),
    changeTags: (id, tags) =>
      change(async within => {
        const entries = await findEntryNumbers(within, owner, id);
        for (const number of entries) await changeEntryTags(within, number, tags);
        const [first] = entries;
        return first === undefined ? undefined : listEntryTags(within, first);
      }),
  };
}

/** Looks up single articles and their texts. */
function createLookups(
  parts: ViewParts,
): Pick<
  ArticleStore,
  'listVersions' | 'getTags' | 'get' | 'getLatest' | 'getEarlier' | 'findByUrl' | 'findIdsByPrefix'
> {
  const { database, cache, owner } = parts;
  return {
    async listVersions(id) {
      const entries = await findEntryNumbers(database, owner, id);
      const found = await database.rows<{ id: string }>(SQL.versions, [entries]);
      return [...new Set(found.map(row => row.id))];
    },
    async getTags(id) {
      const [first] = await findEntryNumbers(database, owner, id);
      return first === undefined ? [] : listEntryTags(database, first);
    },
    async get(id) {
      return cache(await findRow(parts, id));
    },
    async getLatest(id) {
      const found = await findRow(parts, id);
      return found && cache(await database.row<ArticleRow>(SQL.newestOfEntry, [found.holding]));
    },
    async getEarlier(id) {
      const found = await findRow(parts, id);
      return (
        found && cache(await database.row<ArticleRow>(SQL.earlierOfEntry, [found.holding, found.version]))
      );
    },
    async findByUrl(address) {
      return cache(await database.row<ArticleRow>(SQL.byUrl, [owner, address]));
    },
    async findIdsByPrefix(prefix, limit) {
      const found = await database.rows<{ id: string }>(SQL.idsByPrefix, [owner, prefix, limit]);
      return found.map(row => row.id);
    },
  };
}

function createLists(
  parts: ViewParts,
): Pick<
  ArticleStore,
  'list' | 'count' | 'listTags' | 'search' | 'suggest' | 'match' | 'findTitled' | 'listArrivals'
> {
  const { database, search, owner } = parts;
  const match: ArticleStore['match'] = (typed, limit, { ownOnly = false } = {}) =>
    search.match(typed, limit, { own: owner, ownOnly });
  return {
    list: page => listEntries(parts, page),
    async count({ tag, ownOnly = false } = {}) {
      const given = [owner, Number(!ownOnly)];
      const found = await (tag === undefined
        ? database.row<{ count: number }>(SQL.count, given)
        : database.row<{ count: number }>(SQL.countTagged, [...given, tag]));
      return requireValue(found, 'count').count;
    },
    listTags: () => database.rows<{ tag: string; articles: number }>(SQL.tags, [owner]),
    search: (query, page) => search.search(query, page, owner),
    async suggest(typed, limit, { ownOnly = false } = {}) {
      return typed.trim() === ''
        ? listEntries(parts, { offset: 0, limit, ownOnly })
        : (await match(typed, limit, { ownOnly })).map(({ entry }) => entry);
    },
    match,
    findTitled: titles => search.findTitled(titles, { own: owner }),
    async listArrivals(since, upTo, tags) {
      const [sql, from] =
        'after' in since ? [SQL.arrivedAfter, since.after] : [SQL.addedAfter, since.addedAfter];
      const found = await database.rows<EntryRow>(sql, [
        owner,
        from,
        upTo ?? Number.MAX_SAFE_INTEGER,
        tags ?? null,
      ]);
      return found.map(toEntry);
    },
  };
}

async function listEntries(
  { database, owner }: ViewParts,
  { offset, limit, tag, ownOnly = false }: Parameters<ArticleStore['list']>[0],
): Promise<LibraryEntry[]> {
  const queryNewest = (of: string, most: number, from: number) =>
    database.rows<EntryRow>(SQL.list, [owner, of, tag ?? null, most, from]);
  if (ownOnly || owner === EVERYBODY) return (await queryNewest(owner, limit, offset)).map(toEntry);
  const lots = await Promise.all([owner, EVERYBODY].map(of => queryNewest(of, offset + limit, 0)));
  return lots
    .flat()
    .sort((a, b) => (a.addedAt === b.addedAt ? b.sequence - a.sequence : a.addedAt < b.addedAt ? 1 : -1))
    .slice(offset, offset + limit)
    .map(toEntry);
}

async function changeEntryTags(
  { write }: Statements,
  entryNumber: number,
  { add, remove }: Parameters<ArticleStore['changeTags']>[1],
): Promise<void> {
  await write('DELETE FROM article_tag WHERE holding = $1 AND tag = ANY($2::text[])', [entryNumber, remove]);
  for (const tag of add)
    await write('INSERT INTO article_tag (holding, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      entryNumber,
      tag,
    ]);
}

async function listEntryTags({ rows }: Statements, entryNumber: number): Promise<string[]> {
  const found = await rows<{ tag: string }>('SELECT tag FROM article_tag WHERE holding = $1 ORDER BY tag', [
    entryNumber,
  ]);
  return found.map(({ tag }) => tag);
}
