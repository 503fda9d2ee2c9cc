import normalizeUrl from 'normalize-url';

/** What says where a click came from, and nothing of the page. */
export const TRACKING_PARAMETERS: readonly RegExp[] = [
  /^(?:utm|mc|mtm|pk|hsa|at|ns|oly|vero|wickedid|stm|itm)_/i,
  /^(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|_hsenc|_hsmi|srsltid|gad_source)$/i,
  /^(?:ref|ref_src|ref_url|referrer|cmpid|cmp|ncid|smid|smtyp|ocid|ito|s_cid|ftag|taid|sr_share|guccounter|amp|outputtype)$/i,
];

/**
 * One text for all the ways in which a page's address is written: without protocol, `www.`, fragment,
 * tracking parameters and a slash at the end, its other parameters in order. Null for what is no http
 * address.
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
    // An address that no rule fits is no article's.
    return null;
  }
}
