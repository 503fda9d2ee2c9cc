import {
  type Article,
  type ArticleText,
  type Comment,
  identify,
  type StoredArticle,
} from '../articles/article.ts';
import { faultOfXml, isFeed, xmlIn } from '../articles/formats/xml.ts';
import type { Page, ReadPage } from '../articles/html/page.ts';
import { type Library, refuseFull } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { say } from '../i18n/template-values.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import { createTurns } from '../scheduling/keyed-mutex.ts';
import type { Added, PageStore } from '../storage/storage.ts';
import { canonicalAddress } from './canonical-url.ts';
import { keepComments, mergeComments } from './comment-merge.ts';
import { commentsIn } from './feed-in-worker.ts';
import type { FeedComment } from './feed-item.ts';
import type { WebPage } from './feed-state.ts';
import { type Fetch, FetchError, type Fetched, textIn } from './fetch.ts';
import { likeness, NEARLY_THE_SAME, sketchOf, tellingWords } from './near-duplicates.ts';
import { nextLookAgain } from './refresh-schedule.ts';

/** Articles that are compared with a new one, at most: those that share the most of its telling words. */
const COMPARED = 10;

/** What became of a page. `copy`: its text is in the library already, as `article`, from another address. */
export interface Taken {
  readonly outcome: Added['outcome'] | 'copy';
  readonly article: StoredArticle;
  /** The page's own address. */
  readonly url: string;
}

export type Step = 'fetching' | 'reading' | 'storing';

