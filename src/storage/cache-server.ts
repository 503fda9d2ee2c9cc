import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { startTimer } from '../scheduling/clock.ts';
import { cacheNameOf, findCacheAdapter } from './cache-target.ts';
import { packValue, unpackValue } from './stores/cache.ts';
import type { Evict } from './stores/provenance.ts';

/** Prefix of every key, so that other programs can share the server. */
const NAMESPACE = 'standfirst';

/** A server silent for longer than this (ms) counts as down and is left alone for `PAUSE_MS`. */
const TIMEOUT_MS = 1_000;
const PAUSE_MS = 5_000;

/** The answer cache on a server of its own. */
interface CacheServer {
  /** While the server is down, every lookup misses and nothing is stored. */
  readonly store: KeyvStorageAdapter;
  /** Throws a `UserError` while the server is down. */
  readonly evict: Evict;
  /** Writes, reads and deletes a value. Throws an error worded for an operator if that fails. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the cache at a CACHE_URL, answering or not. Throws a `UserError` if its adapter is missing. */
export async function openCacheServer(url: string, log: Logger): Promise<CacheServer> {
  const adapter = await createAdapter(url);
  const run = createGuard(adapter, { url, log });

  const set = (key: string, value: string, expires?: number) =>
    run(() => adapter.set(key, packValue(value), expires));

  async function get(key: string): Promise<string | undefined> {
    const packed = await run(() => adapter.get<string>(key));
    return typeof packed === 'string' ? unpackValue(packed) : undefined;
  }

  const deleteMany = (keys: string[]) => run(() => adapter.deleteMany(keys));

  return {
    store: new KeyvBridgeAdapter({
      // the guard has already logged the failure
      get: (key: string) => get(key).catch(() => undefined),
      set: (key: string, value: string, ttl?: number) =>
        set(key, value, ttl === undefined ? undefined : Date.now() + ttl).catch(() => false),
      delete: async (key: string) => (await deleteMany([key]))[0] ?? false,
      clear: () => run(() => adapter.clear()),
    }),
    evict: async keys => {
      await deleteMany([...keys]).catch(refuseDeletion);
    },
    async probe() {
      try {
        await set('probe', 'probe', Date.now() + 60_000);
        if ((await get('probe')) !== 'probe') throw new Error('what was written cannot be read');
        await deleteMany(['probe']);
      } catch (error) {
        throw new Error(describeFailure(error, url), { cause: error });
      }
    },
    async close() {
      // forced where the adapter supports it: otherwise it would wait forever for a server that is down
      const disconnect: ((force?: boolean) => Promise<void>) | undefined = adapter.disconnect?.bind(adapter);
      await disconnect?.(true);
    },
  };
}

interface AdapterModule {
  readonly default: new (address: string) => KeyvStorageAdapter & { namespace: string };
}

async function createAdapter(url: string): Promise<KeyvStorageAdapter> {
  const kind = findCacheAdapter(url);
  if (!kind) throw new Error('CACHE_URL was not checked');
  const { default: Adapter } = await importAdapter(kind);
  const adapter = new Adapter(kind.addressOf(url));
  // an adapter for an older Keyv takes a lifetime instead of an expiry time
  const current = adapter.capabilities?.expires ? adapter : new KeyvBridgeAdapter(adapter);
  current.namespace = NAMESPACE;
  return current;
}

async function importAdapter({ package: name, version }: { package: string; version: string }) {
  try {
    return (await import(name)) as AdapterModule;
  } catch (error) {
    throw new UserError(
      'CACHE_URL needs a package that is not installed: npm install {{name}}@{{version}}',
      { name, version },
      { cause: error },
    );
  }
}

/** Wraps calls to the server: a failing one rests for a while; outage and recovery are logged once. */
function createGuard(adapter: KeyvStorageAdapter, { url, log }: { url: string; log: Logger }) {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: PAUSE_MS, breaker: new ConsecutiveBreaker(1) });
  const server = cacheNameOf(url);
  /** Rejects the calls in flight. */
  const pending = new Set<(error: unknown) => void>();
  let isAway = false;

  function noteFailure(error: unknown): void {
    for (const reject of pending) reject(error);
    if (isAway) return;
    isAway = true;
    log.warn(
      { server, reason: describeFailure(error, url) },
      'the answer cache cannot be reached: answers are made anew until it is back',
    );
  }

  // some adapters report a failure only here, then answer as if the key were missing, or retry forever
  adapter.on('error', noteFailure);

  async function limitWait<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise: failed, reject } = Promise.withResolvers<never>();
    const timer = startTimer(TIMEOUT_MS);
    const timedOut = timer.elapsed.then(() => {
      throw new Error(`no answer within ${TIMEOUT_MS} milliseconds`);
    });
    pending.add(reject);
    try {
      return await Promise.race([failed, work(), timedOut]);
    } finally {
      pending.delete(reject);
      timer.cancel();
    }
  }

  return <Result>(work: () => Promise<Result>): Promise<Result> =>
    breaker.execute(async () => {
      try {
        const result = await limitWait(work);
        if (isAway) log.info({ server }, 'the answer cache is back');
        isAway = false;
        return result;
      } catch (error) {
        noteFailure(error);
        throw error;
      }
    });
}

/** Describes a failure in one line, without the password. */
function describeFailure(error: unknown, url: string): string {
  const {
    message = '',
    code,
    errors,
  } = error as { message?: string; code?: string; errors?: readonly unknown[] };
  // a hostname with several addresses fails with one error for each of them
  if (!message && errors?.length) return describeFailure(errors[0], url);
  const { password } = new URL(url);
  const secrets = [password, decodeURIComponent(password)].filter(Boolean);
  const text = secrets.reduce(
    (said, secret) => said.replaceAll(secret, '…'),
    message || code || String(error),
  );
  return text.replace(/\s+/g, ' ').slice(0, 300);
}

function refuseDeletion(cause: unknown): never {
  throw new UserError(
    defineMessage(
      'I can’t reach my cache of answers at the moment, so what it holds can’t be deleted. Please try again in a minute.',
    ),
    {},
    { cause },
  );
}
