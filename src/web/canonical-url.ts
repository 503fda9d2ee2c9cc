import { TRACKING } from '../articles/source-url.ts';

/** An address without its fragment and without what tracks readers: the same page has the same. */
export function plainAddress(address: string): string {
  const url = new URL(address);
  url.hash = '';
  for (const name of [...url.searchParams.keys()])
    if (TRACKING.some(pattern => pattern.test(name))) url.searchParams.delete(name);
  return url.href;
}

/**
 * The address under which a page's article is kept: the one that it gives itself if that is of the same site
 * (with or without `www.`, `m.`, `amp.`), else the one at which it was found, since no page may speak for
 * another site's.
 */
export function canonicalAddress(found: string, canonical: string | null): string {
  const named = canonical === null ? null : URL.parse(canonical, found);
  const isOwn = named && /^https?:$/.test(named.protocol) && siteOf(named) === siteOf(new URL(found));
  // A whole site that names its front page as the address of every page means none of them.
  const isFront = named?.pathname === '/' && named.search === '' && new URL(found).pathname !== '/';
  return plainAddress(isOwn && !isFront ? named.href : found);
}

function siteOf(url: URL): string {
  return url.host.replace(/^(?:www|m|mobile|amp)\./, '');
}
