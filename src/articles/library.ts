import { UserError } from '../errors.ts';
import { createMessage, joinValues } from '../i18n/template-values.ts';
import { foldWords, scoreTitleMatch } from '../language/similarity.ts';
import { requireValue } from '../lists.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { AddResult, ArticleStore, LibraryEntry } from '../storage/stores/articles.ts';
import type { Article, StoredArticle } from './article.ts';
import { comparableUrlOf } from './source-url.ts';

/** What is said of an article besides, as it is added. */
export interface AddDetails {
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly keepsPosition?: boolean;
}

/**
 * Where articles are kept, found and searched. The library itself is everybody's: what is added to it belongs
 * to all servers. `of` is the library as a server sees it: its own articles and everybody's, and what is
 * added is its own; null is everybody's again.
 */
export interface Library {
  forServer(serverId: string | null): Library;
  /**
   * Keeps an article under its source; a name and tags are added to what its entry has. A version with new
   * comments alone `keepsPlace`: the time and the order of arrival of its text, so that no digest brings it
   * again.
   */
  add(article: Article, source: string, said?: AddDetails): Promise<AddResult>;
  /**
   * The article that a reader named: by id (any version), else by headline, typing errors tolerated. Throws a
   * UserError that says what to do.
   */
  find(named: string): Promise<StoredArticle>;
  get: ArticleStore['get'];
  getLatest: ArticleStore['getLatest'];
  /**
   * The article of a page, however its address is written: with or without tracking parameters, `www.` and
   * the like.
   */
  findByUrl(url: string): Promise<StoredArticle | undefined>;
  remove: ArticleStore['remove'];
  rename: ArticleStore['rename'];
  changeTags: ArticleStore['changeTags'];
  listTags: ArticleStore['listTags'];
  listVersions: ArticleStore['listVersions'];
  list: ArticleStore['list'];
  count: ArticleStore['count'];
  search: ArticleStore['search'];
  suggest: ArticleStore['suggest'];
  listArrivals: ArticleStore['listArrivals'];
}

export type { LibraryEntry as Entry };

/** Articles that a server may hold of its own. */
const MAX_OWN_ARTICLES = 10_000;

/** Throws a UserError where a server's library takes no more. */
export async function refuseFullLibrary(library: Pick<Library, 'count'>): Promise<void> {
  if ((await library.count({ ownOnly: true })) >= MAX_OWN_ARTICLES)
    throw new UserError('This server already has {{most}} articles, which is the limit. Remove some first.', {
      most: MAX_OWN_ARTICLES,
    });
}

/** As many articles as an error offers. */
const MAX_OFFERED = 5;

/** A headline named this well, and better than any other by this much, is the one that was meant. */
const CLEAR_MATCH = { likeness: 0.75, lead: 0.1 };
const ID_PREFIX = /^[0-9a-f]{6,15}$/;

/** A library on the articles of a storage; the clock dates what is added. */
export function createLibrary({ articles, clock }: { articles: ArticleStore; clock: Clock }): Library {
  const findById = async (named: string): Promise<StoredArticle | undefined> => {
    const id = named.toLowerCase();
    const exact = await articles.get(id);
    if (exact || !ID_PREFIX.test(id)) return exact;
    const [only, ...others] = await articles.findIdsByPrefix(id, 2);
    return only !== undefined && others.length === 0 ? articles.get(only) : undefined;
  };

  return {
    forServer: serverId => createLibrary({ articles: articles.forServer(serverId), clock }),
    async add(article, source, { name, tags = [], keepsPosition = false } = {}) {
      const added = await articles.add(article, { source, addedAt: formatTimestamp(clock), keepsPosition });
      if (name !== undefined) await articles.rename(article.id, name);
      if (tags.length > 0) await articles.changeTags(article.id, { add: tags, remove: [] });
      return added;
    },
    async find(named) {
      const wanted = named.trim();
      if (wanted === '') throw new UserError('Which article? Type part of its headline, or its id.');
      const article = await findById(wanted);
      if (article) return article;
      const resembling = await articles.suggest(wanted, MAX_OFFERED);
      const meant = findClearMatch(wanted, resembling);
      if (meant) return requireValue(await articles.get(meant.id), 'article of a suggestion');
      const candidates =
        resembling.length > 0 ? resembling : await articles.search(wanted, { offset: 0, limit: MAX_OFFERED });
      // nothing else speaks of it: a word of the text names the article as well as its headline does
      const [only] = candidates;
      if (only && resembling.length === 0 && candidates.length === 1)
        return requireValue(await articles.get(only.id), 'article of a search');
      throw await createNotFoundError(wanted, candidates, articles);
    },
    get: articles.get,
    getLatest: articles.getLatest,
    async findByUrl(url) {
      const address = comparableUrlOf(url);
      return address === null ? undefined : articles.findByUrl(address);
    },
    remove: articles.remove,
    rename: articles.rename,
    changeTags: articles.changeTags,
    listTags: articles.listTags,
    listVersions: articles.listVersions,
    list: articles.list,
    count: articles.count,
    search: articles.search,
    suggest: articles.suggest,
    listArrivals: articles.listArrivals,
  };
}

/**
 * The entry whose headline is the one named, else the one that resembles it clearly more than the others do.
 */
function findClearMatch(wanted: string, entries: readonly LibraryEntry[]): LibraryEntry | undefined {
  const same = entries.filter(entry => titlesOf(entry).some(name => foldTitle(name) === foldTitle(wanted)));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const scoreEntry = (entry: LibraryEntry) =>
    Math.max(...titlesOf(entry).map(name => scoreTitleMatch(wanted, name)));
  const [best, next] = entries.map(entry => ({ entry, likeness: scoreEntry(entry) }));
  if (!best || best.likeness < CLEAR_MATCH.likeness) return undefined;
  return next && best.likeness - next.likeness < CLEAR_MATCH.lead ? undefined : best.entry;
}

function titlesOf({ headline, renamedFrom }: LibraryEntry): string[] {
  return renamedFrom === null ? [headline] : [headline, renamedFrom];
}

function foldTitle(text: string): string {
  return foldWords(text).join(' ');
}

async function createNotFoundError(
  wanted: string,
  candidates: readonly LibraryEntry[],
  articles: ArticleStore,
): Promise<UserError> {
  const named = createMessage('“{{wanted}}”', {
    wanted: wanted.length > 80 ? `${wanted.slice(0, 79)}…` : wanted,
  });
  if (candidates.length > 0) {
    const lines = candidates.map(({ headline, id }) =>
      createMessage('• {{headline}} ({{id}})', { headline, id }),
    );
    return new UserError('{{these}}\n{{lines}}', {
      these: createMessage(
        '{{named}} could be one of these. Give me the headline or id of the one you mean:',
        { named },
      ),
      lines: joinValues(lines, '\n'),
    });
  }
  if ((await articles.count()) === 0)
    return new UserError(
      'There are no articles yet. The operator can add some with `npm run standfirst -- import FILE`.',
    );
  return new UserError(
    'I don’t have an article like {{named}}. To list them all, use /articles, or "list" in a terminal.',
    { named },
  );
}
