import type { Article, StoredArticle } from '../../articles/article.ts';

/** An article as shown in lists. */
export interface LibraryEntry {
  readonly id: string;
  /** The headline to show: the name that its owner gave it, or else its own. */
  readonly headline: string;
  /** The article's own headline if it is shown under another name, else null. */
  readonly renamedFrom: string | null;
  readonly source: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly paragraphs: number;
  readonly comments: number;
  /** The server that holds it, or null if it belongs to all. */
  readonly serverId: string | null;
  /** In alphabetical order. */
  readonly tags: readonly string[];
}

/** The source of an article to be added, and when. */
export interface AddOptions {
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  /** Keeps the previous version's time and order of arrival, so that no digest includes it again. */
  readonly keepsPosition?: boolean;
}

/** The result of adding an article. */
export interface AddResult {
  readonly article: StoredArticle;
  /** `unchanged`: this text was stored, from here or elsewhere. `new version`: the source had another. */
  readonly outcome: 'added' | 'unchanged' | 'new version';
}

/**
 * How an article matches the typed text: all words are in its headline, all are in its headline and text, all
 * are there allowing for typing errors, or only some are.
 */
export type MatchKind = 'headline' | 'text' | 'mistyped' | 'some';

/** An article that may be the one meant. */
export interface ArticleMatch {
  readonly entry: LibraryEntry;
  readonly kind: MatchKind;
}

/** Filters the articles of a view; all of them by default. */
interface EntryFilter {
  readonly tag?: string | undefined;
  /** Only what the viewing server holds itself (in everybody's view: what belongs to all). */
  readonly ownOnly?: boolean;
}

/**
 * The articles as one server sees them: its own and those that belong to all, each text once, with its own
 * entry first. New articles become the server's own, and only its own can be changed or removed. The root
 * store is everybody's view, whose articles belong to all. Owners of the same text or source do not see each
 * other's versions, names and tags.
 */
export interface ArticleStore {
  /** Returns a server's view; null for everybody's. */
  forServer(serverId: string | null): ArticleStore;
  add(article: Article, at: AddOptions): Promise<AddResult>;
  /** Removes the viewer's own entries of this text, false if none; a text nobody holds is deleted. */
  remove(id: string): Promise<boolean>;
  /** Names the viewer's own entries of this text; null shows the headline. Returns false if there is none. */
  rename(id: string, name: string | null): Promise<boolean>;
  /** The tags of the viewer's own entry of this text; empty if it has none. */
  getTags(id: string): Promise<string[]>;
  /** Changes the tags of the viewer's own entries of this text; returns them, or undefined without any. */
  changeTags(
    id: string,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<string[] | undefined>;
  /** Lists the ids of all versions of the viewer's own entries of this text; empty if it has none. */
  listVersions(id: string): Promise<string[]>;
  /** Returns any version. */
  get(id: string): Promise<StoredArticle | undefined>;
  /** Returns the newest version of the same source. */
  getLatest(id: string): Promise<StoredArticle | undefined>;
  /** Returns the previous version of the same source. */
  getEarlier(id: string): Promise<StoredArticle | undefined>;
  /**
   * Returns the newest version read from this address (in the form of `comparableUrlOf`,
   * articles/source-url.ts), the viewer's own before everybody's, and then the latest added.
   */
  findByUrl(address: string): Promise<StoredArticle | undefined>;
  /** Lists the ids, of any version, that begin with these hex digits, at most `limit`. */
  findIdsByPrefix(prefix: string, limit: number): Promise<string[]>;
  /** Lists newest versions, latest added first. */
  list(page: { offset: number; limit: number } & EntryFilter): Promise<LibraryEntry[]>;
  count(filter?: EntryFilter): Promise<number>;
  /** Lists tags with their number of articles, most used first. */
  listTags(): Promise<{ tag: string; articles: number }[]>;
  /**
   * Full-text search over the headline, name and paragraphs of the newest versions, best first. Any string is
   * a valid query. If too many match to be ranked while a reader waits, those with the words in the headline
   * come first, newest before older.
   */
  search(query: string, page: { offset: number; limit: number }): Promise<LibraryEntry[]>;
  /**
   * Finds the articles that the typed text may mean, best first: those with all of its words in the headline,
   * then those with all of them in the text, then those with typing errors in long words; those with only
   * some of the words are included only if nothing else matches. Stop words are ignored, and the last word
   * may be unfinished.
   */
  match(typed: string, limit: number, filter?: Pick<EntryFilter, 'ownOnly'>): Promise<ArticleMatch[]>;
  /** Returns the articles of `match`; if nothing was typed, all of them, newest first. */
  suggest(typed: string, limit: number, filter?: Pick<EntryFilter, 'ownOnly'>): Promise<LibraryEntry[]>;
  /**
   * Returns the articles whose whole headline or name is one of these, each given by its words as `foldWords`
   * returns them; in no particular order, and not all of them if very many have the same.
   */
  findTitled(titles: readonly (readonly string[])[]): Promise<LibraryEntry[]>;
  /**
   * Lists newest versions in order of arrival, whatever the clock said: either those that arrived after
   * `after`, without texts that had already arrived by then, or those added after a time (ISO 8601). `upTo`
   * is the last arrival to include, or null for no limit. With `tags`, lists only articles that have one of
   * them.
   */
  listArrivals(
    since: { readonly after: number } | { readonly addedAfter: string },
    upTo: number | null,
    tags?: readonly string[],
  ): Promise<LibraryEntry[]>;
}
