/** Keyv's adapter for a kind of server, which is loaded by name where it is wanted. */
interface CacheAdapter {
  readonly package: string;
  /** The versions that fit our Keyv. */
  readonly version: string;
  /** The address as the adapter reads it. */
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

/** The adapters, by what a CACHE_URL begins with. */
const ADAPTERS: Readonly<Record<string, CacheAdapter>> = {
  'redis:': redis,
  'rediss:': redis,
  'valkey:': redis,
  'valkeys:': redis,
  'memcache:': memcached,
};

/** The adapter for a server; undefined where the address is none of a known kind. */
export function findCacheAdapter(url: string): CacheAdapter | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, username, password } = new URL(url);
  // a database of Redis's has a number
  if (hostname === '' || !/^\/?\d*$/.test(pathname) || /%(?![\da-f]{2})/i.test(username + password))
    return undefined;
  return Object.hasOwn(ADAPTERS, protocol) ? ADAPTERS[protocol] : undefined;
}

/** A CACHE_URL as it may be shown: without user, password and options. */
export function cacheNameOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