/** A page whose article was read and is not stored yet. */
export interface ReadArticle {
  readonly url: string;
  /** Its own `url` is null where it has no page, only a place in a feed. */
  readonly text: ArticleText;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** For whom an article is taken. */
export interface Holder {
  /** Null: for everybody. */
  readonly serverId: string | null;
  readonly tags?: readonly string[];
}

/** How articles come in from the web. What cannot become one is refused with a UserError that says why. */
export interface Intake {
  /** Fetches, reads and stores the article at an address. */
  take(
    address: string,
    holder: Holder,
    how?: { tell?: (step: Step) => void; signal?: AbortSignal },
  ): Promise<Taken>;
  /** The article in what was fetched. */
  read(fetched: Fetched, signal?: AbortSignal): Promise<ReadArticle>;
  /** Adds the comments of its feed, as far as that can be had. */
  withComments(read: ReadArticle, commentFeed: string | null): Promise<ReadArticle>;
  store(read: ReadArticle, holder: Holder, commentFeed?: string | null): Promise<Taken>;
  /**
   * Stores what a page and the feed of its comments hold now in the place of what they held, and notes when
   * to look again; null where the page has nothing new or could not be had, with the reason. `gone`: the
   * article was removed from the library.
   */
  renew(
    page: WebPage,
    read: ReadArticle | null,
    lastError: string | null,
  ): Promise<Added['outcome'] | 'gone'>;
}

export interface IntakeDependencies {
  readonly fetch: Fetch;
  readonly readPage: (page: Page, signal?: AbortSignal) => Promise<ReadPage>;
  readonly library: Library;
  readonly pages: PageStore;
  readonly clock: Clock;
}

export function createIntake({ fetch, readPage, library, pages, clock }: IntakeDependencies): Intake {
  const inTurn = createTurns();

  async function take(
    address: string,
    holder: Holder,
    { tell = () => {}, signal }: { tell?: (step: Step) => void; signal?: AbortSignal } = {},
  ): Promise<Taken> {
    tell('fetching');
    const fetched = await fetch(address, signal && { signal });
    refuseStatus(fetched);
    tell('reading');
    const article = await read(fetched, signal);
    tell('storing');
    return await store(article, holder);
  }

  async function read(fetched: Fetched, signal?: AbortSignal): Promise<ReadArticle> {
    const { bytes, headers, url: found } = fetched;
    const text = textIn(fetched);
    if (isFeed('', text))
      throw new UserError('This is a feed, not an article. An editor adds it with `/feed add`.');
    const xml = xmlIn('', text);
    if (xml !== null)
      throw new UserError('This page was not taken: {{why}}.', { why: faultOfXml(xml, text) });
    const page = await readPage(
      { content: bytes, contentType: headers['content-type'] ?? null, url: found },
      signal,
    );
    if (page.kind === 'refused') throw new UserError(page.reason);
    const url = canonicalAddress(found, page.canonicalUrl);
    return {
      url,
      text: { ...page.article, url },
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
    };
  }

  async function withComments(article: ReadArticle, commentFeed: string | null): Promise<ReadArticle> {
    const more = commentFeed === null ? [] : await commentsAt(commentFeed);
    if (more.length === 0) return article;
    return { ...article, text: { ...article.text, comments: mergeComments(article.text.comments, more) } };
  }

  /** The comments of a feed; none where it cannot be had: the article is worth more than they are. */
  async function commentsAt(address: string): Promise<readonly FeedComment[]> {
    try {
      const found = await fetch(address, {
        headers: { accept: 'application/rss+xml, application/atom+xml, */*;q=0.5' },
      });
      return found.status === 200 ? ((await commentsIn(textIn(found), found.url)) ?? []) : [];
    } catch (error) {
      if (error instanceof FetchError) return [];
      throw error;
    }
  }

  // One after the other in a server, so that two copies that come at once are seen to be copies.
  const store: Intake['store'] = (article, holder, commentFeed = null) =>
    inTurn(holder.serverId ?? '', () => storeNow(article, holder, commentFeed));

  async function storeNow(
    read: ReadArticle,
    { serverId, tags = [] }: Holder,
    commentFeed: string | null,
  ): Promise<Taken> {
    const shelf = library.of(serverId);
    const { url, text } = await asStored(read, serverId, shelf);
    const known = await pages.get(serverId, url);
    const before = known && (await heldBy(known));
    const page: WebPage = {
      serverId,
      url,
      articleId: '-',
      isCopy: false,
      commentFeed: commentFeed ?? known?.commentFeed ?? null,
      addedAt: before ? known.addedAt : timestamp(clock),
      etag: read.etag,
      lastModified: read.lastModified,
      nextLook: null,
      lastError: null,
    };
    const article = identify(completed(text, before, page.commentFeed));
    const original = before ? undefined : await copyOf(article, url, shelf);
    if (original) {
      await pages.put({ ...page, articleId: original.id, isCopy: true });
      await tagged(original.id, tags, shelf);
      return { outcome: 'copy', article: original, url };
    }
    if (!before && serverId !== null) await refuseFull(shelf);
    const { outcome, article: stored } = await added(article, url, before, shelf);
    await tagged(stored.id, tags, shelf);
    await pages.put({ ...page, articleId: stored.id, nextLook: text.url === null ? null : lookAt(page) });
    return { outcome, article: stored, url };
  }

  /**
   * One page is kept under one address, however it was written this time: with `www.`, without `s`, with a
   * slash at the end.
   */
  async function asStored(read: ReadArticle, serverId: string | null, shelf: Library): Promise<ReadArticle> {
    const there = await shelf.at(read.url);
    if (!there || there.source === read.url || !(await pages.get(serverId, there.source))) return read;
    return { ...read, url: there.source, text: { ...read.text, url: there.source } };
  }

  /** What the library holds from a page now; nothing where that was removed, or where the page is a copy. */
  async function heldBy({ serverId, url, articleId, isCopy }: WebPage): Promise<StoredArticle | undefined> {
    const held = isCopy ? undefined : await library.of(serverId).latest(articleId);
    return held?.source === url ? held : undefined;
  }

  /** Stores a text under its address. New comments alone leave the time at which the text was added. */
  async function added(
    article: Article,
    url: string,
    before: StoredArticle | undefined,
    shelf: Library,
  ): Promise<Added> {
    const isSameText = before !== undefined && textKey(before) === textKey(article);
    return await shelf.add(article, url, { keepsPlace: isSameText });
  }

  /** An article in the library that has this text, or nearly, from another address. */
  async function copyOf(article: Article, url: string, shelf: Library): Promise<StoredArticle | undefined> {
    const same = await shelf.get(article.id);
    if (same && same.source !== url) return same;
    const sketch = sketchOf(article);
    if (sketch === null) return undefined;
    const entries = await shelf.search(tellingWords(article), { offset: 0, limit: COMPARED });
    for (const { id, source } of entries) {
      const other = source === url ? undefined : await shelf.get(id);
      if (other && likeness(sketch, sketchOf(other)) >= NEARLY_THE_SAME) return other;
    }
    return undefined;
  }

  async function tagged(id: string, tags: readonly string[], shelf: Library): Promise<void> {
    if (tags.length > 0) await shelf.tag(id, { add: tags, remove: [] });
  }

  function lookAt({ addedAt }: WebPage): string | null {
    const next = nextLookAgain(Date.parse(addedAt), clock.now());
    return next === null ? null : new Date(next).toISOString();
  }

  async function renew(
    page: WebPage,
    read: ReadArticle | null,
    lastError: string | null,
  ): Promise<Added['outcome'] | 'gone'> {
    const more = page.commentFeed === null ? [] : await commentsAt(page.commentFeed);
    return await inTurn(page.serverId ?? '', async () => {
      const before = await heldBy(page);
      if (!before) {
        await pages.remove(page.serverId, page.url);
        return 'gone';
      }
      const text = completed(read?.text ?? textOf(before), before, page.commentFeed);
      const article = identify({ ...text, comments: mergeComments(text.comments, more) });
      const { outcome, article: stored } = await added(article, page.url, before, library.of(page.serverId));
      const { etag, lastModified } = read ?? page;
      await pages.put({
        ...page,
        articleId: stored.id,
        etag,
        lastModified,
        nextLook: lookAt(page),
        lastError,
      });
      return outcome;
    });
  }

  return { take, read, withComments, store, renew };
}

/** The article as it is now, with comments that were stored before and are not to be lost. */
function completed(
  text: ArticleText,
  before: StoredArticle | undefined,
  commentFeed: string | null,
): ArticleText {
  return before && before.comments.length > 0
    ? { ...text, comments: commentsNow(text.comments, before.comments, commentFeed) }
    : text;
}

/**
 * The comments of a page that is looked at again. Where it shows none at all any more they have moved behind
 * a script, not away; where a feed adds to them, neither the page nor the feed shows all. Else the page is
 * right, also where a comment was taken away.
 */
function commentsNow(
  now: readonly Comment[],
  before: readonly Comment[],
  commentFeed: string | null,
): Comment[] {
  if (now.length === 0) return [...before];
  return commentFeed === null ? [...now] : keepComments(now, before);
}

/** What makes two versions the same text. */
function textKey({ headline, paragraphs }: ArticleText): string {
  return JSON.stringify([headline, paragraphs]);
}

/** The text of a stored article, without where it is kept. */
function textOf({
  id: _id,
  name: _name,
  source: _source,
  version: _version,
  addedAt: _addedAt,
  ...text
}: StoredArticle): ArticleText {
  return text;
}

/** Throws a UserError for an answer that holds no page. */
export function refuseStatus({ status, url }: Pick<Fetched, 'status' | 'url'>): void {
  if (status >= 200 && status < 300 && status !== 204) return;
  const { host } = new URL(url);
  const said = say('{{host}} answered {{status}}', { host, status });
  if (status === 404 || status === 410)
    throw new UserError('There is no page at this address: {{said}}.', { said });
  if (status === 401 || status === 402 || status === 403)
    throw new UserError('The page is not open to everybody: {{said}}. I read only what anybody can read.', {
      said,
    });
  if (status === 429)
    throw new UserError('{{said}}: it wants to be asked less often. Please try again later.', { said });
  if (status >= 500)
    throw new UserError('The server has an error of its own: {{said}}. Please try again later.', { said });
  throw new UserError('There is no page to read: {{said}}.', { said });
}
