import { TRACKING_PARAMETERS } from '../articles/source-url.ts';

/** An address without its fragment and without what tracks readers: the same page has the same. */
export function stripTracking(address: string): string {
  const url = new URL(address);
  url.hash = '';
  for (const name of [...url.searchParams.keys()])
    if (TRACKING_PARAMETERS.some(pattern => pattern.test(name))) url.searchParams.delete(name);
  return url.href;
}

/**
 * The address under which a page's article is kept: the one that it gives itself if that is of the same site
 * (with or without `www.`, `m.`, `amp.`), else the one at which it was found, since no page may speak for
 * another site's.
 */
export function chooseCanonicalUrl(found: string, canonical: string | null): string {
  const declared = canonical === null ? null : URL.parse(canonical, found);
  const isOwn =
    declared && /^https?:$/.test(declared.protocol) && siteOf(declared) === siteOf(new URL(found));
  // A whole site that names its front page as the address of every page means none of them.
  const isFront = declared?.pathname === '/' && declared.search === '' && new URL(found).pathname !== '/';
  return stripTracking(isOwn && !isFront ? declared.href : found);
}

function siteOf(url: URL): string {
  return url.host.replace(/^(?:www|m|mobile|amp)\./, '');
}
