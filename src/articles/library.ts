import { UserError } from '../errors.ts';
import { createMessage, joinValues } from '../i18n/template-values.ts';
import { extractSearchWords } from '../language/search-words.ts';
import { foldWords } from '../language/similarity.ts';
import { matchTitle } from '../language/title-match.ts';
import { requireValue } from '../lists.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { AddResult, ArticleMatch, ArticleStore, LibraryEntry } from '../storage/stores/articles.ts';
import type { Article, StoredArticle } from './article.ts';
import { comparableUrlOf } from './source-url.ts';
import { quoteName, UnknownName } from './unknown-name.ts';

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
   * The article that a reader named: by id (any version), else by words of its headline, else of its text,
   * errors in long words tolerated. Throws an AmbiguousName where several may be meant, a UserError that says
   * what to do where none is.
   */
  find(named: string): Promise<StoredArticle>;
  get: ArticleStore['get'];
  getLatest: ArticleStore['getLatest'];
  getEarlier: ArticleStore['getEarlier'];
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
  match: ArticleStore['match'];
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

/** Thrown where a reader's words name several articles, or perhaps one: it must be asked which is meant. */
export class AmbiguousName extends UserError {
  /** The best first. */
  readonly candidates: readonly LibraryEntry[];

  constructor(named: string, candidates: readonly LibraryEntry[]) {
    const lines = candidates
      .slice(0, MAX_OFFERED)
      .map(({ headline, id }) => createMessage('• {{headline}} ({{id}})', { headline, id }));
    super('{{these}}\n{{lines}}', {
      these: createMessage(
        '{{named}} could be one of these. Give me the headline or id of the one you mean:',
        { named: quoteName(named) },
      ),
      lines: joinValues(lines, '\n'),
    });
    this.candidates = candidates;
  }
}

/** As many articles as an error lists, and as a menu offers. */
const MAX_OFFERED = 5;
const MAX_CANDIDATES = 25;

/** Fewer letters that a headline's word begins with are no name of it. */
const MIN_BEGINNING = 3;
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
      const matches = await articles.match(wanted, MAX_CANDIDATES);
      const meant = findClearMatch(wanted, matches);
      if (meant) return requireValue(await articles.get(meant.id), 'article of a match');
      if (matches.length > 0)
        throw new AmbiguousName(
          wanted,
          matches.map(({ entry }) => entry),
        );
      throw new UnknownName(wanted, { isEmpty: (await articles.count()) === 0 });
    },
    get: articles.get,
    getLatest: articles.getLatest,
    getEarlier: articles.getEarlier,
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
    match: articles.match,
    suggest: articles.suggest,
    listArrivals: articles.listArrivals,
  };
}

/**
 * The one entry that words name, undefined where they may mean several: of those with this headline, else with
 * all words in the headline, else at least begun there, else of all that have them in the text or with typing
 * errors. Some of the words name none.
 */
function findClearMatch(wanted: string, matches: readonly ArticleMatch[]): LibraryEntry | undefined {
  const isSame = ({ entry }: ArticleMatch) =>
    titlesOf(entry).some(name => foldTitle(name) === foldTitle(wanted));
  const words = extractSearchWords(wanted);
  const hasWhole = ({ entry }: ArticleMatch) =>
    titlesOf(entry).some(name => matchTitle(words, name) === 'whole');
  const isBegun = ({ kind }: ArticleMatch) =>
    kind === 'headline' && words.every(word => word.length >= MIN_BEGINNING);
  const hasAll = ({ kind }: ArticleMatch) => kind !== 'some' && kind !== 'headline';
  for (const isMeant of [isSame, hasWhole, isBegun, hasAll]) {
    const meant = matches.filter(isMeant);
    if (meant.length > 0) return meant.length === 1 ? meant[0]?.entry : undefined;
  }
  return undefined;
}

function titlesOf({ headline, renamedFrom }: LibraryEntry): string[] {
  return renamedFrom === null ? [headline] : [headline, renamedFrom];
}

function foldTitle(text: string): string {
  return foldWords(text).join(' ');
}
