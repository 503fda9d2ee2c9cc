import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import type { FeedItem } from './feed-item.ts';
import { decodeText, type Fetch } from './fetch.ts';
import type { Intake } from './intake.ts';
import { findOptOut } from './opt-out.ts';
import type { FetchedArticle } from './page-library.ts';
import { refuseStatus } from './page-status.ts';
import { PollFailed, toPollError } from './poll-failed.ts';
import type { Robots } from './robots.ts';

/** What the items of feeds are read with. */
export interface ItemReaderDependencies {
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly log: Logger;
}

/** A page that asks machines not to take it: its text in the feed is not taken either. */
class Unwilling extends UserError {}

/**
 * The article of an item: from its page, or as the feed gives it where the page cannot be had or shows less.
 * Throws a PollFailed or a UserError where there is none; while tries are left, a passing one for the page's
 * sake.
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
  return fromFeed && textLengthOf(fromFeed) > textLengthOf(page)
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
  const mark = findOptOut(fetched.headers, decodeText(fetched));
  if (mark !== null) throw new Unwilling('Its page asks bots not to use it ({{mark}}).', { mark });
  return await intake.readArticle(fetched);
}

/** The article as the feed itself gives it, or null where that is none. */
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

/** An item without a page is kept under its feed's address and what tells it from the others there. */
function assignFeedUrl(read: FetchedArticle, feedUrl: string, key: string): FetchedArticle {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return { ...read, url: `feed:${feedUrl.slice(0, 400)}#${hash}`, text: { ...read.text, url: null } };
}

function textLengthOf({ text }: FetchedArticle): number {
  return text.paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}

/** A text as it may stand in HTML, in an attribute too. */
function escapeHtml(text: string | null): string {
  return (text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
