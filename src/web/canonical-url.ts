import { TRACKING_PARAMETERS } from '../articles/source-url.ts';

/** Strips the fragment and tracking parameters from an address, so that a page has only one. */
export function stripTracking(address: string): string {
  const url = new URL(address);
  url.hash = '';
  for (const name of [...url.searchParams.keys()])
    if (TRACKING_PARAMETERS.some(pattern => pattern.test(name))) url.searchParams.delete(name);
  return url.href;
}

/**
 * Chooses the address under which a page's article is stored: the canonical one that the page declares if it
 * is on the same site (with or without `www.`, `m.`, `amp.`), or else the one where it was found, since no
 * page may speak for another site.
 */
export function chooseCanonicalUrl(found: string, canonical: string | null): string {
  const declared = canonical === null ? null : URL.parse(canonical, found);
  const isOwn =
    declared && /^https?:$/.test(declared.protocol) && siteOf(declared) === siteOf(new URL(found));
  // a site that declares its front page as canonical for every page means none of them
  const isFront = declared?.pathname === '/' && declared.search === '' && new URL(found).pathname !== '/';
  return stripTracking(isOwn && !isFront ? declared.href : found);
}

function siteOf(url: URL): string {
  return url.host.replace(/^(?:www|m|mobile|amp)\./, '');
}
