/** Parses an http(s) address, relative to `base`, and drops its fragment; null if it is not one. */
export function parseWebUrl(link: string | null | undefined, base: string | null | undefined): URL | null {
  const address = URL.parse(link?.trim() ?? '', base ?? undefined);
  if (!link?.trim() || !address || !/^https?:$/.test(address.protocol)) return null;
  address.hash = '';
  return address;
}
