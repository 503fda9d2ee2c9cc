import { parseWebAddress } from '../articles/web-url.ts';
import { UserError } from '../errors.ts';
import { stripTracking } from './canonical-url.ts';
import { readFeedInWorker } from './feed-in-worker.ts';
import type { ParsedFeed } from './feed-item.ts';
import { decodeHead, type Fetch } from './fetch.ts';
import { findHeadTags } from './head-tags.ts';
import { refuseStatus } from './page-status.ts';

/** Maximum number of a page's feed links that are tried. */
const MAX_CANDIDATES = 3;

/** The Accept header for feeds. */
export const FEED_ACCEPT_HEADER =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';

/**
 * Fetches the feed at an address, or the first readable one that the page there links to, along with the
 * `others`. Throws a UserError if there is none.
 */
export async function discoverFeed(
  fetch: Fetch,
  address: string,
): Promise<{ url: string; feed: ParsedFeed; others: DiscoveredFeed[] }> {
  const fetched = await fetch(address, { headers: { accept: FEED_ACCEPT_HEADER } });
  refuseStatus(fetched);
  const given = await readFeedInWorker(fetched);
  if (given) return { url: stripTracking(fetched.url), feed: given, others: [] };
  const links = findFeedLinks(decodeHead(fetched), fetched.url);
  for (const link of links.slice(0, MAX_CANDIDATES)) {
    const found = await fetch(link.url, { headers: { accept: FEED_ACCEPT_HEADER } });
    const feed = found.status === 200 ? await readFeedInWorker(found) : null;
    if (feed) return { url: stripTracking(found.url), feed, others: links.filter(other => other !== link) };
  }
  if (links.length > 0) throw new UserError('I can’t read the feeds this page lists.');
  throw new UserError(
    'This is neither a feed (RSS, Atom, JSON Feed) nor a page that links to one. Feed addresses often end in /feed, /rss or .xml.',
  );
}

/** A feed that a page links to. */
export interface DiscoveredFeed {
  readonly url: string;
  readonly title: string | null;
}

/** Lists the feeds that a page links to, those of comments last. */
export function findFeedLinks(html: string, base: string): DiscoveredFeed[] {
  const links = findHeadTags(html, 'link').filter(
    ({ rel = '', type = '' }) =>
      /\balternate\b/i.test(rel) && /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json)/i.test(type.trim()),
  );
  const found = links.flatMap(({ href, title }) => {
    const url = parseWebAddress(href, base);
    return url ? [{ url: url.href, title: title?.trim() || null }] : [];
  });
  const unique = [...new Map(found.map(link => [link.url, link])).values()];
  return unique.sort((a, b) => Number(isCommentFeed(a)) - Number(isCommentFeed(b)));
}

function isCommentFeed({ url, title }: DiscoveredFeed): boolean {
  return /comment|kommentar|comentario|commentaire/i.test(`${title} ${url}`);
}
