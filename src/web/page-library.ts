import {
  type Article,
  type ArticleText,
  type Comment,
  identifyArticle,
  type StoredArticle,
} from '../articles/article.ts';
import { type Library, refuseFullLibrary } from '../articles/library.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
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

/** Articles that are compared with a new one, at most: those that share the most of its telling words. */
const MAX_COMPARED = 10;

/** What became of a page. `copy`: its text is in the library already, as `article`, from another address. */
export interface IntakeResult {
  readonly outcome: AddResult['outcome'] | 'copy';
  readonly article: StoredArticle;
  /** The page's own address. */
  readonly url: string;
}

/** A page whose article was read and is not stored yet. */
export interface FetchedArticle {
  readonly url: string;
  /** Its own `url` is null where it has no page, only a place in a feed. */
  readonly text: ArticleText;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** For whom an article is taken. */
export interface ArticleOwner {
  /** Null: for everybody. */
  readonly serverId: string | null;
  readonly tags?: readonly string[];
}

/** What the articles of pages are stored with. */
export interface PageLibrary {
  readonly library: Library;
  readonly pages: PageStore;
  readonly clock: Clock;
}

/** Stores the article of a page; one call at a time for each server. */
export async function storeArticle(
  target: PageLibrary,
  readArticle: FetchedArticle,
  { serverId, tags = [] }: ArticleOwner,
  commentFeed: string | null,
): Promise<IntakeResult> {
  const { library, pages, clock } = target;
  const ownLibrary = library.forServer(serverId);
  const { url, text } = await useStoredAddress(pages, readArticle, serverId, ownLibrary);
  const existingPage = await pages.get(serverId, url);
  const before = existingPage && (await getCurrentArticle(library, existingPage));
  const page: WebPage = {
    serverId,
    url,
    articleId: '-',
    isCopy: false,
    commentFeed: commentFeed ?? existingPage?.commentFeed ?? null,
    addedAt: before ? existingPage.addedAt : formatTimestamp(clock),
    etag: readArticle.etag,
    lastModified: readArticle.lastModified,
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

/** What a page and the feed of its comments hold now. */
export interface PageChanges {
  /** Null where the page has nothing new or could not be had. */
  readonly readArticle: FetchedArticle | null;
  readonly feedComments: readonly FeedComment[];
  /** Why the page could not be had; null where it could. */
  readonly lastError: string | null;
}

/**
 * Stores what a page holds now, with comments of its feed, in the place of what it held, and records when to
 * poll it again; one call at a time for each server. `gone`: the article was removed from the library.
 */
export async function updateArticle(
  { library, pages, clock }: PageLibrary,
  page: WebPage,
  { readArticle, feedComments, lastError }: PageChanges,
): Promise<AddResult['outcome'] | 'gone'> {
  const before = await getCurrentArticle(library, page);
  if (!before) {
    await pages.remove(page.serverId, page.url);
    return 'gone';
  }
  const text = mergeStoredComments(readArticle?.text ?? articleTextOf(before), before, page.commentFeed);
  const article = identifyArticle({ ...text, comments: mergeComments(text.comments, feedComments) });
  const ownLibrary = library.forServer(page.serverId);
  const { outcome, article: stored } = await addToLibrary(article, page.url, before, ownLibrary);
  const { etag, lastModified } = readArticle ?? page;
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

/**
 * One page is kept under one address, however it was written this time: with `www.`, without `s`, with a
 * slash at the end.
 */
async function useStoredAddress(
  pages: PageStore,
  readArticle: FetchedArticle,
  serverId: string | null,
  ownLibrary: Library,
): Promise<FetchedArticle> {
  const stored = await ownLibrary.findByUrl(readArticle.url);
  if (!stored || stored.source === readArticle.url || !(await pages.get(serverId, stored.source)))
    return readArticle;
  return { ...readArticle, url: stored.source, text: { ...readArticle.text, url: stored.source } };
}

/** What the library holds from a page now; nothing where that was removed, or where the page is a copy. */
async function getCurrentArticle(
  library: Library,
  { serverId, url, articleId, isCopy }: WebPage,
): Promise<StoredArticle | undefined> {
  const article = isCopy ? undefined : await library.forServer(serverId).getLatest(articleId);
  return article?.source === url ? article : undefined;
}

/** Stores a text under its address. New comments alone leave the time at which the text was added. */
async function addToLibrary(
  article: Article,
  url: string,
  before: StoredArticle | undefined,
  ownLibrary: Library,
): Promise<AddResult> {
  const isSameText = before !== undefined && textKey(before) === textKey(article);
  return await ownLibrary.add(article, url, { keepsPosition: isSameText });
}

/** An article in the library that has this text, or nearly, from another address. */
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
  return next === null ? null : new Date(next).toISOString();
}

/** The article as it is now, with comments that were stored before and are not to be lost. */
function mergeStoredComments(
  text: ArticleText,
  before: StoredArticle | undefined,
  commentFeed: string | null,
): ArticleText {
  return before && before.comments.length > 0
    ? { ...text, comments: mergeVisibleComments(text.comments, before.comments, commentFeed) }
    : text;
}

/**
 * The comments of a page that is looked at again. Where it shows none at all any more they have moved behind
 * a script, not away; where a feed adds to them, neither the page nor the feed shows all. Else the page is
 * right, also where a comment was taken away.
 */
function mergeVisibleComments(
  now: readonly Comment[],
  before: readonly Comment[],
  commentFeed: string | null,
): Comment[] {
  if (now.length === 0) return [...before];
  return commentFeed === null ? [...now] : mergeStored(now, before);
}

/** What makes two versions the same text. */
function textKey({ headline, paragraphs }: ArticleText): string {
  return JSON.stringify([headline, paragraphs]);
}

/** The text of a stored article, without where it is kept. */
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
