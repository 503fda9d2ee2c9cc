import { hasContent, NO_CONTENT } from '../articles/article.ts';
import type { FetchedPage, PageResult } from '../articles/html/page.ts';
import { UserError } from '../errors.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { AddResult } from '../storage/stores/articles.ts';
import { chooseCanonicalUrl } from './canonical-url.ts';
import { mergeComments } from './comment-merge.ts';
import { readFeedCommentsInWorker } from './feed-in-worker.ts';
import type { FeedComment } from './feed-item.ts';
import type { WebPage } from './feed-records.ts';
import { bodyOf, type Fetch, type FetchedText } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import {
  type ArticleOwner,
  type FetchedArticle,
  type IntakeResult,
  type PageLibrary,
  storeArticle,
  updateArticle,
} from './page-library.ts';
import { refuseStatus } from './page-status.ts';

/** The steps of taking in an article. */
export type IntakeStep = 'fetching' | 'reading' | 'storing';

/** Receives progress, and may cancel. */
interface IntakeProgress {
  readonly onStep?: (step: IntakeStep) => void;
  readonly signal?: AbortSignal;
}

/** Takes in articles from the web. What cannot become one is refused with a UserError that says why. */
export interface Intake {
  /** Fetches, reads and stores the article at an address. */
  add(address: string, owner: ArticleOwner, how?: IntakeProgress): Promise<IntakeResult>;
  /** Fetches and reads the article at an address, without storing it. */
  fetchArticle(address: string, how?: IntakeProgress): Promise<FetchedArticle>;
  /** Reads the article in a response. */
  readArticle(fetched: FetchedText, signal?: AbortSignal): Promise<FetchedArticle>;
  /** Adds the comments from the article's comment feed, if that is available. */
  addComments(article: FetchedArticle, commentFeed: string | null): Promise<FetchedArticle>;
  store(article: FetchedArticle, owner: ArticleOwner, commentFeed?: string | null): Promise<IntakeResult>;
  /** Stores what a page and its comment feed hold now, and when to poll next; `gone` if the article was removed. */
  update(
    page: WebPage,
    fetched: FetchedArticle | null,
    lastError: string | null,
  ): Promise<AddResult['outcome'] | 'gone'>;
}

/** The dependencies of the intake. */
export interface IntakeDependencies extends PageLibrary {
  readonly fetch: Fetch;
  readonly readPage: (page: FetchedPage, signal?: AbortSignal) => Promise<PageResult>;
}

/**
 * Creates the intake of a library. Within each server, it stores one article at a time, so that two copies
 * that arrive together are recognised as copies.
 */
export function createIntake(dependencies: IntakeDependencies): Intake {
  const { fetch } = dependencies;
  const runExclusive = createKeyedMutex();
  const readArticle: Intake['readArticle'] = (fetched, signal) =>
    readFetched(dependencies.readPage, fetched, signal);
  const store: Intake['store'] = (article, owner, commentFeed = null) =>
    runExclusive(owner.serverId ?? '', () => storeArticle(dependencies, article, owner, commentFeed));

  const fetchArticle: Intake['fetchArticle'] = async (address, { onStep = () => {}, signal } = {}) => {
    onStep('fetching');
    const fetched = await fetch(address, signal && { signal });
    refuseStatus(fetched);
    onStep('reading');
    return await readArticle(fetched, signal);
  };

  const add: Intake['add'] = async (address, owner, how = {}) => {
    const article = await fetchArticle(address, how);
    how.onStep?.('storing');
    return await store(article, owner);
  };

  const addComments: Intake['addComments'] = async (article, commentFeed) => {
    const more = await fetchComments(fetch, commentFeed);
    if (more.length === 0) return article;
    return { ...article, text: { ...article.text, comments: mergeComments(article.text.comments, more) } };
  };

  const update: Intake['update'] = async (page, fetched, lastError) => {
    const feedComments = await fetchComments(fetch, page.commentFeed);
    return await runExclusive(page.serverId ?? '', () =>
      updateArticle(dependencies, page, { fetched, feedComments, lastError }),
    );
  };

  return { add, fetchArticle, readArticle, addComments, store, update };
}

async function readFetched(
  readPage: IntakeDependencies['readPage'],
  fetched: FetchedText,
  signal?: AbortSignal,
): Promise<FetchedArticle> {
  const { headers, url: found } = fetched;
  const { bytes: content, contentType } = bodyOf(fetched);
  const page = await readPage({ content, contentType, url: found }, signal);
  if (page.kind === 'refused') throw new UserError(page.reason);
  if (!hasContent(page.article)) throw new UserError(NO_CONTENT);
  const url = chooseCanonicalUrl(found, page.canonicalUrl);
  return {
    url,
    text: { ...page.article, url },
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  };
}

/** Fetches the comments of a feed. Returns none if it is unavailable: the article matters more. */
async function fetchComments(fetch: Fetch, address: string | null): Promise<readonly FeedComment[]> {
  if (address === null) return [];
  try {
    const found = await fetch(address, {
      headers: { accept: 'application/rss+xml, application/atom+xml, */*;q=0.5' },
    });
    return found.status === 200 ? ((await readFeedCommentsInWorker(found)) ?? []) : [];
  } catch (error) {
    if (error instanceof FetchError) return [];
    throw error;
  }
}
