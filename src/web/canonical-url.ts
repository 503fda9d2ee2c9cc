import { TRACKING_PARAMETERS } from '../articles/source-url.ts';
import { isFrontPage, parseWebAddress } from '../articles/web-url.ts';

/** Strips the fragment and tracking parameters from an address, so that a page has only one. */
export function stripTracking(address: string): string {
  const url = new URL(address);
  url.hash = '';
  for (const name of [...url.searchParams.keys()])
    if (TRACKING_PARAMETERS.some(pattern => pattern.test(name))) url.searchParams.delete(name);
  return url.href;
}

/** The address to store an article under: the page's canonical one if on its site, or where it was found. */
export function chooseCanonicalUrl(found: string, canonical: string | null): string {
  const declared = parseWebAddress(canonical, found);
  const isOwn = declared && siteOf(declared) === siteOf(new URL(found));
  // a site that declares its front page as canonical for every page means none of them
  const isFront = declared && isFrontPage(declared) && new URL(found).pathname !== '/';
  return stripTracking(isOwn && !isFront ? declared.href : found);
}

function siteOf(url: URL): string {
  return url.host.replace(/^(?:www|m|mobile|amp)\./, '');
}
