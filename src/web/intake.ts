import {
  type Article,
  type ArticleText,
  type Comment,
  identifyArticle,
  type StoredArticle,
} from '../articles/article.ts';
import { detectXml, explainXml, isFeedFile } from '../articles/formats/xml.ts';
import type { FetchedPage, PageResult } from '../articles/html/page.ts';
import { type Library, refuseFullLibrary } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { AddResult } from '../storage/stores/articles.ts';
import type { PageStore } from '../storage/stores/feeds.ts';
import { chooseCanonicalUrl } from './canonical-url.ts';
import { mergeComments, mergeStored } from './comment-merge.ts';
import { readFeedCommentsInWorker } from './feed-in-worker.ts';
import type { FeedComment } from './feed-item.ts';
import type { WebPage } from './feed-records.ts';
import { decodeText, type Fetch, type FetchedText } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import {
  estimateSimilarity,
  listSearchWords,
  MIN_DUPLICATE_SIMILARITY,
  sketchOf,
} from './near-duplicates.ts';
import { refuseStatus } from './page-status.ts';
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

export type IntakeStep = 'fetching' | 'reading' | 'storing';

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

/** How articles come in from the web. What cannot become one is refused with a UserError that says why. */
export interface Intake {
  /** Fetches, reads and stores the article at an address. */
  add(
    address: string,
    owner: ArticleOwner,
    how?: { onStep?: (step: IntakeStep) => void; signal?: AbortSignal },
  ): Promise<IntakeResult>;
  /** The article in what was fetched. */
  readArticle(fetched: FetchedText, signal?: AbortSignal): Promise<FetchedArticle>;
  /** Adds the comments of its feed, as far as that can be had. */
  addComments(readArticle: FetchedArticle, commentFeed: string | null): Promise<FetchedArticle>;
  store(readArticle: FetchedArticle, owner: ArticleOwner, commentFeed?: string | null): Promise<IntakeResult>;
  /**
   * Stores what a page and the feed of its comments hold now in the place of what they held, and notes when
   * to look again; null where the page has nothing new or could not be had, with the reason. `gone`: the
   * article was removed from the library.
   */
  update(
    page: WebPage,
    readArticle: FetchedArticle | null,
    lastError: string | null,
  ): Promise<AddResult['outcome'] | 'gone'>;
}

export interface IntakeDependencies {
  readonly fetch: Fetch;
  readonly readPage: (page: FetchedPage, signal?: AbortSignal) => Promise<PageResult>;
  readonly library: Library;
  readonly pages: PageStore;
  readonly clock: Clock;
}

export function createIntake({ fetch, readPage, library, pages, clock }: IntakeDependencies): Intake {
  const runExclusive = createKeyedMutex();

  async function addPage(
    address: string,
    owner: ArticleOwner,
    { onStep = () => {}, signal }: { onStep?: (step: IntakeStep) => void; signal?: AbortSignal } = {},
  ): Promise<IntakeResult> {
    onStep('fetching');
    const fetched = await fetch(address, signal && { signal });
    refuseStatus(fetched);
    onStep('reading');
    const article = await readArticle(fetched, signal);
    onStep('storing');
    return await store(article, owner);
  }

  async function readArticle(fetched: FetchedText, signal?: AbortSignal): Promise<FetchedArticle> {
    const { bytes, headers, url: found } = fetched;
    const text = decodeText(fetched);
    if (isFeedFile('', text))
      throw new UserError('This is a feed, not an article. An editor adds it with `/feed add`.');
    const xml = detectXml('', text);
    if (xml !== null)
      throw new UserError('This page was not taken: {{why}}.', { why: explainXml(xml, text) });
    const page = await readPage(
      { content: bytes, contentType: headers['content-type'] ?? null, url: found },
      signal,
    );
    if (page.kind === 'refused') throw new UserError(page.reason);
    const url = chooseCanonicalUrl(found, page.canonicalUrl);
    return {
      url,
      text: { ...page.article, url },
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
    };
  }

  async function addComments(article: FetchedArticle, commentFeed: string | null): Promise<FetchedArticle> {
    const more = commentFeed === null ? [] : await fetchComments(commentFeed);
    if (more.length === 0) return article;
    return { ...article, text: { ...article.text, comments: mergeComments(article.text.comments, more) } };
  }

  /** The comments of a feed; none where it cannot be had: the article is worth more than they are. */
  async function fetchComments(address: string): Promise<readonly FeedComment[]> {
    try {
      const found = await fetch(address, {
        headers: { accept: 'application/rss+xml, application/atom+xml, */*;q=0.5' },
      });
      return found.status === 200
        ? ((await readFeedCommentsInWorker(decodeText(found), found.url)) ?? [])
        : [];
    } catch (error) {
      if (error instanceof FetchError) return [];
      throw error;
    }
  }

  // One after the other in a server, so that two copies that come at once are seen to be copies.
  const store: Intake['store'] = (article, owner, commentFeed = null) =>
    runExclusive(owner.serverId ?? '', () => storeExclusively(article, owner, commentFeed));

  async function storeExclusively(
    readArticle: FetchedArticle,
    { serverId, tags = [] }: ArticleOwner,
    commentFeed: string | null,
  ): Promise<IntakeResult> {
    const ownLibrary = library.forServer(serverId);
    const { url, text } = await useStoredAddress(readArticle, serverId, ownLibrary);
    const existingPage = await pages.get(serverId, url);
    const before = existingPage && (await getCurrentArticle(existingPage));
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
    await pages.put({ ...page, articleId: stored.id, nextLook: text.url === null ? null : nextPollOf(page) });
    return { outcome, article: stored, url };
  }

  /**
   * One page is kept under one address, however it was written this time: with `www.`, without `s`, with a
   * slash at the end.
   */
  async function useStoredAddress(
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
  async function getCurrentArticle({
    serverId,
    url,
    articleId,
    isCopy,
  }: WebPage): Promise<StoredArticle | undefined> {
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

  function nextPollOf({ addedAt }: WebPage): string | null {
    const next = getNextRefresh(Date.parse(addedAt), clock.now());
    return next === null ? null : new Date(next).toISOString();
  }

  async function updatePage(
    page: WebPage,
    readArticle: FetchedArticle | null,
    lastError: string | null,
  ): Promise<AddResult['outcome'] | 'gone'> {
    const more = page.commentFeed === null ? [] : await fetchComments(page.commentFeed);
    return await runExclusive(page.serverId ?? '', async () => {
      const before = await getCurrentArticle(page);
      if (!before) {
        await pages.remove(page.serverId, page.url);
        return 'gone';
      }
      const text = mergeStoredComments(readArticle?.text ?? articleTextOf(before), before, page.commentFeed);
      const article = identifyArticle({ ...text, comments: mergeComments(text.comments, more) });
      const { outcome, article: stored } = await addToLibrary(
        article,
        page.url,
        before,
        library.forServer(page.serverId),
      );
      const { etag, lastModified } = readArticle ?? page;
      await pages.put({
        ...page,
        articleId: stored.id,
        etag,
        lastModified,
        nextLook: nextPollOf(page),
        lastError,
      });
      return outcome;
    });
  }

  return { add: addPage, readArticle, addComments, store, update: updatePage };
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
