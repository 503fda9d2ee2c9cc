/** Keyv's adapter for a kind of server, imported by name only when it is needed. */
interface CacheAdapter {
  readonly package: string;
  /** The versions that are compatible with our Keyv. */
  readonly version: string;
  /** The address in the form the adapter expects. */
  readonly addressOf: (url: string) => string;
}

const redis: CacheAdapter = {
  package: '@keyv/redis',
  version: '^6.0.0-rc.1',
  addressOf: url => url.replace(/^valkey/, 'redis'),
};

const memcached: CacheAdapter = {
  package: '@keyv/memcache',
  version: '^2.0.2',
  addressOf: url => url.replace(/^memcache:\/\//, '').replace(/\/$/, ''),
};

/** The adapters by URL scheme. */
const ADAPTERS: Readonly<Record<string, CacheAdapter>> = {
  'redis:': redis,
  'rediss:': redis,
  'valkey:': redis,
  'valkeys:': redis,
  'memcache:': memcached,
};

/** The adapter for a CACHE_URL, or undefined if the URL is invalid or of an unknown kind. */
export function findCacheAdapter(url: string): CacheAdapter | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, username, password } = new URL(url);
  // Redis databases are numbered
  if (hostname === '' || !/^\/?\d*$/.test(pathname) || /%(?![\da-f]{2})/i.test(username + password))
    return undefined;
  return Object.hasOwn(ADAPTERS, protocol) ? ADAPTERS[protocol] : undefined;
}

/** A CACHE_URL fit to be shown: without user, password and options. */
export function cacheNameOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
