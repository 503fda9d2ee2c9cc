/** Parses an http(s) address, relative to `base`; null if it is blank or no such address. */
export function parseWebAddress(link: string | null | undefined, base?: string | null): URL | null {
  const written = link?.trim();
  const url = written ? URL.parse(written, base ?? undefined) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/** Like `parseWebAddress`, without the fragment. */
export function parseWebUrl(link: string | null | undefined, base?: string | null): URL | null {
  const url = parseWebAddress(link, base);
  if (url) url.hash = '';
  return url;
}

/** Whether an address is that of a site's front page. */
export function isFrontPage({ pathname, search }: URL): boolean {
  return pathname === '/' && search === '';
}

/** The host of an address without `www.`; null if there is none. */
export function siteNameOf(address: string | null): string | null {
  return URL.parse(address ?? '')?.hostname.replace(/^www\./, '') ?? null;
}
