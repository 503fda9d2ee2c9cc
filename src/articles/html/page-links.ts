import { cleanLine } from '../../language/cleaning.ts';
import type { PageDocument } from './dom.ts';

/** A feed that a page links to. */
export interface PageFeedLink {
  readonly url: string;
  readonly title: string | null;
  /** Whether it is a feed of comments (on this page or on all). */
  readonly comments: boolean;
}

const FEED_TYPE = /^application\/(?:(?:rss|atom)\+xml|feed\+json|json)$/i;

/** The feeds that a page links to in its head, without duplicates, at most 20. */
export function findFeeds(document: PageDocument, url: string | null): PageFeedLink[] {
  const links = [...document.querySelectorAll('link[rel~="alternate" i][type]')].filter(link =>
    FEED_TYPE.test((link.getAttribute('type') ?? '').trim()),
  );
  const found = links.flatMap(link => {
    const address = parseWebUrl(link.getAttribute('href'), url);
    const isData =
      /json$/i.test((link.getAttribute('type') ?? '').trim()) &&
      !/feed/i.test(`${link.getAttribute('type')} ${address?.href}`);
    if (!address || isData) return [];
    const title = cleanLine(link.getAttribute('title') ?? '') || null;
    return [
      {
        url: address.href,
        title,
        comments: /comment|kommentar|comentario|commentaire/i.test(`${title} ${address.pathname}`),
      },
    ];
  });
  return [...new Map(found.map(feed => [feed.url, feed])).values()].slice(0, 20);
}

/** Parses an http(s) address, relative to `base`, and drops its fragment; null if it is not one. */
export function parseWebUrl(link: string | null | undefined, base: string | null | undefined): URL | null {
  const address = URL.parse(link?.trim() ?? '', base ?? undefined);
  if (!link?.trim() || !address || !/^https?:$/.test(address.protocol)) return null;
  address.hash = '';
  return address;
}
