import {
  type Article,
  type ArticleText,
  type Comment,
  identifyArticle,
  type StoredArticle,
} from '../articles/article.ts';
import { type Library, refuseFullLibrary } from '../articles/library.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import type { AddResult } from '../storage/stores/articles.ts';
import type { PageStore } from '../storage/stores/feeds.ts';
import { mergeComments, mergeStored } from './comment-merge.ts';
import type { FeedComment } from './feed-item.ts';
import type { WebPage } from './feed-records.ts';
import {
  estimateSimilarity,
  listSearchWords,
  MIN_DUPLICATE_SIMILARITY,
  sketchOf,
} from './near-duplicates.ts';
import { getNextRefresh } from './refresh-schedule.ts';

/** Maximum number of articles compared with a new one: those that share the most of its distinctive words. */
const MAX_COMPARED = 10;

/** The result of taking in a page. `copy`: its text is already in the library, from another address. */
export interface IntakeResult {
  readonly outcome: AddResult['outcome'] | 'copy';
  readonly article: StoredArticle;
  /** The page's own address. */
  readonly url: string;
}

/** The article of a page, read but not stored yet. */
export interface FetchedArticle {
  readonly url: string;
  /** Its own `url` is null if it has no page, only an entry in a feed. */
  readonly text: ArticleText;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** The owner of a new article. */
export interface ArticleOwner {
  /** Null for everybody. */
  readonly serverId: string | null;
  readonly tags?: readonly string[];
}

/** The dependencies for storing the articles of pages. */
export interface PageLibrary {
  readonly library: Library;
  readonly pages: PageStore;
  readonly clock: Clock;
}

/** Stores the article of a page. Call it one at a time per server. */
export async function storeArticle(
  target: PageLibrary,
  fetched: FetchedArticle,
  { serverId, tags = [] }: ArticleOwner,
  commentFeed: string | null,
): Promise<IntakeResult> {
  const { library, pages, clock } = target;
  const ownLibrary = library.forServer(serverId);
  const { url, text } = await useStoredAddress(pages, fetched, serverId, ownLibrary);
  const existingPage = await pages.get(serverId, url);
  const before = existingPage && (await getCurrentArticle(library, existingPage));
  const page: WebPage = {
    serverId,
    url,
    articleId: '-',
    isCopy: false,
    commentFeed: commentFeed ?? existingPage?.commentFeed ?? null,
    addedAt: before ? existingPage.addedAt : formatTimestamp(clock),
    etag: fetched.etag,
    lastModified: fetched.lastModified,
    nextLook: null,
    lastError: null,
  };
  const article = identifyArticle(mergeStoredComments(text, before, page.commentFeed));
  const original = before ? undefined : await findCopy(article, url, ownLibrary);
  if (original) {
    await pages.put({ ...page, articleId: original.id, isCopy: true });
    await addTags(original.id, tags, ownLibrary);
    return { outcome: 'copy', article: original, url };
  }
  if (!before && serverId !== null) await refuseFullLibrary(ownLibrary);
  const { outcome, article: stored } = await addToLibrary(article, url, before, ownLibrary);
  await addTags(stored.id, tags, ownLibrary);
  await pages.put({
    ...page,
    articleId: stored.id,
    nextLook: text.url === null ? null : nextPollOf(page, clock),
  });
  return { outcome, article: stored, url };
}

/** The current content of a page and its comment feed. */
interface PageChanges {
  /** Null if the page has not changed or was unavailable. */
  readonly fetched: FetchedArticle | null;
  readonly feedComments: readonly FeedComment[];
  /** Why the page was unavailable; null if it was not. */
  readonly lastError: string | null;
}

/**
 * Replaces a stored article with the current content of its page and comment feed, and records when to poll
 * next. Call it one at a time per server. Returns `gone` if the article has been removed from the library.
 */
export async function updateArticle(
  { library, pages, clock }: PageLibrary,
  page: WebPage,
  { fetched, feedComments, lastError }: PageChanges,
): Promise<AddResult['outcome'] | 'gone'> {
  const before = await getCurrentArticle(library, page);
  if (!before) {
    await pages.remove(page.serverId, page.url);
    return 'gone';
  }
  const text = mergeStoredComments(fetched?.text ?? articleTextOf(before), before, page.commentFeed);
  const article = identifyArticle({ ...text, comments: mergeComments(text.comments, feedComments) });
  const ownLibrary = library.forServer(page.serverId);
  const { outcome, article: stored } = await addToLibrary(article, page.url, before, ownLibrary);
  const { etag, lastModified } = fetched ?? page;
  await pages.put({
    ...page,
    articleId: stored.id,
    etag,
    lastModified,
    nextLook: nextPollOf(page, clock),
    lastError,
  });
  return outcome;
}

/** Uses the address under which the page is already stored, with or without `www.`, `http`, a slash. */
async function useStoredAddress(
  pages: PageStore,
  fetched: FetchedArticle,
  serverId: string | null,
  ownLibrary: Library,
): Promise<FetchedArticle> {
  const stored = await ownLibrary.findByUrl(fetched.url);
  if (!stored || stored.source === fetched.url || !(await pages.get(serverId, stored.source))) return fetched;
  return { ...fetched, url: stored.source, text: { ...fetched.text, url: stored.source } };
}

/** Returns the library's current article from a page; undefined if it was removed or the page is a copy. */
async function getCurrentArticle(
  library: Library,
  { serverId, url, articleId, isCopy }: WebPage,
): Promise<StoredArticle | undefined> {
  const article = isCopy ? undefined : await library.forServer(serverId).getLatest(articleId);
  return article?.source === url ? article : undefined;
}

/** Stores a text under its address; one with only new comments keeps its time and place. */
async function addToLibrary(
  article: Article,
  url: string,
  before: StoredArticle | undefined,
  ownLibrary: Library,
): Promise<AddResult> {
  const isSameText = before !== undefined && textKey(before) === textKey(article);
  return await ownLibrary.add(article, url, { keepsPosition: isSameText });
}

/** Finds an article in the library that has the same or nearly the same text, from another address. */
async function findCopy(
  article: Article,
  url: string,
  ownLibrary: Library,
): Promise<StoredArticle | undefined> {
  const same = await ownLibrary.get(article.id);
  if (same && same.source !== url) return same;
  const sketch = sketchOf(article);
  if (sketch === null) return undefined;
  const entries = await ownLibrary.search(listSearchWords(article), { offset: 0, limit: MAX_COMPARED });
  for (const { id, source } of entries) {
    const other = source === url ? undefined : await ownLibrary.get(id);
    if (other && estimateSimilarity(sketch, sketchOf(other)) >= MIN_DUPLICATE_SIMILARITY) return other;
  }
  return undefined;
}

async function addTags(id: string, tags: readonly string[], ownLibrary: Library): Promise<void> {
  if (tags.length > 0) await ownLibrary.changeTags(id, { add: tags, remove: [] });
}

function nextPollOf({ addedAt }: WebPage, clock: Clock): string | null {
  const next = getNextRefresh(Date.parse(addedAt), clock.now());
  return next === null ? null : toTimestamp(next);
}

/** Merges the current article with stored comments that must not be lost. */
function mergeStoredComments(
  text: ArticleText,
  before: StoredArticle | undefined,
  commentFeed: string | null,
): ArticleText {
  return before && before.comments.length > 0
    ? { ...text, comments: mergeVisibleComments(text.comments, before.comments, commentFeed) }
    : text;
}

/** Merges a page's comments with the stored ones; the page is right unless it shows none, or a feed adds. */
function mergeVisibleComments(
  now: readonly Comment[],
  before: readonly Comment[],
  commentFeed: string | null,
): Comment[] {
  if (now.length === 0) return [...before];
  return commentFeed === null ? [...now] : mergeStored(now, before);
}

/** Two versions with the same key have the same text. */
function textKey({ headline, paragraphs }: ArticleText): string {
  return JSON.stringify([headline, paragraphs]);
}

/** Returns the text of a stored article, without its storage metadata. */
function articleTextOf({
  id: _id,
  name: _name,
  source: _source,
  version: _version,
  addedAt: _addedAt,
  ...text
}: StoredArticle): ArticleText {
  return text;
}
