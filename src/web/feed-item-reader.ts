import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { textLengthOf } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import type { FeedItem } from './feed-item.ts';
import { decodeHead, type Fetch } from './fetch.ts';
import type { Intake } from './intake.ts';
import { findOptOut } from './opt-out.ts';
import type { FetchedArticle } from './page-library.ts';
import { refuseStatus } from './page-status.ts';
import { PollFailed, toPollError } from './poll-failed.ts';
import type { Robots } from './robots.ts';

/** The dependencies for reading feed items. */
export interface ItemReaderDependencies {
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly log: Logger;
}

/** Thrown if a page opts out of use by machines, in which case its text in the feed is not used either. */
class Unwilling extends UserError {}

/**
 * Reads the article of an item: from its page, or from the feed if the page is unavailable or shows less.
 * Throws a PollFailed or a UserError if there is none. While tries are left, a temporary failure of the page
 * is thrown as a passing PollFailed instead of falling back to the feed.
 */
export async function readItem(
  dependencies: ItemReaderDependencies,
  item: FeedItem,
  { feedUrl, isLastTry }: { feedUrl: string; isLastTry: boolean },
): Promise<FetchedArticle> {
  const page = await readItemPage(dependencies, item).catch((error: unknown) => {
    if (error instanceof PollFailed || error instanceof UserError) return error;
    throw error;
  });
  if (!(page instanceof Error) && page.text.partial !== true) return page;
  if (page instanceof Unwilling) throw page;
  if (page instanceof Error && !isLastTry) {
    const failure = toPollError(page, dependencies.log);
    if (failure.isPassing) throw failure;
  }
  const fromFeed = await readItemText(dependencies.intake, item, feedUrl);
  if (page instanceof Error) {
    if (fromFeed) return fromFeed;
    throw new PollFailed(page.said, {}, { isPassing: false });
  }
  return fromFeed && textLengthOf(fromFeed.text.paragraphs) > textLengthOf(page.text.paragraphs)
    ? { ...fromFeed, text: { ...fromFeed.text, comments: page.text.comments } }
    : page;
}

async function readItemPage(
  { fetch, robots, intake }: ItemReaderDependencies,
  { url }: FeedItem,
): Promise<FetchedArticle> {
  if (url === null) throw new UserError('It has no link to a page.');
  const allowed = await robots.check(url);
  if (allowed === 'unknown')
    throw new PollFailed('I couldn’t get the robots.txt of its page.', {}, { isPassing: true });
  if (allowed === 'no') throw new UserError('The robots.txt of its page asks bots not to read it.');
  const fetched = await fetch(url);
  if (fetched.status === 429 || fetched.status >= 500)
    throw new PollFailed(
      'The server of its page answered {{status}}.',
      { status: fetched.status },
      { isPassing: true },
    );
  refuseStatus(fetched);
  const mark = findOptOut(fetched.headers, decodeHead(fetched));
  if (mark !== null) throw new Unwilling('Its page asks bots not to use it ({{mark}}).', { mark });
  return await intake.readArticle(fetched);
}

/** Reads the article from the feed itself, or returns null if there is none. */
async function readItemText(
  intake: Intake,
  { key, url, title, author, published, html }: FeedItem,
  feedUrl: string,
): Promise<FetchedArticle | null> {
  if (html === null) return null;
  const head = `<title>${escapeHtml(title)}</title><meta name="author" content="${escapeHtml(author)}"><meta property="article:published_time" content="${escapeHtml(published)}">`;
  const page = `<!doctype html><html><head>${head}</head><body><article><h1>${escapeHtml(title)}</h1>${html}</article></body></html>`;
  try {
    const read = await intake.readArticle({
      status: 200,
      url: url ?? feedUrl,
      movedPermanently: false,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      bytes: Buffer.from(page),
    });
    return url === null ? assignFeedUrl(read, feedUrl, key) : read;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Gives an item without a page a source made of the feed's address and a hash of the item's key. */
function assignFeedUrl(read: FetchedArticle, feedUrl: string, key: string): FetchedArticle {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return { ...read, url: `feed:${feedUrl.slice(0, 400)}#${hash}`, text: { ...read.text, url: null } };
}

/** Escapes text for HTML, including attributes. */
function escapeHtml(text: string | null): string {
  return (text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
