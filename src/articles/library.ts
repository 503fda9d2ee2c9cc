import { UserError } from '../errors.ts';
import { joined, say } from '../i18n/template-values.ts';
import { foldedWords, resemblance } from '../language/similarity.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import type { Added, ArticleStore, Entry } from '../storage/storage.ts';
import type { Article, StoredArticle } from './article.ts';
import { addressOf } from './source-url.ts';

/** What is said of an article besides, as it is added. */
export interface Said {
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly keepsPlace?: boolean;
}

/**
 * Where articles are kept, found and searched. The library itself is everybody's: what is added to it belongs
 * to all servers. `of` is the library as a server sees it: its own articles and everybody's, and what is
 * added is its own; null is everybody's again.
 */
export interface Library {
  of(serverId: string | null): Library;
  /**
   * Keeps an article under its source; a name and tags are added to what its holding has. A version with new
   * comments alone `keepsPlace`: the time and the order of arrival of its text, so that no digest brings it
   * again.
   */
  add(article: Article, source: string, said?: Said): Promise<Added>;
  /**
   * The article that a reader named: by id (any version), else by headline, typing errors tolerated. Throws a
   * UserError that says what to do.
   */
  find(named: string): Promise<StoredArticle>;
  get: ArticleStore['get'];
  latest: ArticleStore['latest'];
  /**
   * The article of a page, however its address is written: with or without tracking parameters, `www.` and
   * the like.
   */
  at(url: string): Promise<StoredArticle | undefined>;
  remove: ArticleStore['remove'];
  rename: ArticleStore['rename'];
  tag: ArticleStore['tag'];
  tags: ArticleStore['tags'];
  versions: ArticleStore['versions'];
  list: ArticleStore['list'];
  count: ArticleStore['count'];
  search: ArticleStore['search'];
  suggest: ArticleStore['suggest'];
  arrived: ArticleStore['arrived'];
}

export type { Entry };

/** Articles that a server may hold of its own. */
const MOST = 10_000;

/** Throws a UserError where a server's library takes no more. */
export async function refuseFull(shelf: Pick<Library, 'count'>): Promise<void> {
  if ((await shelf.count({ ownOnly: true })) >= MOST)
    throw new UserError('This server holds {{most}} articles, and more are not kept. Remove some first.', {
      most: MOST,
    });
}

/** As many articles as an error offers. */
const offered = 5;
/** A headline named this well, and better than any other by this much, is the one that was meant. */
const clear = { likeness: 0.75, lead: 0.1 };
const shortestPrefix = /^[0-9a-f]{6,15}$/;

/** A library on the articles of a storage; the clock dates what is added. */
export function createLibrary({ articles, clock }: { articles: ArticleStore; clock: Clock }): Library {
  const byId = async (named: string): Promise<StoredArticle | undefined> => {
    const id = named.toLowerCase();
    const exact = await articles.get(id);
    if (exact || !shortestPrefix.test(id)) return exact;
    const ids = await articles.idsFrom(id, 2);
    return ids.length === 1 ? articles.get(ids[0]!) : undefined;
  };

  return {
    of: serverId => createLibrary({ articles: articles.of(serverId), clock }),
    async add(article, source, { name, tags = [], keepsPlace = false } = {}) {
      const added = await articles.add(article, { source, addedAt: timestamp(clock), keepsPlace });
      if (name !== undefined) await articles.rename(article.id, name);
      if (tags.length > 0) await articles.tag(article.id, { add: tags, remove: [] });
      return added;
    },
    async find(named) {
      const wanted = named.trim();
      if (wanted === '') throw new UserError('Which article? Type a part of its headline, or its id.');
      const article = await byId(wanted);
      if (article) return article;
      const resembling = await articles.suggest(wanted, offered);
      const meant = clearlyMeant(wanted, resembling);
      if (meant) return (await articles.get(meant.id))!;
      const candidates =
        resembling.length > 0 ? resembling : await articles.search(wanted, { offset: 0, limit: offered });
      // nothing else speaks of it: a word of the text names the article as well as its headline does
      if (resembling.length === 0 && candidates.length === 1) return (await articles.get(candidates[0]!.id))!;
      throw await notFound(wanted, candidates, articles);
    },
    get: articles.get,
    latest: articles.latest,
    async at(url) {
      const address = addressOf(url);
      return address === null ? undefined : articles.at(address);
    },
    remove: articles.remove,
    rename: articles.rename,
    tag: articles.tag,
    tags: articles.tags,
    versions: articles.versions,
    list: articles.list,
    count: articles.count,
    search: articles.search,
    suggest: articles.suggest,
    arrived: articles.arrived,
  };
}

/**
 * The entry whose headline is the one named, else the one that resembles it clearly more than the others do.
 */
function clearlyMeant(wanted: string, entries: readonly Entry[]): Entry | undefined {
  const same = entries.filter(entry => namesOf(entry).some(name => folded(name) === folded(wanted)));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const likeness = (entry: Entry) => Math.max(...namesOf(entry).map(name => resemblance(wanted, name)));
  const [best, next] = entries.map(entry => ({ entry, likeness: likeness(entry) }));
  if (!best || best.likeness < clear.likeness) return undefined;
  return next && best.likeness - next.likeness < clear.lead ? undefined : best.entry;
}

function namesOf({ headline, renamedFrom }: Entry): string[] {
  return renamedFrom === null ? [headline] : [headline, renamedFrom];
}

function folded(text: string): string {
  return foldedWords(text).join(' ');
}

async function notFound(
  wanted: string,
  candidates: readonly Entry[],
  articles: ArticleStore,
): Promise<UserError> {
  const named = say('“{{wanted}}”', { wanted: wanted.length > 80 ? `${wanted.slice(0, 79)}…` : wanted });
  if (candidates.length > 0) {
    const lines = candidates.map(({ headline, id }) => say('• {{headline}} ({{id}})', { headline, id }));
    return new UserError('{{these}}\n{{lines}}', {
      these: say('{{named}} may be one of these; name one by its headline or its id:', { named }),
      lines: joined(lines, '\n'),
    });
  }
  if ((await articles.count()) === 0)
    return new UserError(
      'There are no articles yet. An editor adds them with `npm run standfirst -- import FILE`.',
    );
  return new UserError(
    'There is no article like {{named}}. A list of all: /articles, or "list" in a terminal.',
    { named },
  );
}
