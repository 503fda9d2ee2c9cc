import normalizeUrl from 'normalize-url';

/** URL parameters that record where a click came from and do not affect the page. */
export const TRACKING_PARAMETERS: readonly RegExp[] = [
  /^(?:utm|mc|mtm|pk|hsa|at|ns|oly|vero|wickedid|stm|itm)_/i,
  /^(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|_hsenc|_hsmi|srsltid|gad_source)$/i,
  /^(?:ref|ref_src|ref_url|referrer|cmpid|cmp|ncid|smid|smtyp|ocid|ito|s_cid|ftag|taid|sr_share|guccounter|amp|outputtype)$/i,
];

/**
 * A canonical form of a page's address for comparison: without protocol, `www.`, fragment, tracking
 * parameters and trailing slash, the other parameters sorted. Null if it is not an http(s) address.
 */
export function comparableUrlOf(url: string | null): string | null {
  if (url === null || !/^https?:\/\//i.test(url.trim()) || !URL.canParse(url.trim())) return null;
  try {
    const address = normalizeUrl(url, {
      stripProtocol: true,
      stripHash: true,
      stripWWW: true,
      stripAuthentication: true,
      removeQueryParameters: [...TRACKING_PARAMETERS],
      removeTrailingSlash: true,
      sortQueryParameters: true,
    });
    return address.replace(/^(?:m|mobile|amp)\.(?=[^/]+\.[^/]+)/, '');
  } catch {
    // An address that cannot be normalized is not an article's.
    return null;
  }
}
