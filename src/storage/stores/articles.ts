import type { Article, StoredArticle } from '../../articles/article.ts';

/** What a list shows of an article. */
export interface LibraryEntry {
  readonly id: string;
  /** As it is shown: the name that its owner gave it, else its own. */
  readonly headline: string;
  /** The article's own headline where it is shown under another name, else null. */
  readonly renamedFrom: string | null;
  readonly source: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly paragraphs: number;
  readonly comments: number;
  /** The server that holds it; null if it belongs to all. */
  readonly serverId: string | null;
  /** In the order of the alphabet. */
  readonly tags: readonly string[];
}

/** Where and when an article is added. */
export interface AddOptions {
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  /**
   * The version before it at this source gives it its time and its place in the order of arrival, so that no
   * digest brings it again.
   */
  readonly keepsPosition?: boolean;
}

/** What became of an article that was added. */
export interface AddResult {
  readonly article: StoredArticle;
  /**
   * `unchanged`: this text was stored already (under this or another source). `new version`: its source held
   * another text.
   */
  readonly outcome: 'added' | 'unchanged' | 'new version';
}

/**
 * By what an article was found: all words that were typed in its headline, all of them in its headline and
 * text, all of them but for typing errors, some of them.
 */
export type MatchKind = 'headline' | 'text' | 'mistyped' | 'some';

/** An article that may be the one that was meant. */
export interface ArticleMatch {
  readonly entry: LibraryEntry;
  readonly kind: MatchKind;
}

/** Which articles of a view are meant; all if absent. */
export interface EntryFilter {
  readonly tag?: string | undefined;
  /** Only what the viewing server holds itself (for everybody: what belongs to all). */
  readonly ownOnly?: boolean;
}

/**
 * The articles as one server sees them: its own and those that belong to all, each text once, its own entry
 * first. What is added becomes the server's own, and only its own is changed or removed. The store itself is
 * everybody's view, in which what is added belongs to all. Two owners of the same text or the same source
 * know nothing of each other's versions, names and tags.
 */
export interface ArticleStore {
  /** The view of a server; null is everybody's. */
  forServer(serverId: string | null): ArticleStore;
  add(article: Article, at: AddOptions): Promise<AddResult>;
  /**
   * Removes the viewer's own entries of this text, with all versions; false if it has none. A text that
   * nobody holds any more is deleted.
   */
  remove(id: string): Promise<boolean>;
  /**
   * The name under which the viewer's own entries of this text are shown; null for the headline. False if it
   * has none.
   */
  rename(id: string, name: string | null): Promise<boolean>;
  /**
   * Adds and removes tags of the viewer's own entries of this text; returns its tags, undefined if it has
   * none of this text.
   */
  changeTags(
    id: string,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<string[] | undefined>;
  /** The ids of all versions of the viewer's own entries of this text; none if it has none. */
  listVersions(id: string): Promise<string[]>;
  /** Any version. */
  get(id: string): Promise<StoredArticle | undefined>;
  /** The newest version of the same source. */
  getLatest(id: string): Promise<StoredArticle | undefined>;
  /** The version of the same source that was there before this one. */
  getEarlier(id: string): Promise<StoredArticle | undefined>;
  /**
   * The newest version of what was read at this address (`addressOf`, articles/source-url.ts), the viewer's
   * own first, else the last added.
   */
  findByUrl(address: string): Promise<StoredArticle | undefined>;
  /** The ids, of any version, that begin with these hex digits, at most `limit`. */
  findIdsByPrefix(prefix: string, limit: number): Promise<string[]>;
  /** Newest versions only, the last added first. */
  list(page: { offset: number; limit: number } & EntryFilter): Promise<LibraryEntry[]>;
  count(filter?: EntryFilter): Promise<number>;
  /** Tags with how many articles have them, the most used first. */
  listTags(): Promise<{ tag: string; articles: number }[]>;
  /**
   * Full-text search over headline, name and paragraphs of the newest versions, best first. Any string is a
   * valid query. Where more match than can be weighed while a reader waits, those with the words in their
   * headline come first, the last added before the others.
   */
  search(query: string, page: { offset: number; limit: number }): Promise<LibraryEntry[]>;
  /**
   * The articles that what was typed may mean, the best first: those with all of its words in the headline,
   * then those with all of them in the text, then those with typing errors in long words; those with some of
   * the words only where there is nothing else. Empty words do not count, the last word may be unfinished.
   */
  match(typed: string, limit: number, filter?: Pick<EntryFilter, 'ownOnly'>): Promise<ArticleMatch[]>;
  /** The articles of `match`; all, newest first, if nothing was typed. */
  suggest(typed: string, limit: number, filter?: Pick<EntryFilter, 'ownOnly'>): Promise<LibraryEntry[]>;
  /**
   * Newest versions in the order in which they came in, whatever the clock said: those that came after an
   * arrival, without texts that were there by then, or those that were added after a time (ISO 8601). `upTo`:
   * no later arrival; null for all. With one of these tags, if any.
   */
  listArrivals(
    since: { readonly after: number } | { readonly addedAfter: string },
    upTo: number | null,
    tags?: readonly string[],
  ): Promise<LibraryEntry[]>;
}
